# Erasing an unknown nominee
registry.erase(NomineeId(99), reason="asked for under Article 17 of the GDPR")
