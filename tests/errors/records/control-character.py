# A control character in a name
registry.add(Award("Fleet\x07 Awards"))
