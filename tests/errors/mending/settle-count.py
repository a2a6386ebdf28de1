# Taking over what is only counted
claim = registry.claim(fleet, "wins", 3, edition=edition)
registry.settle(claim, "taken", "the news page says so")
