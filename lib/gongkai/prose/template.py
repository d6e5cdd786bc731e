r"""Placeholders in texts: ``{{ requests.new.total }}`` is filled in from the figures.

A text is data, never code: only ``{{ … }}`` is filled in, see :mod:`gongkai.prose.expression`. ``{% … %}`` and ``{# …
#}`` are refused; a backslash before the brace (``\{{``, Markdown's own escape) prints it literally.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.prose.expression import LONGEST, evaluate
from gongkai.prose.filters import ExpressionError, ExpressionSyntaxError
from gongkai.returns import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gongkai.prose.filters import Value
    from gongkai.returns import Return

LONGEST_TEXT = 1_000_000
"""Maximum number of characters of a text, before and after filling in; the longest published one has about 20,000."""
MOST_PLACEHOLDERS = 10_000
"""Maximum number of placeholders in a text."""
MOST_PROBLEMS = 100
"""Maximum number of placeholders reported that cannot be filled in."""

_MARK = re.compile(r"\\[\\{]|\{[{%#]")
"""An escaped backslash or brace, or the start of a placeholder, statement or comment."""
_WIDE = re.compile(r"[。，．、：；（）｛｝｜％“”‘’＋－＊／　]")
"""Full-width characters typed with a Chinese input method where a placeholder needs ASCII."""
_WIDE_BRACES = re.compile(r"[｛｝]")
_LONGEST_SHOWN = 60
_RIGHT = "请写成“{{ requests.new.total }}”这样"
_LITERAL = "要把花括号原样印出来的，请在它前面写反斜杠：“\\{”。"


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """A placeholder that cannot be filled in.

    Attributes:
        path: Key path of the text (``sections.other``, ``sections.overview.summary``).
        where: ``file:line``, where known.
        problem: What is wrong and what to do, without the location.
        message: The same with location, organ and year.
    """

    path: str
    where: str | None
    problem: str
    message: str


class ProseError(InputError):
    """Placeholders that cannot be filled in: file, line, placeholder and what to do.

    Attributes:
        problems: All of them in the order of the texts, at most :data:`MOST_PROBLEMS`.
    """

    def __init__(self, problems: Sequence[TemplateProblem]) -> None:
        """Store the problems; their sentences form the message."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """A line for each problem."""
        return "\n".join(item.message for item in self.problems)


def fill(text: str, names: Mapping[str, Callable[[tuple[str, ...]], Value]], record: Return, path: str) -> str:
    """Fill in the placeholders of a text.

    Args:
        text: Markdown with placeholders.
        names: See :func:`~gongkai.prose.names.namespace`.
        record: The return, for file and line.
        path: Key path of the text in the year's file.

    Raises:
        ProseError: With file, line, and what to do, for each placeholder that cannot be filled in.
    """
    if len(text) > LONGEST_TEXT:
        raise ProseError([_problem(record, path, 1, f"文字有{len(text)}字，超过了{LONGEST_TEXT}字；请分开写。")])
    if "{" not in text:
        return text
    found: list[str] = []
    problems: list[TemplateProblem] = []
    done = length = count = 0
    for match in _MARK.finditer(text):
        start = match.start()
        if start < done or match[0][0] == "\\":
            continue
        piece, closed = _piece(text, start)
        end = start + len(piece) if closed else (text.find("\n", start) + 1 or len(text) + 1) - 1
        try:
            value = _filled(piece, closed=closed, names=names)
        except ExpressionError as error:
            problems.append(_problem(record, path, text.count("\n", 0, start) + 1, str(error)))
            if len(problems) == MOST_PROBLEMS:
                break
            value = ""
        found += (text[done:start], value)
        length += start - done + len(value)
        count += 1
        done = end
        if length > LONGEST_TEXT or count > MOST_PLACEHOLDERS:
            problem = f"占位符太多，或填好以后的文字太长（上限{MOST_PLACEHOLDERS}个、{LONGEST_TEXT}字）；请分开写。"
            problems.append(_problem(record, path, text.count("\n", 0, start) + 1, problem))
            break
    if problems:
        raise ProseError(problems)
    return "".join((*found, text[done:]))


_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}


def _piece(text: str, start: int) -> tuple[str, bool]:
    """The text from ``start`` to the closing braces, or to the end of the line if absent, and whether they are there."""
    window = text[start : start + LONGEST + 5].partition("\n")[0]
    inside, closed, _ = window[2:].partition(_CLOSE[window[:2]])
    return window[:2] + inside + closed, bool(closed)


def _filled(piece: str, *, closed: bool, names: Mapping[str, Callable[[tuple[str, ...]], Value]]) -> str:
    """The value of a placeholder.

    Raises:
        ExpressionError: It is refused or has no value; the message quotes it.
    """
    close = _CLOSE[piece[:2]]
    shown = f"“{piece if len(piece) <= _LONGEST_SHOWN else piece[:_LONGEST_SHOWN] + '…'}”"
    problem = ""
    if close == "%}":
        problem = f"语句{shown}写法不对：文字里不能写语句，只能用填数字的占位符；{_RIGHT}。{_LITERAL}"
    elif close == "#}":
        problem = f"说明{shown}写法不对：文字里不能写说明，请写在YAML的“#”后面。{_LITERAL}"
    elif not closed and (wide := _WIDE_BRACES.search(piece)):
        problem = _full_width(shown, wide[0])
    elif not closed:
        limit = f"，也可能超过了{LONGEST}个字符" if len(piece) > LONGEST else ""
        problem = f"占位符{shown}写法不对：花括号没有成对{limit}；{_RIGHT}，前后各两个花括号。{_LITERAL}"
    if problem:
        raise ExpressionError(problem)
    try:
        return evaluate(piece[2:-2], names)
    except ExpressionSyntaxError:
        wide = _WIDE.search(piece)
        problem = f"占位符{shown}写法不对；{_RIGHT}：只有名称和点，名称之间没有空格。"
        raise ExpressionError(_full_width(shown, wide[0]) if wide else problem) from None
    except ExpressionError as error:
        problem = f"占位符{shown}：{error}"
        raise ExpressionError(problem) from None


def _full_width(shown: str, sign: str) -> str:
    return f"占位符{shown}写法不对：里面的“{sign}”是中文（全角）符号；请改用英文（半角）符号。"


def _problem(record: Return, path: str, line: int, problem: str) -> TemplateProblem:
    where = source_location(record, path, line)
    message = f"{where or path}：{record.agency.name}{record.year}年，“{path}”：{problem}"
    return TemplateProblem(path, where, problem, message)


def source_location(record: Return, path: str, line: int = 1) -> str | None:
    """``file:line`` of a line, from 1, of the text at a key path, or of a passage's ``text`` below that key."""
    key = f"{path}.text" if f"{path}.text" in record.source.lines else path
    return record.source.where(key, line)
