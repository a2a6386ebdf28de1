# A file that is not SQLite
(folder / "notes.txt").write_text("Remember the ceremony in Leeds.\n" * 40)
laurels.open(folder / "notes.txt")
