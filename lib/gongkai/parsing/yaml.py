"""YAML with line numbers; numbers are exact, duplicate keys are refused."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from gongkai import limits
from gongkai.parsing import slips
from gongkai.parsing.compose import Node, compose
from gongkai.parsing.errors import Problem, ReturnError

if TYPE_CHECKING:
    from pathlib import Path

    from ruamel.yaml.nodes import ScalarNode

_TAG = "tag:yaml.org,2002:"

_INTEGER = f"{_TAG}int"
_DIGITS = re.compile(r"[0-9]{1,18}")

_WORK = "\n,:[{-?&*!"
"""What costs the parser time, whatever it means in its place."""

_ESCAPED = re.compile(r"\\[uU]")


def read(path: Path, name: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Read a YAML mapping and the line of every key.

    Args:
        path: The file.
        name: Its name in messages.

    Returns:
        The data (floats as :class:`~decimal.Decimal`, dates as :class:`datetime.date`), and the lines from 1 by
        dotted key path; items of a list count from 0. For a text written as a literal block (``|``), its path
        followed by ``|`` gives the first line of the text; for a list on a line in which commas may group thousands
        (``[1,234, 5]``), its path followed by ``,`` that line.

    Raises:
        ReturnError: The file does not exist, is not UTF-8 or not a YAML mapping, or has a duplicate key.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limits.YAML_BYTES + 1)
        if len(data) > limits.YAML_BYTES:
            raise _too_large(name)
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise ReturnError([Problem(name, None, "", "没有这个文件。")]) from None
    except UnicodeDecodeError as error:
        message = f"第{error.start + 1}个字节起不是UTF-8编码；请在编辑器中另存为UTF-8。"
        raise ReturnError([Problem(name, None, "", message)]) from None
    return parse(text, name)


def parse(text: str, name: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Like :func:`read`, from text."""
    if len(text) > limits.YAML_BYTES or sum(map(text.count, _WORK)) > limits.YAML_MARKS:
        raise _too_large(name)
    try:
        node = compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        slip = slips.near(text, {at.line + 1 for at in (error.problem_mark, error.context_mark) if at})
        slip = slip or _unclosed(text, error) or slips.brackets(error, text)
        if slip is not None:
            line, message = slip
        else:
            message = "这一行附近不是正确的YAML；请检查缩进（只用空格）、冒号后的空格，以及引号和括号是否成对。"
        raise ReturnError([Problem(name, line, "", message)]) from None
    except RecursionError:
        raise ReturnError([Problem(name, None, "", "嵌套太深；请检查括号是否成对。")]) from None
    except YAMLError as error:
        # A character that YAML does not allow: the error has an offset but no line.
        at = getattr(error, "position", None)
        line = text.count("\n", 0, at) + 1 if at is not None else None
        message = "这一行有看不见的控制字符，不是正确的YAML；请删去后重新输入这一行。"
        raise ReturnError([Problem(name, line, "", message)]) from None
    if node is None:
        return {}, {}
    if node.id != "mapping":
        line = node.start_mark.line + 1
        line, message = slips.near(text, {line}) or (line, "文件应当由“键: 值”组成。")
        raise ReturnError([Problem(name, line, "", message)])
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    _measure(node, name)
    data = _value(node, "", lines, problems, name)
    if _ESCAPED.search(text):
        _encodable(data, "", lines, problems, name)
    if problems:
        raise ReturnError(problems)
    return data, lines


def _unclosed(text: str, error: MarkedYAMLError) -> tuple[int, str] | None:
    """The line and the sentence for a missing quotation mark that explains why a text is not YAML.

    With the mark in its place the parser gets further, or stumbles over another value. It does not where the line belongs to a
    text that may begin with such a mark, nor where a value has several lines: there it stumbles earlier.
    """
    before = _lines_of(error)
    found = slips.unclosed(text, before[0]) if len(text) <= _LARGEST else ()
    for number, sentence, closed in islice(found, _TRIED):
        try:
            compose(closed)
        except MarkedYAMLError as other:
            if _lines_of(other) <= before:
                continue
        except (YAMLError, RecursionError):
            continue
        return number, sentence
    return None


def _lines_of(error: MarkedYAMLError) -> tuple[int, int]:
    """The line, from 1, in which the parser stumbles, and that of what it was reading; 0 if unknown."""
    problem, context = (0 if mark is None else mark.line + 1 for mark in (error.problem_mark, error.context_mark))
    return problem or context, context


