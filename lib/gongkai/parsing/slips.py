"""Slips of the pen in YAML, named as what they are: full-width punctuation, thousands separators, tabs, a bracket too few."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.nodes import ScalarNode

_KEY = r"[A-Za-z_][A-Za-z0-9_.-]*"
_WIDE_COLON = re.compile(rf"^\s*(?:- )?[\"']?({_KEY})[\"']?\s*：|[{{,，]\s*({_KEY})\s*：")
_WIDE_COMMA = re.compile(r"[\[{][^\]}\"'“”]*，")
_NO_SPACE = re.compile(rf"^\s*(?:- )?({_KEY}):(?![\s/])\S")
_TAB = re.compile(r"^ *\t")
_WIDE_SPACE = re.compile(r"^ *\u3000")
_QUOTED = re.compile(rf"^\s*(?:- +)?(?:{_KEY}: +)?([\"'])(.*)")
_NUMBERS = re.compile(r"-?\d[\d.]*(?:\s*，\s*-?\d[\d.]*)+")
_PAIRS = re.compile(rf"，\s*{_KEY}\s*[:：]")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WIDE_DIGITS = re.compile(r"[-－]?[０-９][０-９．.，]*")
_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s*([\u4e00-\u9fff]{1,3})")

COMMA = "“，”是中文（全角）逗号；请改成英文（半角）逗号“,”，后面加一个空格。"


INDENT = "这一行用中文（全角）空格缩进；请改用英文（半角）空格。"


def colon(key: str) -> str:
    """The sentence for a full-width colon behind a key."""
    return f"“{key}”后面的“：”是中文（全角）冒号；请改成英文（半角）冒号，后面加一个空格，写成“{key}: ”。"


def near(text: str, lines: Iterable[int]) -> tuple[int, str] | None:
    """The line and the sentence for a slip that explains why a text is not YAML; ``None`` if none is found.

    Args:
        text: The text of the file.
        lines: Lines, from 1, that the parser names; it stumbles in the line of a slip or in the next one.
    """
    every = text.split("\n")
    for number in sorted({line - back for line in lines for back in (0, 1) if 0 < line - back <= len(every)}):
        line = every[number - 1][:_LONGEST].partition(" #")[0]
        if match := _WIDE_COLON.search(line):
            return number, colon(match[1] or match[2])
        if _WIDE_COMMA.search(line):
            return number, f"这一行括号里的{COMMA}"
        if _TAB.match(line):
            return number, "这一行用制表符（Tab）缩进；请改用空格。"
        if _WIDE_SPACE.match(line):
            return number, INDENT
        if match := _NO_SPACE.match(line):
            return number, f"“{match[1]}:”的冒号后面没有空格；请加一个空格，写成“{match[1]}: ”。"
    return None


_BRACKETS = {"while parsing a flow sequence": "[]", "while parsing a flow mapping": "{}"}
"""What the parser says that it was reading, and the pair around it."""

_FOUND = re.compile(r"but found '([],}])'$")


_ENTRY = re.compile(rf"\s*(?:- +)?[\"']?{_KEY}[\"']?\s*:(?:\s|$)")


def brackets(error: MarkedYAMLError, text: str) -> tuple[int, str] | None:
    """The line and the sentence for brackets that are not in pairs, hold nothing between two commas, or two values without one; ``None`` if neither.

    A parser stumbles below an opening bracket that is not closed, as a list may go on there.
    """
    problem, context = error.problem or "", error.context or ""
    if (pair := _BRACKETS.get(context)) and problem.startswith("expected ',' or") and error.context_mark:
        line = error.context_mark.line
        closes = problem.endswith(("']'", "'}'", "'<stream end>'"))
        if error.problem_mark is not None and not closes:
            at, lines = error.problem_mark.line, text.split("\n")
            if at == line:
                return line + 1, "这一行有两个值之间缺逗号；请补上（半角的“,”）。"
            # A list over several lines: a line that is no key goes on with it.
            if at < len(lines) and lines[line].rstrip().endswith("[") and not _ENTRY.match(lines[at][:_LONGEST]):
                before = next(number for number in range(at - 1, line - 1, -1) if lines[number].strip())
                return before + 1, "这一行末尾缺逗号；请补上（半角的“,”）。"
        return (
            line + 1,
            f"这一行的“{pair[0]}”没有用“{pair[1]}”结束；请在末尾补上“{pair[1]}”，或改正写错的括号。",
        )
    if error.problem_mark is None or not (match := _FOUND.search(problem)):
        return None
    line, found = error.problem_mark.line + 1, match[1]
    if found == ",":
        return line, "这一行有一个逗号前面没有值；空着的写null，多打的逗号请删去。"
    return line, f"这一行的“{found}”前面没有与它配对的括号；请删去，或补上前面的一个。"


def unclosed(text: str, until: int) -> Iterator[tuple[int, str, str]]:
    """The lines whose value begins with a quotation mark that they do not close, with the sentence and the text with it closed.

    A parser takes all that follows for part of the value and stumbles where the next quotation mark is, or at the end.

    Args:
        text: The text of a file that is not YAML.
        until: The line, from 1, in which the parser stumbles.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[:until], 1):
        if (match := _QUOTED.match(line[:_LONGEST])) and not _closed(match[2], match[1]):
            mark = "双" if match[1] == '"' else "单"
            closed = [*lines[: number - 1], f"{line.rstrip()}{match[1]}", *lines[number:]]
            yield number, f"这一行的{mark}引号只有一个，没有成对；请补上另一个，或删去。", "\n".join(closed)


