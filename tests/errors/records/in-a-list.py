# One bad record among many
registry.add_all([Award("One"), Award("Two"), Award("")])