_TRIED = 5
"""Lines without a closing quotation mark that are tried."""

_LARGEST = 100_000
"""Characters of a text that is parsed again to try them; a year's file has some 10,000."""


def _too_large(name: str) -> ReturnError:
    return ReturnError([Problem(name, None, "", "文件太大，不像是手工填写的YAML；请检查是不是放错了文件。")])


def _encodable(data: Any, path: str, lines: dict[str, int], problems: list[Problem], name: str) -> None:
    """Report texts that no file can hold: half of a pair of surrogates, written as an escape."""
    if isinstance(data, dict):
        for key, value in data.items():
            _encodable(key, path, lines, problems, name)
            _encodable(value, f"{path}.{key}" if path else key, lines, problems, name)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _encodable(value, f"{path}.{index}", lines, problems, name)
    elif isinstance(data, str) and not limits.is_unicode(data):
        message = "有不完整的字符（\\ud800一类的转义）；请直接写出这个字。"
        problems.append(Problem(name, lines.get(path), path, message))


def _measure(node: Node, name: str) -> None:
    """Refuse what would not end: aliases that repeat one another, or a value that holds itself.

    Raises:
        ReturnError: There are too many values, or they are nested too deep.
    """
    waiting, count = [(node, 1)], 0
    while waiting:
        item, depth = waiting.pop()
        count += 1
        if count > limits.YAML_VALUES or depth > limits.DEPTH:
            message = "值太多或嵌套太深；请检查“&”和“*”（YAML的引用），或者是不是放错了文件。"
            raise ReturnError([Problem(name, item.start_mark.line + 1, "", message)])
        if item.id == "mapping":
            waiting += [(below, depth + 1) for _, below in item.value]
        elif item.id == "sequence":
            waiting += [(below, depth + 1) for below in item.value]


def _value(node: Node, path: str, lines: dict[str, int], problems: list[Problem], name: str) -> Any:
    if node.id == "mapping":
        found: dict[str, Any] = {}
        before: str | None = None
        for key_node, value_node in node.value:
            key = str(key_node.value)
            below = f"{path}.{key}" if path else key
            line = key_node.start_mark.line + 1
            if (slip := slips.in_key(key, before, flow=bool(node.flow_style))) is not None:
                problems.append(Problem(name, line, below, slip))
                continue
            before = value_node.value if value_node.id == "scalar" else None
            if value_node.id == "scalar" and (meant := slips.in_block(line, value_node)) is not None:
                problems.append(Problem(name, meant[0], below, meant[1]))
                continue
            if key in found:
                problems.append(
                    Problem(name, line, below, f"“{below}”写了两次（先在第{lines[below]}行）；请只留一处。")
                )
                continue
            lines[below] = line
            if value_node.id == "scalar" and value_node.style == "|":
                lines[f"{below}|"] = value_node.start_mark.line + 2
            if node.flow_style and value_node.id == "scalar" and (slip := slips.in_pair(value_node)) is not None:
                problems.append(Problem(name, line, below, slip))
            found[key] = _value(value_node, below, lines, problems, name)
        return found
    if node.id == "sequence":
        items = []
        if node.flow_style and slips.grouped([item for item in node.value if item.id == "scalar"]):
            lines[f"{path},"] = node.start_mark.line + 1
        for index, item in enumerate(node.value):
            below = f"{path}.{index}"
            lines[below] = item.start_mark.line + 1
            if item.tag == _INTEGER and _DIGITS.fullmatch(
                item.value
            ):  # most values are, and nothing can be wrong with them
                items.append(int(item.value))
                continue
            if node.flow_style and item.id == "scalar" and (slip := slips.in_item(item)) is not None:
                problems.append(Problem(name, lines[below], below, slip))
            items.append(_value(item, below, lines, problems, name))
        return items
    return _scalar(node)


def _scalar(node: ScalarNode) -> Any:
    tag, text = str(node.tag).removeprefix(_TAG), node.value
    try:
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() in {"true", "yes", "on"}
            case "int":
                base = 0 if text.lower().lstrip("+-").startswith(("0x", "0o")) else 10
                return limits.integer(text.replace("_", ""), base)
            case "float":
                return limits.decimal(text.replace("_", ""))
            case "timestamp":
                return dt.date.fromisoformat(text)
    except ValueError:
        return text
    return text
