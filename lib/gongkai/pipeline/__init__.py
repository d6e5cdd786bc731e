"""Agencies × years: find what is stale, run and publish it atomically; the manifest."""
