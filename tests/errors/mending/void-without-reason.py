# Void without a reason
registry.void(second, "")
