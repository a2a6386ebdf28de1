# A file that was cut off
registry.close()
path.write_bytes(path.read_bytes()[:20000])
laurels.open(path)
