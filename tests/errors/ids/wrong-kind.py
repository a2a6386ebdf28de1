# An id of another kind
registry.advance(category, "shortlisted")
