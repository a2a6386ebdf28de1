# An empty name
registry.add(Award(""))
