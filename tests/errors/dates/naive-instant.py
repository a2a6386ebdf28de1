# A view of an instant without a zone
registry.as_of(datetime.datetime(2025, 9, 1))
