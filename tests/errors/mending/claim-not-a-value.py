# A claim whose value is none of the field's
registry.claim(nomination, "outcome", "first")
