# Bytes where text belongs
registry.add(Award(b"Fleet Awards"))
