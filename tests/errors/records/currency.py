# A currency that is none
registry.add(Cost(edition, 12500, "pounds"))
