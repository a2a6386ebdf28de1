# Correcting without a reason
registry.correct(ceremony, date="2025-09-26", reason="")
