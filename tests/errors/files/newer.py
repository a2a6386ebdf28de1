# A file of a newer Laurels
registry.close()
edit(path, "PRAGMA user_version = 99")
laurels.open(path)
