# Undoing a change that is not there
registry.revert(99)
