# Merging a team and a person
somebody = registry.add(Nominee("A. N. Other", kind="person"))
registry.merge(fleet, somebody)
