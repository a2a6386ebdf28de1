# A claim about a field that the record does not have
registry.claim(ceremony, "outcome", "won")
