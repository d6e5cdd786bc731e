"""Errors of input files."""

from __future__ import annotations

from gongkai.parsing.errors import InputError, Problem, ReturnError, nearest

__all__ = ["InputError", "Problem", "ReturnError", "nearest"]
