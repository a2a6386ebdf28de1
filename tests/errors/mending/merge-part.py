# Merging a part with its whole
school = registry.add(Nominee("Virtual School", kind="organisation", part_of=council))
registry.merge(council, school)
