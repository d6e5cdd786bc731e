"""The reference page of rules is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import rules
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
