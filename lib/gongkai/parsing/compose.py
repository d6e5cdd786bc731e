"""YAML text to nodes: by libyaml where it is there and the text is in order, else by ruamel.yaml, which can say what is wrong.

libyaml takes a tenth of the time. Both use the rules of YAML 1.2 for what a plain scalar is, those of ruamel.yaml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

Node = Any
"""A node of either library, which have no class in common."""

_UNLIKE = re.compile(r"[\t&]|!(?!\[)|\S +!\[|[\[{,]!\[|^%", re.MULTILINE)
"""What the two do not read alike in every place: tabs, anchors, tags (a picture ``![](…)`` on its line is none), directives."""

_NESTABLE = "[{-?"
"""What may begin a nested value."""

_SHORT = 16
"""Longest scalars whose tags are remembered: numbers mostly."""

_MOST = 4_000
"""More of these, and ruamel.yaml reads the text: libyaml's composer recurses without a limit."""


def compose(text: str) -> Node:
    """The root node of a document; ``None`` if it is empty.

    Its nodes have the attributes ``id`` (``scalar``, ``sequence``, ``mapping``), ``tag``, ``value``, ``start_mark``,
    ``end_mark``, and ``style`` (false for a plain scalar) or ``flow_style``.

    Raises:
        YAMLError: The text is not YAML, as ruamel.yaml says it.
        RecursionError: It is nested too deep.
    """
    if not _UNLIKE.search(text) and sum(map(text.count, _NESTABLE)) <= _MOST and (fast := _fast()) is not None:
        loader, error = fast
        try:
            found = loader(text).get_single_node()
        except (error, ValueError):
            pass  # ruamel.yaml finds it too, and names the place
        else:
            return found
    from ruamel.yaml import YAML

    return YAML(typ="safe").compose(text)


@cache
def _fast() -> tuple[Any, type[Exception]] | None:
    """The composer of libyaml and its error; ``None`` where PyYAML was built without libyaml."""
    try:
        from yaml import YAMLError
        from yaml.cyaml import CParser
    except ImportError:
        return None
    from ruamel.yaml.resolver import implicit_resolvers
    from yaml.nodes import ScalarNode
    from yaml.resolver import BaseResolver

    class Composer(CParser, BaseResolver):  # type: ignore[misc]  # PyYAML has no types
        """The parser, with the plain scalars of YAML 1.2."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            BaseResolver.__init__(self)

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            """The tag of a node; that of a number is looked up once."""
            if kind is ScalarNode and implicit[0] and len(value) <= _SHORT:
                return tag_of(value)
            return BaseResolver.resolve(self, kind, value, implicit)

    for versions, tag, pattern, first in implicit_resolvers:
        if (1, 2) in versions:
            Composer.add_implicit_resolver(tag, pattern, first)
    resolver = BaseResolver()
    resolver.yaml_implicit_resolvers = Composer.yaml_implicit_resolvers
    tag_of = lru_cache(4096)(lambda value: resolver.resolve(ScalarNode, value, (True, False)))
    return Composer, YAMLError
