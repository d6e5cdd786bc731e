"""libyaml and ruamel.yaml read a year's file alike; what only one of them reads is read by ruamel.yaml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.parsing import compose, yaml
from gongkai.parsing.errors import ReturnError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# 注释
schema: 1
signed: 2021-01-20
requests:
  new: [0, 12, 1_000, 0x1f, 0o7, 012]   # 新收
  total: {natural: 1.50, business: .5, other: null, legal: ~}
facts:
  a: {label: "说“明”\\n", value: 1e3, unit: '条'}
sections:
  preface: |-
    一、正文 100%
      缩进

    末行
  other: >
    折行
    再折
waivers:
  - rule: R32
    cells: ["requests.*", no, yes, True]
"""
PIECES = [*" \n:：，,[]{}-&*|>'\"#%@`0xo1.e+~a\\_", "\u3000", "\n  ", ": ", "- ", "，2", "true", ""]


def read(text: str, monkeypatch: pytest.MonkeyPatch, *, fast: bool) -> Any:
    """The data and lines of a text, or what is said of it."""
    with monkeypatch.context() as patch:
        if not fast:
            patch.setattr(compose, "_fast", lambda: None)
        try:
            return yaml.parse(text, "x.yaml")
        except ReturnError as error:
            return str(error)


def test_libyaml_is_there() -> None:
    """The locked PyYAML has libyaml."""
    assert compose._fast() is not None


@pytest.mark.parametrize("file", ["huancui-yingji/2020.yaml", "huaian-zhengfu/2024.yaml", "huaian-zhengfu/agency.yaml"])
def test_examples(root: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """The examples give the same data and lines."""
    text = (root / "params" / file).read_text("utf-8")
    assert read(text, monkeypatch, fast=False) == read(text, monkeypatch, fast=True)


@settings(max_examples=150, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.sampled_from(PIECES), st.integers(0, 2)), max_size=3))
def test_slips_are_read_alike(edits: list[tuple[int, str, int]]) -> None:
    """A text with slips gives the same data, lines and messages, but that libyaml takes an empty key, and spaces atop a block."""
    text = TEXT
    for at, piece, gone in edits:
        text = text[:at] + piece + text[at + gone :]
    with pytest.MonkeyPatch.context() as patch:
        slow, fast = (read(text, patch, fast=way) for way in (False, True))
    if isinstance(slow, str) and not isinstance(fast, str):
        spaces = re.search(r"[|>][+-]?\n +\n", text) is not None
        assert spaces or any(path.startswith(".") or not path for path in fast[1])
    else:
        assert slow == fast


@pytest.mark.parametrize(
    "text",
    ["a: |\n  x\ty\n", "a: &b 1\n", "a: !!str 1\n", "%YAML 1.2\n---\na: 1\n", "a: [" + "[" * 5000 + "]" * 5000 + "]\n"],
)
def test_left_to_ruamel(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tabs, tags, anchors, directives and deep nesting are left to ruamel.yaml."""

    def fail() -> None:
        raise AssertionError

    monkeypatch.setattr(compose, "_fast", fail)
    try:
        compose.compose(text)
    except RecursionError:
        assert text.startswith("a: [[")


def test_pictures_are_no_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text with a picture on its line is read by libyaml; what may be a tag is not."""

    def fail() -> None:
        raise AssertionError

    text = "a: |\n  文字\n\n  ![](figure:x)\n"
    assert read(text, monkeypatch, fast=False) == read(text, monkeypatch, fast=True)
    monkeypatch.setattr(compose, "_fast", fail)
    with pytest.raises(AssertionError):
        compose.compose(text)
    assert "mapping" == compose.compose("a: ![](x)\n").id


def test_mistakes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What libyaml refuses is refused in the words for ruamel.yaml's errors, with the line."""
    text = "a: 1\nb: [1, 2\nc: 3\n"
    assert read(text, monkeypatch, fast=False) == read(text, monkeypatch, fast=True)
    assert "x.yaml:2：这一行的“[”没有用“]”结束" in read(text, monkeypatch, fast=True)
