# A work that is credited
film = registry.add(Nominee("Safer Roads", kind="work"))
registry.add(Nomination(category, credits=[film]))
