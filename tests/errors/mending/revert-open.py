# Undoing a change that was not committed
change = registry.transaction()
registry.revert(change)
