# Adding to a category that is void
registry.void(category, "announced by mistake")
registry.add(Nomination(category, "Safer roads", credits=[fleet]))
