"""What parts of the pipeline pass to each other, and to other processes, cannot be changed."""

from __future__ import annotations

import gongkai.pipeline
from tests.returns.test_immutable import classes


def test_frozen() -> None:
    """All data is frozen."""
    assert {True} == {kind.__dataclass_params__.frozen for kind in classes(gongkai.pipeline)}
