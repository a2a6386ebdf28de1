# A move to another edition's category without saying so
other = registry.add(Edition(award, "2026"))
later = registry.add(Category(other, "Fleet Safety Partnership Award"))
registry.revise(nomination, category=later, reason="entered in the wrong category")
