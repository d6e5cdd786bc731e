"""Change values in the text of a params file; every other byte (comments, order, spaces, line ends) stays as it is.

The places are the marks of the YAML parser. What cannot be changed safely in place (a value that is repeated by ``&`` and
``*``) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, ScalarNode, SequenceNode

from gongkai.returns.errors import Problem, ReturnError
from gongkai.returns.save import item_lines, scalar, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ruamel.yaml.nodes import Node

_LONG = 60
"""Texts with more characters get lines of their own."""


class Flow(dict[str, Any]):
    """A mapping that is written on one line where it is new."""


@dataclass(frozen=True)
class RowChange:
    """New numbers in a row of a statutory table.

    Attributes:
        columns: Ids of its columns in printed order.
        values: All its numbers as they are to be, by column.
        changed: The columns that change, and ``unit``.
        sparse: Whether the columns that are not written count as 0, so that only the changed ones are written.
    """

    columns: tuple[str, ...]
    values: Mapping[str, Any]
    changed: tuple[str, ...]
    sparse: bool = False

    def written(self) -> Any:
        """The row as data, where it is not in the file yet or is written in another way."""
        if self.sparse and len(self.changed) < len(self.columns):
            return {key: self.values[key] for key in self.changed}
        if "unit" in self.values:
            return {key: self.values[key] for key in (*self.columns, "unit")}
        found = [self.values[key] for key in self.columns]
        return found if len(found) > 1 else found[0]


@dataclass(frozen=True)
class Items:
    """Mappings to add at the end of a list, and the indices of those to remove from it."""

    items: tuple[Mapping[str, Any], ...]
    gone: tuple[int, ...] = ()


@dataclass
class _Splice:
    """The edits of one text.

    Attributes:
        text: The text before.
        orders: By key path, the order of the keys below it; a new key goes behind the last of those before it.
        newline: The line end that the file uses.
        name: The file in messages.
        edits: Start, end and replacement.
    """

    text: str
    orders: Mapping[tuple[str, ...], Sequence[str]]
    newline: str
    name: str
    shared: frozenset[int] = frozenset()
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def mapping(self, node: MappingNode, wanted: Mapping[str, Any], path: tuple[str, ...]) -> None:
        """Set keys of a mapping, which may be new ones."""
        self.check(node)
        there = {str(key.value): (key, value) for key, value in node.value}
        order = [*self.orders.get(path, ()), *there, *wanted]
        for key in sorted(wanted, key=order.index):
            if key in there:
                self.replace(*there[key], wanted[key], (*path, key), flow=bool(node.flow_style))
        new = {key: wanted[key] for key in sorted(wanted, key=order.index) if key not in there}
        if node.flow_style and new:
            body = scalar({key: _plain(value) for key, value in new.items()})[1:-1]
            at = node.end_mark.index - 1
            self.edits.append((at, at, f", {body}" if node.value else body))
            return
        for key, value in new.items():
            before = [item for item in there if item in order and order.index(item) < order.index(key)]
            first = node.value[0][0].start_mark
            at = (
                self.behind_comments(self.line_after(self.last(*there[max(before, key=order.index)])), first.column)
                if before
                else first.index - first.column
            )
            lines = list(_lines(key, value, first.column))
            gap = [""] if not path and isinstance(value, (dict, Items)) and not isinstance(value, Flow) else []
            self.edits.append((at, at, self.joined([*gap, *lines])))

    def replace(self, key: Node, node: Node, value: Any, path: tuple[str, ...], *, flow: bool) -> None:
        """Set the value of a key."""
        self.check(node)
        column = key.start_mark.column
        if isinstance(value, RowChange):
            if isinstance(node, SequenceNode) and "unit" not in value.changed:
                for name in value.changed:
                    self.put(key, node.value[value.columns.index(name)], scalar(value.values[name]))
            elif isinstance(node, MappingNode):
                self.mapping(node, {name: value.values[name] for name in value.changed}, path)
            else:
                self.put(key, node, scalar(value.written()))
        elif isinstance(value, Items):
            self.append(key, node, value, flow=flow)
        elif isinstance(value, dict) and isinstance(node, MappingNode):
            if node.flow_style and not flow and any(_is_long(item) for item in value.values()):
                old = {str(k.value): self.text[slice(*self.span(v, k))] for k, v in node.value}
                self.block(key, node, [f"{k}: {v}" for k, v in old.items() if k not in value], value, column)
            else:
                self.mapping(node, value, path)
        elif isinstance(value, dict) and not flow and not isinstance(value, Flow):
            self.block(key, node, [], value, column)
        elif isinstance(value, str) and _is_long(value) and not flow:
            first, *rest = text_lines("x", value, column)
            self.lines(key, node, first.strip().removeprefix("x: "), rest)
        else:
            self.put(key, node, scalar(_plain(value)))

    def append(self, key: Node, node: Node, value: Items, *, flow: bool) -> None:
        """Add items to a list, and remove others."""
        if value.gone and isinstance(node, SequenceNode) and self.remove(key, node, value):
            return
        if isinstance(node, SequenceNode) and node.value and not node.flow_style:
            at = self.line_after(self.end(node))
            dash = node.start_mark.column
            self.edits.append((at, at, self.joined(_items(value, dash))))
        elif isinstance(node, SequenceNode) and (node.value or flow):
            at = node.end_mark.index - 1
            body = ", ".join(scalar(item) for item in value.items)
            self.edits.append((at, at, f", {body}" if node.value else body))
        else:
            self.lines(key, node, "", list(_items(value, key.start_mark.column + 2)))

    def remove(self, key: Node, node: SequenceNode, value: Items) -> bool:
        """Remove items from a list; returns whether what is to be added is written too."""
        left = [item for index, item in enumerate(node.value) if index not in value.gone]
        if node.flow_style:
            texts = [self.text[item.start_mark.index : self.end(item)] for item in left]
            self.put(key, node, f"[{', '.join([*texts, *map(scalar, value.items)])}]")
            return True
        if not left:
            lines = list(_items(value, key.start_mark.column + 2))
            self.lines(key, node, "" if lines else "[]", lines)
            return True
        for index in value.gone:
            item = node.value[index]
            first = item.start_mark
            self.edits.append((first.index - first.column, self.line_after(self.end(item)), ""))
        return not value.items

    def block(self, key: Node, node: Node, old: list[str], value: Mapping[str, Any], column: int) -> None:
        """Put a block mapping in the place of a value."""
        lines = [f"{' ' * (column + 2)}{line}" for line in old]
        for name, item in value.items():
            lines += _lines(name, item, column + 2)
        self.lines(key, node, "", lines)

    def lines(self, key: Node, node: Node, head: str, lines: list[str]) -> None:
        """Put lines in the place of a value, ``head`` behind the key; a comment on the line of the key stays there."""
        start = self.behind(key)
        first = self.text[start : self.line_end(start)]
        end = self.span(node, key)[1]
        if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
            remark = first.lstrip().lstrip("|>+-0123456789")
        elif not isinstance(node, CollectionNode) or node.flow_style:
            end, remark = self.line_end(end), self.text[end : self.line_end(end)]
        else:
            end, remark = self.line_end(end), first
        said = f"{' ' if head else ''}{head}{remark.rstrip()}"
        self.edits.append((start, end, self.newline.join([said, *lines])))

    def put(self, key: Node, node: Node, text: str) -> None:
        """Put a value of one line in the place of another."""
        start, end = self.span(node, key)
        self.edits.append((start, end, f" {text}" if self.text[start - 1] == ":" else text))

    def check(self, node: Node) -> None:
        """Refuse a value that is written in one place and used in several.

        Raises:
            ReturnError: It is.
        """
        if id(node) in self.shared:
            message = "这里用了YAML的引用（“&”和“*”），不能自动改；请先写成普通的值。"
            raise ReturnError([Problem(self.name, node.start_mark.line + 1, "", message)])

    def behind(self, key: Node) -> int:
        """Behind the colon of a key."""
        return self.text.index(":", key.end_mark.index) + 1

    def span(self, node: Node, key: Node) -> tuple[int, int]:
        """Where the value of a key is located, without the white space behind it; an empty one is behind the colon."""
        start, end = int(node.start_mark.index), self.end(node)
        if start >= end and isinstance(node, ScalarNode):
            return self.behind(key), self.behind(key)
        return start, end

    def end(self, node: Node) -> int:
        """Where a value ends; a block has what follows it, up to the next value, after its end."""
        if isinstance(node, ScalarNode):
            if node.style in {"|", ">"}:
                return len(self.text[: node.end_mark.index].rstrip())
            return int(node.end_mark.index)
        if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self.last(*last) if isinstance(node, MappingNode) else self.end(last)

    def last(self, key: Node, node: Node) -> int:
        """Where the value of a key ends, with what is below it."""
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            return self.last(*node.value[-1])
        return self.span(node, key)[1]

    def line_end(self, at: int) -> int:
        """End of the line, before its line break."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - (self.text[end - 1 : end] == "\r")

    def line_after(self, at: int) -> int:
        """Start of the next line."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def behind_comments(self, at: int, column: int) -> int:
        """Behind comment lines that are further in than a column: they are about the value above."""
        found = re.compile(rf"(?:[ \t]{{{column + 1},}}#[^\n]*\n)*").match(self.text, at)
        return found.end() if found else at

    def joined(self, lines: Sequence[str] | Iterator[str]) -> str:
        return "".join(f"{line}{self.newline}" for line in lines)


def splice(text: str, wanted: Mapping[str, Any], orders: Mapping[tuple[str, ...], Sequence[str]], name: str) -> str:
    """The text of a params file with other values.

    Args:
        text: A YAML mapping that was read without problems before.
        wanted: The new values, nested by key: mappings go into what is there; :class:`RowChange`, :class:`Items`.
        orders: See ``_Splice``.
        name: The file in messages.

    Raises:
        ReturnError: A value cannot be changed in place.
    """
    if not wanted:
        return text
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    newline = "\r\n" if "\r\n" in body else "\n"
    if body and not body.endswith("\n"):
        body += newline
    node = YAML(typ="safe", pure=True).compose(body)
    work = _Splice(body, orders, newline, name)
    if node is None:
        lines = [line for key, value in wanted.items() for line in _lines(key, value, 0)]
        return mark + body + work.joined(lines)
    work.shared = frozenset(_shared(node))
    work.mapping(node, wanted, ())
    # Insertions at one place stay in the order in which they were asked for.
    for start, end, new in sorted(work.edits, key=lambda edit: edit[0])[::-1]:
        body = body[:start] + new + body[end:]
    return mark + body


def _shared(node: Node) -> Iterator[int]:
    """Values that are used more than once."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            yield id(item)
            continue
        seen.add(id(item))
        if isinstance(item, MappingNode):
            waiting += [value for _, value in item.value]
        elif isinstance(item, SequenceNode):
            waiting += item.value


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and ("\n" in value or len(value) > _LONG)


def _plain(value: Any) -> Any:
    """A new value as data that fits on one line."""
    if isinstance(value, RowChange):
        return value.written()
    if isinstance(value, Items):
        return list(value.items)
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _lines(key: str, value: Any, column: int) -> Iterator[str]:
    """A new key with its value as lines of a block."""
    margin = " " * column
    if isinstance(value, dict) and not isinstance(value, Flow) and value:
        yield f"{margin}{scalar(key)}:"
        for below, item in value.items():
            yield from _lines(below, item, column + 2)
    elif isinstance(value, Items):
        yield f"{margin}{scalar(key)}:"
        yield from _items(value, column + 2)
    elif _is_long(value):
        yield from text_lines(scalar(key), value, column)
    else:
        yield f"{margin}{scalar(key)}: {scalar(_plain(value))}"


def _items(value: Items, column: int) -> Iterator[str]:
    """Items of a list: a :class:`Flow` on one line, any other key by key."""
    for item in value.items:
        if isinstance(item, Flow):
            yield f"{' ' * column}- {scalar(item)}"
        else:
            yield from item_lines(item, column)
