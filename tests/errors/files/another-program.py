# A file of another program
connection = sqlite3.connect(folder / "photos.db")
connection.execute("CREATE TABLE photo (name TEXT)")
connection.close()
laurels.open(folder / "photos.db")
