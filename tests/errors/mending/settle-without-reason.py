# Settling without a reason
claim = registry.claim(ceremony, "place", "York")
registry.settle(claim, "kept", "")
