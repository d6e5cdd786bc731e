"""Running text as Markdown: lines joined, headings found, borders of each."""

from __future__ import annotations

import pytest

from gongkai.importers.core import texts
from gongkai.importers.core.delimiters import CELL, END


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("ab", 2), ("甲乙", 4), ("甲a", 3), ("ａ", 2), ("“", 2), ("…", 2)]
)
def test_width(text: str, expected: int) -> None:
    """A full-width character takes two columns."""
    assert expected == texts.width(text)


def test_width_of_lines() -> None:
    """Lines were broken at the width of nearly the longest; blank lines do not count."""
    assert 0 == texts.line_width("\n \n")
    assert 4 == texts.line_width("甲乙\n甲\n\n")
    lines = ["甲" * 20] * 19
    assert [40, 40, 60] == [texts.line_width("\n".join(lines + ["甲" * 30] * n)) for n in (0, 0, 2)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("甲 \t\u3000乙", "甲 乙"), ("甲 3 件", "甲3件"), ("甲 abc 乙", "甲abc乙"), ("甲 50% 乙", "甲50%乙"), ("甲\x00\x07乙\u200b", "甲乙"), (" 甲 ", "甲"),
        ("甲。 1.乙", "甲。 1.乙"), ("甲 12、乙", "甲 12、乙"), ("甲 1.5", "甲1.5"), ("a b", "a b"), ("甲 （一）乙", "甲 （一）乙"), ("\ufeff甲", "甲"), ("甲\ue000乙", "甲乙"),
    ],
)  # fmt: skip
def test_tidy(line: str, expected: str) -> None:
    """White space is one blank, and none between hanzi and figures, but before the number of an item."""
    assert expected == texts.tidy(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n乙", ["甲", "乙"]), (f"甲{END}乙{CELL}丙", ["甲", "乙", "丙"]), ("甲。（一）乙。（二）丙", ["甲。", "（一）乙。", "（二）丙"]),
        ("（一）乙。（二）丙", ["（一）乙。", "（二）丙"]), ("（二）乙。（三）丙。（一）丁", ["（二）乙。", "（三）丙。（一）丁"]), ("甲。（二）乙", ["甲。（二）乙"]),
        ("依照第（一）项", ["依照第（一）项"]), ("甲（一）乙", ["甲（一）乙"]), ("甲 （一）乙", ["甲", "（一）乙"]), ("（一）甲，（二）乙", ["（一）甲，（二）乙"]),
        ("（一）甲3（二）乙", ["（一）甲3（二）乙"]), ("（一）甲（二）乙", ["（一）甲", "（二）乙"]), ("(一)甲。(二)乙", ["(一)甲。", "(二)乙"]), ("", []), ("\n \n", []),
    ],
)  # fmt: skip
def test_paragraphs(text: str, expected: list[str]) -> None:
    """A line is a paragraph, and is cut at numbers in brackets that count up from one, but not at references to items."""
    assert expected == texts.paragraphs(text, wrapped=0)


@pytest.mark.parametrize(
    ("last", "is_joined"),
    [(20, True), (17, True), (16, False), (10, False)],  # of 40 columns up to six may be free: a word that did not fit
)
def test_lines_that_were_broken(last: int, is_joined: bool) -> None:
    """A line that is nearly as wide as lines were broken goes on in the next one."""
    text = f"{'甲' * last}\n乙乙"
    assert (1 if is_joined else 2) == len(texts.paragraphs(text, wrapped=40))


@pytest.mark.parametrize(("text", "expected"), [
    ("甲" * 19 + "。\n乙", 1), ("甲" * 18 + "。\n乙", 2), ("甲" * 19 + "：\n乙", 1), ("甲" * 20 + "\n（一）乙", 2), ("甲" * 20 + "\n1.乙", 2), ("甲" * 20 + "\n10、乙", 2),
])  # fmt: skip
def test_sentences_that_end_a_line(text: str, expected: int) -> None:
    """A line that ends with a sentence goes on only if it is full; an item begins a paragraph."""
    assert expected == len(texts.paragraphs(text, wrapped=40))


def test_words_that_were_broken() -> None:
    """Between Latin words of two lines there is a blank, between hanzi none."""
    assert [f"{'甲' * 18}ab cd"] == texts.paragraphs(f"{'甲' * 18}ab\ncd", wrapped=40)
    assert [f"{'甲' * 20}乙"] == texts.paragraphs(f"{'甲' * 20}\n乙", wrapped=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（一）主动公开", "### （一）主动公开"), ("（一）主动公开。", "### （一）主动公开"), ("（一）主动公开：", "### （一）主动公开"),
        ("（一）主动公开。公开了3条。", "### （一）主动公开\n\n公开了3条。"),
         ("（一）全年公开，共3条。", "（一）全年公开，共3条。"),
        ("(一)主动公开", "### （一）主动公开"), (f"（一）{'甲' * 30}", f"### （一）{'甲' * 30}"), (f"（一）{'甲' * 31}", f"（一）{'甲' * 31}"),
        (f"（一）{'甲' * 30}。乙", f"### （一）{'甲' * 30}\n\n乙"), (f"（一）{'甲' * 31}。乙", f"（一）{'甲' * 31}。乙"),
        ("（一）甲。乙", "（一）甲。乙"), ("（一）甲乙。丙", "### （一）甲乙\n\n丙"), ("主动公开\n全年公开了三条。", "### 主动公开\n\n全年公开了三条。"),
        ("主动公开\n三条。", "主动公开\n\n三条。"), ("主动公\n全年公开了三条。", "主动公\n\n全年公开了三条。"), (f"{'甲' * 25}\n{'乙' * 26}。", f"### {'甲' * 25}\n\n{'乙' * 26}。"),
        (f"{'甲' * 26}\n{'乙' * 27}。", f"{'甲' * 26}\n\n{'乙' * 27}。"), ("主动公开，\n全年公开了三条。", "主动公开，\n\n全年公开了三条。"), ("3年公开\n全年公开了三条。", "3年公开\n\n全年公开了三条。"),
        ("图1公开渠道\n全年公开了三条信息。", "图1公开渠道\n\n全年公开了三条信息。"), ("主动公开", "主动公开"),
    ],
)  # fmt: skip
def test_headings(text: str, expected: str) -> None:
    """What is short behind a number in brackets is a heading, and so is a short line before a longer one."""
    assert expected == texts.markdown(text)


def test_no_headings_in_lines_that_were_broken() -> None:
    """In a text whose lines were broken a short line is the end of a paragraph."""
    assert "主动公开\n\n全年公开了三条。" == texts.markdown("主动公开\n全年公开了三条。", wrapped=40)
    assert None is texts.markdown(" \n", wrapped=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- 甲", r"\- 甲"), ("+ 甲", r"\+ 甲"), ("# 甲", r"\# 甲"), ("> 甲", r"\> 甲"), ("1. 甲", r"1\. 甲"), ("1) 甲", r"1\) 甲"), ("= 甲", r"\= 甲"), ("1.5", r"1\.5"),
        ("a*b_c`d[e]<f\\", r"a\*b\_c\`d\[e\]\<f\\"), ("~甲~~乙", r"~甲\~~乙"), ("{{ x }}", r"\{\{ x }}"), ("{% x", r"\{\% x"), ("{# x", r"\{\# x"), ("{ x }", "{ x }"),
    ],
)  # fmt: skip
def test_escape(text: str, expected: str) -> None:
    """What Markdown or a placeholder would take for a mark is escaped, and nothing else."""
    assert expected == texts.escape(text)
