# A measure without its figures
registry.add(Evidence(council, kind="measure"))
