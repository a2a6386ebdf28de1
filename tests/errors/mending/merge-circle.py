# Merging in a circle
registry.merge(fleet, road_safety)
registry.merge(road_safety, fleet)
