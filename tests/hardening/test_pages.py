"""The pages of figures are generated whole, and keep the figures of the longest run."""

from __future__ import annotations

import re

import pytest

from tests.hardening import bounds, pages
from tests.hardening.kinds import INPUTS


def test_page_of_bounds_is_as_generated():
    """The page of hostile inputs has nothing that another run would drop."""
    there = bounds.PAGE.read_text("utf-8")
    rows = [
        line for line in there.splitlines(keepends=True) if line.startswith(tuple(f"| {name} |" for name in INPUTS))
    ]
    said = re.search(r"^([\d,]+) files were read \((.+)\)\.$", there, re.MULTILINE)
    assert said is not None
    assert bounds.page(rows, int(said[1].replace(",", "")), [], 0, said[2]) == there
    assert list(INPUTS) == [row.split()[1] for row in rows]


@pytest.mark.parametrize(("tried", "place"), [(99, "elsewhere"), (1_000, "docs"), (1_001, "docs")])
def test_figures_of_a_shorter_run_are_written_elsewhere(tmp_path, monkeypatch, capsys, tried, place):
    """Figures replace those of a run that tried as much or less; else they are written into another folder, which is said."""
    monkeypatch.setattr(pages, "ELSEWHERE", tmp_path / "elsewhere")
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    before = "# Page\n\n1,000 attacks in 9 minutes.\n"
    page.write_text(before, "utf-8")
    written = pages.write(page, f"{tried} attacks in 1 minute.\n", tried)
    assert tmp_path / place / "page.md" == written
    assert f"{tried} attacks in 1 minute.\n" == written.read_text("utf-8")
    assert (place == "docs" or before == page.read_text("utf-8"), True) == (
        True,
        str(written) in capsys.readouterr().out,
    )
