# Text that is not Unicode
registry.add(Award("Fleet \udcff"))
