# A month that does not exist
registry.revise(ceremony, date="2025-13")
