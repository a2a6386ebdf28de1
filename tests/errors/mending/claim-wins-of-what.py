# A claim about wins that does not say in which edition
registry.claim(fleet, "wins", 3)
