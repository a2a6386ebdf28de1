# An axis changed by revise
registry.revise(nomination, stage="draft")
