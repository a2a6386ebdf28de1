# Writing to what was opened read-only
with laurels.open(path, read_only=True) as reader:
    reader.add(Award("Fleet Awards"))
