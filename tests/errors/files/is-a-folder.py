# A folder instead of a file
laurels.open(folder)
