# A record that refers to nothing
registry.add(Category(EditionId(7), "Driver Safety"))
