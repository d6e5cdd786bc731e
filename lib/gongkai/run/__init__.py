"""Executing notebooks: through papermill, every one checked, written atomically."""

TIMEOUT = 600
"""Seconds that one cell may take, by default."""
