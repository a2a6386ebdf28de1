# An id that nothing has
registry.get(NominationId(99))
