# A step back without a reason
registry.advance(nomination, "draft")
