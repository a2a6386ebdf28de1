# Merging what cannot be merged
gala = registry.add(Ceremony(edition, "Gala"))
registry.merge(ceremony, gala)
