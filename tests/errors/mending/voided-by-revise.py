# Void by revise
registry.revise(second, voided=True)
