# An embargo without an instant
registry.disclose(nomination, "embargoed", reason="the programme asked")
