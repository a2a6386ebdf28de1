# Undoing an erasure
person = registry.add(Nominee("Full Name", kind="person"))
registry.erase(person, reason="asked for under Article 17 of the GDPR")
registry.revert(registry.changes()[-1])
