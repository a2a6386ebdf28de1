# A claim that there is no outcome
registry.claim(nomination, "outcome", None)
