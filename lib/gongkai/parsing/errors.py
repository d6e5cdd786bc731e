"""Errors of input files: file, line, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gongkai import limits

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of an input file.

    Attributes:
        file: The file as given.
        line: Line, counted from 1, if known.
        path: Key or cell.
        message: A Chinese sentence: what is wrong and what to do.
    """

    file: str
    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        """``file:line: message``."""
        at = f"{self.file}:{self.line}" if self.line else self.file
        return f"{at}：{self.message}"


class InputError(ValueError):
    """The input or the call is wrong (exit code 2)."""


class ReturnError(InputError):
    """An input file that cannot be read; carries every :class:`Problem` found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Store the problems; their sentences form the message."""
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[: limits.PROBLEMS]]
        if more := len(self.problems) - len(shown):
            shown.append(f"另有{more}处问题没有列出；请先改正以上各处。")
        super().__init__("\n".join(shown))

    def __reduce__(self) -> tuple[type[ReturnError], tuple[tuple[Problem, ...]]]:
        """Pickle the problems, from which the message is made."""
        return type(self), (self.problems,)


def nearest(word: str, known: Iterable[str]) -> str:
    """``，是不是“…”？`` with the nearest known name, or a full stop."""
    near = get_close_matches(word, list(known), 1, 0.5)
    return f"，是不是“{near[0]}”？" if near else "。"
