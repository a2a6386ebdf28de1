# Telling one apart from itself
registry.distinguish(fleet, fleet)
