"""Messages are worded for whoever reads them."""

from __future__ import annotations

import pytest

from gongkai.returns import audience


def test_wording() -> None:
    """Inside the block, and only there, the wording is a notebook's; also behind an error."""
    assert "--year" == audience.either("--year", "year")
    with audience.notebook():
        assert "year" == audience.either("--year", "year")
    with pytest.raises(ValueError, match="x"), audience.notebook():
        raise ValueError("x")
    assert "--year" == audience.either("--year", "year")
