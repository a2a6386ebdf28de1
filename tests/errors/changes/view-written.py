# Writing to a view
registry.as_of(1).add(Award("Fleet Awards"))
