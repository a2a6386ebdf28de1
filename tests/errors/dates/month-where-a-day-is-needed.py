# A month where a day is needed
registry.known_on("2025-09")
