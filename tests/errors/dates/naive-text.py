# A clock time without a zone
registry.revise(ceremony, date="2025-09-25T19:00")
