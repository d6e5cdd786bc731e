"""What is wrong with a placeholder, as a Chinese sentence: Jinja's own words are English and for programmers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from gongkai.returns import Agency, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

_PIECE = re.compile(r"\{[{%#].*?(?:[}%#]\}|$)")
_WIDE = re.compile(r"[。，．、：；（）｛｝｜％“”‘’＋－＊／　]")
"""Signs that a Chinese keyboard types where a placeholder needs those of an English one."""
_WIDE_BRACES = re.compile(r"[｛｝]")
_LONGEST = 60
_RIGHT = "请写成“{{ requests.new.total }}”这样"


def syntax(error: TemplateSyntaxError, text: str, environment: Environment) -> str:
    """A text that is no template.

    Args:
        error: What Jinja raised.
        text: The text.
        environment: What it was read with.
    """
    pieces = _pieces(text, error.lineno)
    piece = next((item for item in pieces if not _reads(item, environment)), pieces[0] if pieces else "")
    shown = f"“{piece[:_LONGEST]}”" if piece else ""
    missing = re.match(r"No (filter|test) named '([^']*)'", error.message or "")
    if missing and missing[1] == "filter":
        known = [name for name in environment.filters if name in {"growth", "wan"}]
        near = nearest(missing[2], known)
        return f"占位符{shown}里没有“{missing[2]}”这个算法{near}可以用growth（比上年增减）和wan（以万计）。"
    closed = piece.endswith(("}}", "%}", "#}"))
    # What is not closed reaches to the end of its line, and takes in what is no part of it.
    if wide := (_WIDE if closed else _WIDE_BRACES).search(piece):
        return f"占位符{shown}写法不对：里面的“{wide[0]}”是中文（全角）符号；请改用英文（半角）符号。"
    if piece.startswith("{%"):
        return f"语句{shown}写法不对：不认识，或没有成对（if配endif）；请改正，只填数字的{_RIGHT}。"
    if not closed:
        return f"占位符{shown}写法不对：花括号没有成对；{_RIGHT}，前后各两个花括号。"
    return f"占位符{shown}写法不对；{_RIGHT}：只有名称和点，名称之间没有空格。"


def value(error: Exception, text: str, line: int, names: Mapping[str, Any]) -> str:
    """A placeholder that leads to no value.

    Args:
        error: What was raised when the text was filled.
        text: The text.
        line: The line of it, from 1.
        names: The names that a text may use.
    """
    if isinstance(error, UndefinedError):
        return _undefined(str(error), names)
    pieces = _pieces(text, line)
    shown = f"“{pieces[0][:_LONGEST]}”" if len(pieces) == 1 else ""
    if isinstance(error, SecurityError):
        return f"占位符{shown}里不能用下划线开头的名称；请改正。"
    if isinstance(error, ArithmeticError):
        return f"占位符{shown}算不出来：除数是0，或数太大；请改写这句话。"
    if "growth" in shown or "wan" in shown:
        return (
            f"占位符{shown}算不出来；请写成“{{{{ requests.new.total | growth(previous.requests.new.total) }}}}”"
            "或“{{ facts.代号 | wan }}”这样。"
        )
    return f"占位符{shown}算不出来；请检查里面的名称和运算。"


def _undefined(message: str, names: Mapping[str, Any]) -> str:
    """A name that is not there, and the nearest that is."""
    below = re.match(r"'(.+) object' has no attribute '(.+)'", message)
    if below is None:
        name = message.split("'")[1] if "'" in message else message
        if name == "previous":
            return "没有上一年的数据，不能用previous；请先用 gongkai import 读入上年的报告，或改写这句话。"
        return f"占位符里的“{name}”没有定义{nearest(name, names)}"
    owner, name = below.groups()
    if owner == "dict":
        return f"上年（previous）没有“{name}”{nearest(name, names['previous'])}"
    if owner.endswith("Agency"):
        return f"机关（agency）没有“{name}”{nearest(name, Agency.model_fields)}"
    return f"占位符里“.{name}”的前面已经是一个完整的数或文字，后面不能再写；请删去“.{name}”。"


def _pieces(text: str, line: int) -> list[str]:
    """The placeholders of a line; where it has none, those of the nearest line above: an unclosed one ends later."""
    for above in reversed(text.splitlines()[:line]):
        if found := [match[0] for match in _PIECE.finditer(above)]:
            return found
    return []


def _reads(piece: str, environment: Environment) -> bool:
    try:
        environment.compile(piece)
    except TemplateSyntaxError:
        return False
    return True
