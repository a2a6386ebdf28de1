# A claim written like other records
registry.add(Claim(ceremony, "place", value="York"))
