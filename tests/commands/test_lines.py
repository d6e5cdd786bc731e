"""Lines for the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gongkai.commands.lines import fold, pad

TEXTS = st.text(alphabet="机关年度，。（）“” ab1./:\n", max_size=80)


@given(TEXTS, st.integers(16, 60), st.integers(0, 6))
def test_nothing_is_lost(text: str, width: int, indent: int) -> None:
    """Lines have all characters in order and are not too long."""
    lines = fold(text, width, indent)
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("表三的合计不对", ["表三的", "  合计", "  不对"]),
        ("见 a/b.yaml", ["见 a/b.y", "  aml"]),
        ("改正数。", ["改正", "  数。"]),
        ("缺少：“一”", ["缺少：", "  “一”"]),
    ],
)
def test_fold(text: str, lines: list[str]) -> None:
    """Lines break between hanzi, not before closing or after opening punctuation; a word is broken only if it is too long."""
    assert lines == fold(text, 7 if "a/b" not in text else 8, 2)


def test_pad() -> None:
    """A hanzi is two columns wide."""
    assert "机关  |" == f"{pad('机关', 6)}|"
