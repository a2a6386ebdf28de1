# A name of spaces
registry.add(Award("   "))
