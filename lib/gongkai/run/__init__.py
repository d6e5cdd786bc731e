"""Execute notebooks through papermill or forked kernels; every run is verified."""

TIMEOUT = 600
"""Seconds that one cell may take, by default."""
