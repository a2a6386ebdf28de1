# A record that was not stored
registry.add(Edition(Award("Fleet Awards"), "2025"))
