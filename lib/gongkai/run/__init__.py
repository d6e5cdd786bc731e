"""Execute notebooks through papermill or forked kernels; every run is verified."""

TIMEOUT = 600
"""Default timeout of a cell in seconds."""
