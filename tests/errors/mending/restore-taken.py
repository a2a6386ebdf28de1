# Restoring an edition whose label was used again
registry.void(edition, "entered by mistake")
registry.add(Edition(award, "2025"))
registry.restore(edition, "it was no mistake")
