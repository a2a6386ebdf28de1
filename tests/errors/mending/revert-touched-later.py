# Undoing a change that later ones touched
with registry.transaction(reason="as announced") as change:
    change.revise(ceremony, place="York")
    change.decide(nomination, "won")
    gala = change.add(Edition(award, "2026"))
registry.revise(ceremony.id, place="Hull")
registry.add(Category(gala, "Fleet Safety Partnership Award"))
registry.revert(change)
