# Merging two that were told apart
registry.distinguish(fleet, road_safety)
registry.merge(fleet, road_safety)
