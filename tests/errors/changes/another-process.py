# Another process has a change open
with other_process_writes(path):
    registry.add(Award("Fleet Awards"))
