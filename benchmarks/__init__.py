"""Benchmarks against plain papermill and nbconvert."""
