# A date in another order
registry.revise(ceremony, date="25/09/2025")
