"""Executing notebooks: through papermill, every one checked, written aside and renamed."""
