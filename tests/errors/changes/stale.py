# Someone else was here
registry.revise(nomination, title="Safer roads")
registry.revise(nomination, title="Safer roads together")
