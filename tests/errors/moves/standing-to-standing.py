# From one ruling to another
registry.rule(nomination, "withdrawn", reason="the team asked for it")
registry.rule(nomination, "disqualified", reason="entered twice")
