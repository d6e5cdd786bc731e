"""A folder of font sets, and nothing of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.document.fonts import made

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_fonts_of_the_user(user_fonts: Path) -> None:
    """What the user has fetched must not be seen."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A params/fonts folder with the set an office has."""
    return made.office(tmp_path / "fonts")
