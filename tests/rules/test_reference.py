"""The reference page of rules is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai import forms, rules
from gongkai.rules import reference

if TYPE_CHECKING:
    from pathlib import Path


def test_page_is_current(root: Path) -> None:
    """docs/rules.md is what the code makes (``make docs`` writes it)."""
    assert reference.page() == (root / "docs" / "rules.md").read_text("utf-8")


def test_every_rule_is_explained() -> None:
    """Every rule has a sentence, a source, what to do, an example, and a docstring that says how it decides."""
    for rule in rules.RULES.values():
        assert rule.title.endswith("。")
        assert rule.todo.endswith("。")
        assert rule.source
        assert rule.example
        assert rule.function.__doc__


@pytest.mark.parametrize(
    ("editions", "source"),
    [
        (["2019"], "《政府信息公开工作年度报告格式》（国办公开办函〔2019〕60号）表四"),
        (["2019", "2021"], "《政府信息公开工作年度报告格式》（国办公开办函〔2019〕60号、〔2021〕30号）表四"),
    ],
)
def test_source_cites_the_form(editions: list[str], source: str) -> None:
    """A rule cites the letter of the form of the year, and on the page those of all forms that have its cells."""
    assert source == rules.RULES["R4"].cite(*map(forms.edition, editions))


def test_page_shows_cells_and_editions() -> None:
    """The page lists the cells that a rule requires and the editions that have them."""
    entry = reference.page().partition("### R9\n")[2].partition("### ")[0]
    assert "`disclosure.*.{previous_items,change} | disclosure.*.{total_disclosed,disclosed}`" in entry
    assert "- 具备的表式：2019版（国办公开办函〔2019〕60号）\n" in entry
