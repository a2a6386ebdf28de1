# Another thread has a change open
with other_thread_writes(registry):
    registry.add(Award("Fleet Awards"))
