"""Gongkai: statutory annual reports on open government information from notebooks, checked and reproducible."""
