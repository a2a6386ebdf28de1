# Shares over the whole
registry.add(Nomination(category, credits=[Credit(fleet, share="2/3"), Credit(road_safety, share="1/2")]))
