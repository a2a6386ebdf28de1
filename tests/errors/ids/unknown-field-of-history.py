# The history of a field that is not there
registry.history(ceremony, "colour")
