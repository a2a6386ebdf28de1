# An outcome taken back without a reason
registry.decide(nomination, "won")
registry.decide(nomination, "pending")
