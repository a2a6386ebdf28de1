# A change that was never begun
change = registry.transaction()
change.add(Award("Fleet Awards"))
