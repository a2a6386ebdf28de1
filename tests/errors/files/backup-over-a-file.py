# A backup over a file
(folder / "copy.laurels").write_bytes(b"")
registry.backup(folder / "copy.laurels")
