# A registry that was closed
registry.close()
registry.nominations().count()
