# Merging into oneself
registry.merge(fleet, fleet)
