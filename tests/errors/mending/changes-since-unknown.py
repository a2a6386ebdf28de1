# Changes since one that is not there
registry.changes(99)
