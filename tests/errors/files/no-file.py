# A file that is not there
laurels.open(folder / "county.laurels", create=False)
