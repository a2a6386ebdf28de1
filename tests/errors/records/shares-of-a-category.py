# Nominations that share more than the award
registry.decide(nomination, "won", share="3/4")
registry.decide(second, "won", share="1/2")
