# Duplicates of a kind that cannot be merged
registry.duplicates(Edition)
