# A change within a change
with registry.transaction():
    with registry.transaction():
        pass
