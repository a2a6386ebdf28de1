# A stage that is none
registry.advance(nomination, "finalist")
