# A write past an open change
with registry.transaction() as change:
    registry.add(Award("Fleet Awards"))
