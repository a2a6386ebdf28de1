# A name that nobody has
registry.nominations().nominee("Fleets").count()
