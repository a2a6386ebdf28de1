# A change used after its end
with registry.transaction() as change:
    pass
change.add(Award("Fleet Awards"))
