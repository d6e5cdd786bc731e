"""The language of placeholders: names, numbers, arithmetic and four filters, and nothing else.

Jinja's parser reads an expression; nothing is ever compiled or executed. This module walks the tree and refuses every
kind of node not listed below, and everything that is too long, deep or large::

    requests.new.total                                      a name with dots
    facts.website + facts.wechat - 1                        + - * / and parentheses, between numbers
    requests.new.total | growth(previous.requests.new.total)    增长50.0%, 下降25.0%, 持平; growth(before, digits)
    requests.granted.total | percent(requests.total.total)  43.7%, the share of a whole; percent(whole, digits)
    facts.spent | wan                                       a number in 万, two decimals; wan(digits)
    (requests.granted.total / requests.total.total * 100) | round(1)    rounded half up; round(digits)

A number of the return is printed as its table prints it, a computed one if it has at most two decimals. Nothing is rounded
unless a filter says so.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateError, nodes
from jinja2.parser import Parser

from gongkai.prose.filters import FILTERS, NUMBERS, USAGE, ExpressionError, ExpressionSyntaxError, Value
from gongkai.returns import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongkai.returns import Number

LONGEST = 200
"""Maximum number of characters of an expression."""
LARGEST = 10**18
"""Upper bound of numbers in a placeholder, given or computed; the national total of any cell is far below."""
DEEPEST = 8
"""Maximum nesting of parentheses, signs and operations."""
MOST_DECIMALS = 6
"""Maximum number of decimals of a number of the return, and of a filter; amounts in 万元 have up to six."""
MOST_COMPUTED_DECIMALS = 2
"""Maximum number of decimals of a computed number that no filter rounds."""
_LONGEST_TEXT = 500
_MOST_DIGITS = 100
_ARITHMETIC = Context(prec=50, rounding=ROUND_HALF_UP)
_BRACKETS = re.compile(r"[()\[\]{}]")
_MANY_SIGNS = re.compile(rf"(?:[-+]\s*){{{DEEPEST + 1}}}")


def evaluate(expression: str, names: Mapping[str, Callable[[tuple[str, ...]], Value]]) -> str:
    """Evaluate an expression to text.

    Args:
        expression: The text between ``{{`` and ``}}``.
        names: Functions by name; each maps the parts after that name to a value.

    Raises:
        ExpressionSyntaxError: It cannot be parsed.
        ExpressionError: It exceeds the language's limits, contains an unknown name, or has no value.
    """
    tree = _parse(expression)
    try:
        with localcontext(_ARITHMETIC):
            value = _value(tree, names, 0)
    except ArithmeticError:
        raise _too_large() from None
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            msg = f"它代表的文字有{len(value)}字，超过了{_LONGEST_TEXT}字；请直接写在正文里。"
            raise ExpressionError(msg)
        return value
    return _printed(tree, value)


def _printed(tree: nodes.Node, value: Number) -> str:
    """A number as a text prints it.

    Raises:
        ExpressionError: It has more decimals than a text may print.
    """
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    decimals = len(text.partition(".")[2].rstrip("0"))
    match tree:
        case nodes.Filter():
            return text
        case nodes.Name() | nodes.Getattr():
            if decimals > MOST_DECIMALS:
                msg = f"这个数有{decimals}位小数，不能这样印；请改正这个数，或用round写明保留几位，例如“{USAGE['round']}”。"
                raise ExpressionError(msg)
            return text
    if decimals > MOST_COMPUTED_DECIMALS:
        msg = (
            f"算出来的数有{MOST_COMPUTED_DECIMALS}位以上的小数；请用round写明保留几位（“{USAGE['round']}”），"
            f"百分比用percent（“{USAGE['percent']}”）。"
        )
        if isinstance(tree, nodes.BinExpr) and isinstance(tree.right, nodes.Filter):
            msg = f"算出来的数有{MOST_COMPUTED_DECIMALS}位以上的小数；“|”只管它前面的一个数，算式要放在括号里：“{USAGE['round']}”。"
        raise ExpressionError(msg)
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=2048)
def _parse(expression: str) -> nodes.Node:
    if len(expression) > LONGEST:
        msg = f"有{len(expression)}个字符，超过了{LONGEST}个；请拆开写。"
        raise ExpressionError(msg)
    depth = 0
    for bracket in _BRACKETS.findall(expression):
        depth += 1 if bracket in "([{" else -1
        if depth > DEEPEST:
            raise _too_deep()
    if _MANY_SIGNS.search(expression):
        raise _too_deep()
    try:
        parser = Parser(_environment(), expression, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise ExpressionSyntaxError
    except (TemplateError, ValueError, ArithmeticError, RecursionError, MemoryError):
        raise ExpressionSyntaxError from None
    return tree


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The environment that Jinja's parser requires; nothing is compiled with it."""
    return Environment(autoescape=False)  # noqa: S701 - only its lexer is used


def _too_deep() -> ExpressionError:
    return ExpressionError(f"括号或运算套得太深（最多{DEEPEST}层）；请拆开写。")


