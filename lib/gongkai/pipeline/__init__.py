"""Agencies × years: what is stale, run and publish it, all at once or not at all; the manifest."""
