# A day that does not exist
registry.revise(ceremony, date="2025-02-30")
