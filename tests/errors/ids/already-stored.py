# Adding what is stored
registry.add(award)
