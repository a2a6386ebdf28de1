# A figure that is not exact
Figure("2025-04", 41.9)
