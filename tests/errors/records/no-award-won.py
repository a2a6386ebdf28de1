# A winner where there is no award
registry.revise(category, no_award="no entry was good enough")
registry.decide(nomination, "won")
