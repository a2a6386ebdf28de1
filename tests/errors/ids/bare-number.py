# A bare number for an id
registry.get(3)
