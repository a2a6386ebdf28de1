# Differences from another file
other = laurels.open(folder / "other.laurels")
registry.diff(other)
