# Void by correct
registry.correct(second, voided=True, reason="entered twice")
