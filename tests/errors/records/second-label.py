# A second edition with the same label
registry.add(Edition(award, "2025"))
