"""Style sheets, parsed strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_QUERY = {"whitespace", "ident", "() block"}


def style_rules(css: str) -> Iterator[Any]:
    """Every rule of a style sheet, also those within media queries.

    Raises:
        ValueError: If a rule, media query, selector or declaration is malformed.
    """
    for rule in _good(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
        yield from _within(rule)


def _within(rule: Any) -> Iterator[Any]:
    yield rule
    if rule.type == "at-rule" and rule.lower_at_keyword == "media":
        if not {token.type for token in rule.prelude} <= _IN_QUERY:
            msg = f"not a media query: {tinycss2.serialize(rule.prelude)}"
            raise ValueError(msg)
        for inner in _good(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)):
            yield from _within(inner)
        return
    if rule.type == "qualified-rule" and not tinycss2.serialize(rule.prelude).strip():
        msg = f"no selector: {rule.serialize()}"
        raise ValueError(msg)
    _good(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))


def _good(nodes: list[Any]) -> list[Any]:
    for node in nodes:
        if node.type == "error":
            msg = f"line {node.source_line}: {node.message}"
            raise ValueError(msg)
    return nodes
