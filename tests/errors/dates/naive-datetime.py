# A datetime without a zone
registry.revise(ceremony, date=datetime.datetime(2025, 9, 25, 19, 0))
