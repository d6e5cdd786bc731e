"""What importers pass on cannot be changed by whoever gets it, but for what is filled in row by row."""

from __future__ import annotations

import gongkai.importers
from tests.returns.test_immutable import classes

FILLED = {"MappedTables", "TableMatch", "TableRead"}
"""These are filled in while a table is read."""


def test_frozen() -> None:
    """All other data is frozen."""
    found = {kind.__name__: kind.__dataclass_params__.frozen for kind in classes(gongkai.importers)}
    assert FILLED == {name for name, is_frozen in found.items() if not is_frozen}