def _value(node: nodes.Node, names: Mapping[str, Callable[[tuple[str, ...]], Value]], depth: int) -> Value:
    """Evaluate a node; every kind of node of the language has a case here."""
    if depth > 2 * DEEPEST:
        raise _too_deep()
    match node:
        case nodes.Const():
            return _constant(node.value)
        case nodes.Name() | nodes.Getattr():
            return _named(node, names)
        case nodes.Neg() | nodes.Pos():
            operand = _number(_value(node.node, names, depth + 1))
            return -operand if isinstance(node, nodes.Neg) else operand
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
            left = _number(_value(node.left, names, depth + 1))
            right = _number(_value(node.right, names, depth + 1))
            return _computed(type(node), left, right)
        case nodes.Filter():
            return _filtered(node, names, depth)
    raise _not_allowed(node)


def _not_allowed(node: nodes.Node) -> ExpressionError:
    """The error for a node outside the language."""
    match node:
        case nodes.Call():
            what = "不能调用函数"
        case nodes.Getitem():
            what = "不能用方括号"
        case nodes.Concat() | nodes.List() | nodes.Tuple() | nodes.Dict() | nodes.TemplateData():
            what = "不能拼接或列举"
        case nodes.Compare() | nodes.And() | nodes.Or() | nodes.Not() | nodes.Test() | nodes.CondExpr():
            what = "不能写判断"
        case nodes.Pow() | nodes.FloorDiv() | nodes.Mod():
            what = "只能用加、减、乘、除"
        case _:
            what = "只能有名称、数字和加、减、乘、除"
    return ExpressionError(f"{what}；请写成“{{{{ requests.new.total }}}}”这样，或直接写出文字。")


def _constant(value: Any) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        msg = "不能写文字或真假值；请写成“{{ requests.new.total }}”这样，文字写在花括号外面。"
        raise ExpressionError(msg)
    return _bounded(value if isinstance(value, int) else Decimal(repr(value)))


def _bounded(value: Number) -> Number:
    """The number, if it is within the limits of a report."""
    if not -LARGEST < value < LARGEST or (isinstance(value, Decimal) and _decimals(value) > _MOST_DIGITS):
        raise _too_large()
    return value


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "only finite numbers are compared with LARGEST"
    return -exponent


def _too_large() -> ExpressionError:
    return ExpressionError("里面的数太大，或小数位数太多；请核对。")


def _number(value: Value) -> Number:
    if isinstance(value, str):
        msg = "算不出来：文字不能参加运算；请检查里面的名称和运算。"
        raise ExpressionError(msg)
    return value


def _computed(operation: type[nodes.BinExpr], left: Number, right: Number) -> Number:
    if operation is nodes.Add:
        return _bounded(left + right)
    if operation is nodes.Sub:
        return _bounded(left - right)
    if operation is nodes.Mul:
        return _bounded(left * right)
    if right == 0:
        msg = "算不出来：除数是0；请改写这句话。"
        raise ExpressionError(msg)
    found = Decimal(left) / Decimal(right)
    return _bounded(int(found) if found == found.to_integral_value() else found)


def _named(node: nodes.Node, names: Mapping[str, Callable[[tuple[str, ...]], Value]]) -> Value:
    """The value of a dotted name; no object's attributes are ever accessed."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    if not isinstance(node, nodes.Name):
        if any(part.startswith("_") for part in parts):
            raise ExpressionError("不能用下划线开头的名称；请改正。")
        raise _not_allowed(node if not isinstance(node, nodes.Const) else nodes.Const(None))
    parts.append(node.name)
    parts.reverse()
    if any(part.startswith("_") for part in parts):
        raise ExpressionError("不能用下划线开头的名称；请改正。")
    resolve = names.get(parts[0])
    if resolve is None:
        if parts[0] == "previous":
            msg = "没有上一年的数据，不能用previous；请先用 gongkai import 读入上年的报告，或改写这句话。"
            raise ExpressionError(msg)
        msg = f"“{parts[0]}”没有定义{nearest(parts[0], names)}"
        raise ExpressionError(msg)
    value = resolve(tuple(parts[1:]))
    return value if isinstance(value, str) else _bounded(value)


def _filtered(node: nodes.Filter, names: Mapping[str, Callable[[tuple[str, ...]], Value]], depth: int) -> Value:
    name = node.name
    if name not in FILTERS:
        msg = f"没有“{name}”这个算法{nearest(name, FILTERS)}可以用growth（比上年增减）、percent（占比）、wan（以万计）和round（保留几位小数）。"
        raise ExpressionError(msg)
    wrong = ExpressionError(f"算不出来；请写成“{USAGE[name]}”这样。")
    if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise wrong
    value = _number(_value(node.node, names, depth + 1))
    given = [_number(_value(argument, names, depth + 1)) for argument in node.args]
    named = {item.key: _number(_value(item.value, names, depth + 1)) for item in node.kwargs}
    numbers = NUMBERS[name]
    if (
        named.keys() - {"digits"}
        or len(named) != len(node.kwargs)
        or not numbers <= len(given) <= numbers + 1 - len(named)
    ):
        raise wrong
    digits = [*given[numbers:], *named.values()]
    if any(not isinstance(item, int) or not 0 <= item <= MOST_DECIMALS for item in digits):
        msg = f"小数位数只能是0到{MOST_DECIMALS}；请改正。"
        raise ExpressionError(msg)
    return FILTERS[name](value, *given[:numbers], *digits)
