# Merging across kinds of record
registry.merge(fleet, award)
