"""Characters that delimit the cells of a table in running text."""

from __future__ import annotations

CELL = "\x1f"
"""Precedes every cell of a table whose cells are known apart."""
END = "\x1e"
"""Follows such a table."""
