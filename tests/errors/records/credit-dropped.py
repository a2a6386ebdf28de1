# A credit left out of a revision
registry.revise(nomination, credits=[])