def _closed(rest: str, mark: str) -> bool:
    """Whether what follows an opening quotation mark has the closing one."""
    escaped = r"\\." if mark == '"' else "''"
    return mark in re.sub(escaped, "", rest)


_LONGEST = 2_000
"""Maximum number of characters of a line that are looked at."""


def in_key(key: str, before: str | None, *, flow: bool) -> str | None:
    """The sentence for a key that comes from a slip.

    Args:
        key: The key.
        before: The value before it on the line, if it is a single one.
        flow: Whether the mapping is written in braces.
    """
    if "：" in key and (match := re.match(rf"({_KEY})\s*：", key)):
        return colon(match[1])
    if key.startswith("\u3000"):
        return INDENT
    if flow and re.fullmatch(r"\d{3}(?:\.\d+)?", key) and before and re.fullmatch(r"-?\d{1,3}", before):
        return f"“{before},{key}”里的逗号是千位分隔号，在这里会把一个数分成两个；请写成{before}{key}。"
    return None


def in_block(key_line: int, node: ScalarNode) -> tuple[int, str] | None:
    """The line and the sentence for a text on a line below its key that was meant as a key: ``new： [1, 2]``."""
    line = node.start_mark.line + 1
    match = re.match(rf"({_KEY})\s*：", node.value) if not node.style and line > key_line else None
    return (line, colon(match[1])) if match else None


def in_pair(node: ScalarNode) -> str | None:
    """The sentence for a value in braces that holds the next key too: ``{label: 会议，unit: 次}``."""
    return f"这里的{COMMA}" if not node.style and _PAIRS.search(node.value[:_LONGEST]) else None


def in_item(node: ScalarNode) -> str | None:
    """The sentence for an item in brackets that is several numbers: ``[1，2，3]``."""
    return f"列表里的{COMMA}" if not node.style and _NUMBERS.fullmatch(node.value[:_LONGEST].strip()) else None


def grouped(items: Sequence[ScalarNode]) -> bool:
    """Whether two numbers of a list may be one with a thousands separator: nothing but a comma is between them."""
    return any(
        first.end_mark.index + 1 == second.start_mark.index
        and re.fullmatch(r"-?\d{1,3}", first.value) is not None
        and re.fullmatch(r"\d{3}(?:\.\d+)?", second.value) is not None
        for first, second in pairwise(items)
    )


def in_number(text: str) -> str | None:
    """What keeps a text from being a number, and what to write instead; ``None`` if it is not a slip."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        return f"里的逗号是千位分隔号；请写成{text.replace(',', '')}。"
    if _WIDE_DIGITS.fullmatch(text):
        plain = text.translate(str.maketrans("０１２３４５６７８９．－", "0123456789.-")).replace("，", "")
        return f"是中文（全角）数字；请写成{plain}。"
    if match := _WITH_UNIT.fullmatch(text):
        return f"里带了单位；请只写数字{match[1]}。"
    return None
