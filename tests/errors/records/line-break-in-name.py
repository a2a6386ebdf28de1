# A line break in a name
registry.add(Award("Fleet\nAwards"))
