r"""Placeholders in texts: ``{{ requests.new.total }}`` is filled in from the figures.

A text is data, never code: only ``{{ … }}`` is filled in, see :mod:`gongkai.prose.expression`. ``{% … %}`` and ``{# …
#}`` are refused; a backslash before the brace (``\{{``, Markdown's own escape) prints it literally.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.prose.expression import LONGEST, ExpressionError, ExpressionSyntaxError, evaluate
from gongkai.returns import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongkai.prose.expression import Value
    from gongkai.returns import Return

LONGEST_TEXT = 1_000_000
"""Maximum number of characters of a text, before and after filling in; the longest published one has about 20,000."""
MOST_PLACEHOLDERS = 10_000
"""Maximum number of placeholders in a text."""

_MARK = re.compile(r"\\[\\{]|\{[{%#]")
"""An escaped backslash or brace, or the start of a placeholder, statement or comment."""
_WIDE = re.compile(r"[。，．、：；（）｛｝｜％“”‘’＋－＊／　]")
"""Full-width characters typed with a Chinese input method where a placeholder needs ASCII."""
_WIDE_BRACES = re.compile(r"[｛｝]")
_LONGEST_SHOWN = 60
_RIGHT = "请写成“{{ requests.new.total }}”这样"
_LITERAL = "要把花括号原样印出来的，请在它前面写反斜杠：“\\{”。"


class ProseError(InputError):
    """A placeholder cannot be filled in: file, line, placeholder and what to do.

    Attributes:
        path: Key path of the text (``sections.other``, ``sections.overview.summary``).
        where: ``file:line``, where known.
        problem: What is wrong and what to do, without the location.
    """

    def __init__(self, message: str, path: str = "sections", where: str | None = None, problem: str = "") -> None:
        """Store the parts of the message."""
        super().__init__(message)
        self.path, self.where, self.problem = path, where, problem or message


def fill(text: str, names: Mapping[str, Callable[[tuple[str, ...]], Value]], record: Return, path: str) -> str:
    """Fill in the placeholders of a text.

    Args:
        text: Markdown with placeholders.
        names: See :func:`~gongkai.prose.names.namespace`.
        record: The return, for file and line.
        path: Key path of the text in the year's file.

    Raises:
        ProseError: With file, line, and what to do.
    """
    if len(text) > LONGEST_TEXT:
        raise _error(record, path, 1, f"文字有{len(text)}字，超过了{LONGEST_TEXT}字；请分开写。")
    if "{" not in text:
        return text
    found: list[str] = []
    done = length = count = 0
    for match in _MARK.finditer(text):
        start = match.start()
        if start < done or match[0][0] == "\\":
            continue
        try:
            value, end = _filled(text, start, names)
        except ExpressionError as error:
            raise _error(record, path, text.count("\n", 0, start) + 1, str(error)) from None
        found += (text[done:start], value)
        length += start - done + len(value)
        count += 1
        done = end
        if length > LONGEST_TEXT or count > MOST_PLACEHOLDERS:
            problem = f"占位符太多，或填好以后的文字太长（上限{MOST_PLACEHOLDERS}个、{LONGEST_TEXT}字）；请分开写。"
            raise _error(record, path, text.count("\n", 0, start) + 1, problem)
    return "".join((*found, text[done:]))


def _filled(text: str, start: int, names: Mapping[str, Callable[[tuple[str, ...]], Value]]) -> tuple[str, int]:
    """The value of the placeholder that starts at ``start``, and its end position.

    Raises:
        ExpressionError: It is refused or has no value; the message quotes it.
    """
    window = text[start : start + LONGEST + 5].partition("\n")[0]
    close = {"{{": "}}", "{%": "%}", "{#": "#}"}[window[:2]]
    inside, closed, _ = window[2:].partition(close)
    piece = window[:2] + inside + closed
    shown = f"“{piece if len(piece) <= _LONGEST_SHOWN else piece[:_LONGEST_SHOWN] + '…'}”"
    problem = ""
    if close == "%}":
        problem = f"语句{shown}写法不对：文字里不能写语句，只能用填数字的占位符；{_RIGHT}。{_LITERAL}"
    elif close == "#}":
        problem = f"说明{shown}写法不对：文字里不能写说明，请写在YAML的“#”后面。{_LITERAL}"
    elif not closed and (wide := _WIDE_BRACES.search(piece)):
        problem = _full_width(shown, wide[0])
    elif not closed:
        limit = f"，也可能超过了{LONGEST}个字符" if len(window) > LONGEST else ""
        problem = f"占位符{shown}写法不对：花括号没有成对{limit}；{_RIGHT}，前后各两个花括号。{_LITERAL}"
    if problem:
        raise ExpressionError(problem)
    try:
        return evaluate(inside, names), start + len(piece)
    except ExpressionSyntaxError:
        wide = _WIDE.search(piece)
        problem = f"占位符{shown}写法不对；{_RIGHT}：只有名称和点，名称之间没有空格。"
        raise ExpressionError(_full_width(shown, wide[0]) if wide else problem) from None
    except ExpressionError as error:
        problem = f"占位符{shown}：{error}"
        raise ExpressionError(problem) from None


def _full_width(shown: str, sign: str) -> str:
    return f"占位符{shown}写法不对：里面的“{sign}”是中文（全角）符号；请改用英文（半角）符号。"


def _error(record: Return, path: str, line: int, problem: str) -> ProseError:
    where = source_location(record, path, line)
    message = f"{where or path}：{record.agency.name}{record.year}年，“{path}”：{problem}"
    return ProseError(message, path, where, problem)


def source_location(record: Return, path: str, line: int = 1) -> str | None:
    """``file:line`` of a line, from 1, of the text at a key path, or of a passage's ``text`` below that key."""
    key = f"{path}.text" if f"{path}.text" in record.source.lines else path
    return record.source.where(key, line)
