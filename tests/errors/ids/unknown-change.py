# A view of a change that is not there
registry.as_of(99)
