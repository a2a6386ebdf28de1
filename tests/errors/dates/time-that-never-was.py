# A local time that does not exist
registry.revise(ceremony, date="2025-03-30T01:30[Europe/London]")
