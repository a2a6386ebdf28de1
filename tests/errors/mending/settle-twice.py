# Settling what is settled
claim = registry.claim(ceremony, "place", "York")
registry.settle(claim, "kept", "the programme says Leeds")
registry.settle(claim, "taken", "it was York after all")
