# Erasing without a reason
registry.erase(fleet, reason="")
