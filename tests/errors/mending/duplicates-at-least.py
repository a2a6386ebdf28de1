# Duplicates with a score that is none
registry.duplicates(Nominee, at_least=90)
