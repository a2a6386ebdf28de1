# A zone that does not exist
registry.revise(ceremony, date="2025-09-25T19:00[Europe/Leeds]")
