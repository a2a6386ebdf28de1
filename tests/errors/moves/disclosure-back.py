# Making private what was public
registry.disclose(nomination, "private")
