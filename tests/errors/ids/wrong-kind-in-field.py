# A field with an id of another kind
Category(award, "Driver Safety")
