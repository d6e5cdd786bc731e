"""The numbers that the importers reach on the reference reports must not fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accuracy import importers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.accuracy.importers import Count


@pytest.fixture(scope="module")
def counts(reference: Path) -> list[Count]:
    """Counts for each reference report."""
    return importers.reports(reference)


def test_cells(counts: list[Count]) -> None:
    """Every cell that a text determines is read right, blank ones too."""
    assert [] == [item.id for item in counts if item.right < item.determined or item.blank_right < item.blank]


def test_ambiguous(counts: list[Count]) -> None:
    """Every row that a text leaves open is reported with exactly the right readings."""
    assert [] == [item.id for item in counts if item.named < item.ambiguous]


def test_sections(counts: list[Count]) -> None:
    """Every section is found, and nearly every heading."""
    assert [] == [item.id for item in counts if item.sections_found != item.sections]
    assert sum(item.headings_found for item in counts) >= 0.97 * sum(item.headings for item in counts)
