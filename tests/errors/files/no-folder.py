# A folder that is not there
laurels.open(folder / "awards" / "council.laurels")
