"""The same problem in many rows is one problem that names the rows."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.returns.errors import Problem

_MOST_RANGES = 20
"""Maximum number of ranges of rows that a sentence names."""
_VARYING = re.compile(r"\d[\d./年月-]*日?")
"""Numbers and dates in a message: problems that differ in nothing else are the same."""


def merge(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, those of one kind merged into the first of them.

    Problems are of one kind if they concern the same column and their messages differ in nothing but numbers and dates.

    Args:
        problems: Problems of one file.

    Returns:
        One problem of each kind, in the order of the first; its message names the lines of all.
    """
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.path, _VARYING.sub("#", problem.message)), []).append(problem)
    return [_merged(group) for group in groups.values()]


def _merged(group: list[Problem]) -> Problem:
    first, lines = group[0], sorted({problem.line for problem in group if problem.line is not None})
    if len(lines) < 2:
        return first
    return replace(first, message=f"{first.message}这样的共{len(lines)}行：第{ranges(lines)}行。")


def ranges(lines: Sequence[int]) -> str:
    """Line numbers as a sentence names them: ``3至12、15``, 等 after the first twenty ranges.

    Args:
        lines: At least one number, ascending, each once.
    """
    starts = [lines[0], *(later for earlier, later in pairwise(lines) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(lines) if later != earlier + 1), lines[-1]]
    said = [
        str(start) if start == end else f"{start}{'至' if end > start + 1 else '、'}{end}"
        for start, end in zip(starts, ends, strict=True)
    ]
    return "、".join(said[:_MOST_RANGES]) + ("等" if len(said) > _MOST_RANGES else "")
