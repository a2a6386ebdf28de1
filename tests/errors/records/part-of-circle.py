# A circle of parts
registry.revise(council, part_of=fleet)
