"""Markdown to blocks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import markdown
from gongkai.document.blocks import Code, Heading, List, Paragraph, Run, Table, all_from_json, plain, to_json
from gongkai.document.markdown import images, to_blocks, to_inline


def words(blocks):
    """The text of each block, all of which are paragraphs."""
    assert all(isinstance(block, Paragraph) for block in blocks)
    return [plain(block.content) for block in blocks]


def runs(text):
    return [(run.text, run.bold, run.href) for run in to_blocks(text)[0].content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**注意：**请看", [("注意：", True, None), ("请看", False, None)]),
        ("他说**“好”**。", [("他说", False, None), ("“好”", True, None), ("。", False, None)]),
        ("甲**乙**丙", [("甲", False, None), ("乙", True, None), ("丙", False, None)]),
        ("2 ** 3 ** 4", [("2 ** 3 ** 4", False, None)]),
    ],
)
def test_strong_next_to_chinese_punctuation(text, expected):
    """Emphasis beside full-width punctuation is emphasis."""
    assert expected == runs(text)


def test_line_breaks():
    """A line break between hanzi is nothing, between Latin words a space."""
    assert "甲乙one two" == words(to_blocks("甲\n乙one\ntwo"))[0]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:x", "file:///etc/passwd"]
)
def test_unsafe_links_lose_their_target(url):
    """A link to anything but the web, mail or an anchor is its text."""
    assert [("字", False, None)] == runs(f"[字]({url})")


def test_html_is_text():
    """Markup in a text is shown as it was typed."""
    blocks = to_blocks("<script>alert(1)</script>\n\n甲<b onclick=x>乙</b>")
    assert ["<script>alert(1)</script>", "甲<b onclick=x>乙</b>"] == words(blocks)


def test_structure():
    """Headings, lists, tables and code become their blocks."""
    blocks = to_blocks("## 标题\n\n1. 甲\n2. 乙\n\n|a|b|\n|-|-|\n|1|2|\n\n```\nx\n```\n")
    assert [Heading, List, Table, Code] == [type(block) for block in blocks]
    assert 2 == blocks[0].level


@pytest.mark.parametrize(
    "text", ["（一）概述", "1. 概述", "# 概述", r"\{\{ a\_b }}", "**注意：**请", "甲`{{ x }}`", ""]
)
def test_inline(text):
    """The words of a heading are those of the heading in Markdown."""
    assert [block.content for block in to_blocks(f"### {text}x")] == [to_inline(f"{text}x")]


def test_full_width_numbers_of_a_list():
    """Full-width numbers make a list, whether or not anything else in the text is marked."""
    first, second = (to_blocks(f"１. 甲乙\n\n２. 丙丁{more}")[0] for more in ("", "\n\n**戊**"))
    assert ("List", first) == (type(first).__name__, second)


def test_number_without_space_is_no_list():
    """「1.加强领导」 opens a paragraph, not a list."""
    assert [Paragraph] == [type(block) for block in to_blocks("1.加强领导，健全机制。")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\n\n![](figure:a)\n\n乙", ["甲", "[a]", "乙"]),
        ("甲\n![](figure:a)\n![](figure:b)\n乙\n丙", ["甲", "[a]", "[b]", "乙丙"]),
        ("![](figure:图一)", ["[图一]"]),
        ("见![](figure:a)", ["见figure:a"]),
    ],
)
def test_figures_are_placed(text, shown):
    """A figure's line is replaced by the figure, between blank lines or not; inside a line it is text."""
    placed = to_blocks(text, lambda id_: [Paragraph(content=(Run(text=f"[{id_}]"),))])
    assert shown == words(placed)


def test_images():
    """Every picture of a text is known by its address as written, and whether it has a line of its own."""
    text = "甲\n![](figure:图一)\n\n- ![丙](a.jpg)\n\n见**![](figure:b)**"
    assert [("figure:图一", True), ("a.jpg", True), ("figure:b", False)] == images(text)


@given(st.text())
def test_any_text_becomes_blocks_and_survives_json(text):
    """Any text becomes blocks, and blocks come back from their JSON."""
    blocks = to_blocks(text)
    assert blocks == [back for block in blocks for back in all_from_json(to_json(block))]


LINES = st.builds(
    lambda marks, text: marks + text,
    st.sampled_from(["", "", "## ", "###", "#### "]),
    st.text("公开（一）。，“”12 3.)(-#+=!~:A/", min_size=1, max_size=12),
)


@given(st.lists(LINES, min_size=1, max_size=4).map("\n\n".join))
def test_texts_without_marks_are_what_the_parser_makes_of_them(text):
    """Headings and paragraphs without marks, which are not parsed, are the blocks that the parser would give."""
    tokens: Any = markdown.parser().parse(text)[0]
    assert markdown._blocks(tokens, None) == to_blocks(text)


def test_most_texts_are_not_parsed(monkeypatch):
    """A heading and a paragraph of Chinese prose are told from Markdown without the parser."""
    monkeypatch.delattr(markdown, "parser")
    blocks = to_blocks("### （一）主动公开\n\n2023年公开信息12条，其中“政策”3条。")
    assert ["（一）主动公开", "2023年公开信息12条，其中“政策”3条。"] == [block.text() for block in blocks]
