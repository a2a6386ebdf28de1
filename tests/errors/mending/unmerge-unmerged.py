# Unmerging what was not merged
registry.unmerge(fleet)
