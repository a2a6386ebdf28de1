# A ruling without a reason
registry.rule(nomination, "withdrawn", reason="")
