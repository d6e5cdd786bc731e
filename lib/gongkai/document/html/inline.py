"""Styles as attributes, for pages whose style sheet is not ours: Jupyter removes ``<style>`` from notebooks it does not trust."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

_LINE = "1px solid #888"

_CELL = f"border:{_LINE};text-align:center"

_TAGS = {
    "table": "border-collapse:collapse;max-width:960px;margin:8px 0;font-size:13px;line-height:1.45;color:inherit",
    "caption": "caption-side:top;text-align:center;padding:4px 0;font-weight:bold;color:inherit",
    "tr": "background:none",
    "th": f"{_CELL};font-weight:normal;word-break:keep-all",
    "td": _CELL,
    "img": "max-width:100%;background:#fff",
    "figcaption": "text-align:center",
}
"""Declarations of elements, beyond those that Jupyter and nbconvert give every table."""

_CLASSES = {
    "frame": "overflow-x:auto",
    "fixed": "width:100%",
    "b": "font-weight:bold",
    "l": "text-align:left",
    "r": "text-align:right",
    "n": "white-space:nowrap",
    "missing": f"border:{_LINE};padding:48px 0;text-align:center",
    "mark": "background:#fdf3d7;color:#1a1a1a",
    "mark-error": "background:#fbe3e1;color:#1a1a1a",
    "mark-blank": "background:#eee;color:#1a1a1a",
    "sign": "font-size:11px;font-weight:bold",
    "ref": "font-size:11px",
    "note": "border-left:4px solid #5b6672;padding:4px 12px;margin:8px 0",
    "note-error": "border-left:4px solid #b3261e",
    "note-warning": "border-left:4px solid #8a5a00",
    "note-hint": "border-left:4px solid #1f5f99",
    "signature": "text-align:right",
    "folded": "display:inline",
}
"""Declarations of classes, in the order in which they win."""

_START = re.compile(r"<([a-z0-9]+)((?: [a-z-]+=\"[^\"]*\")*)>")
_CLASS = re.compile(r' class="([^"]*)"')


def inlined(html: Markup) -> str:
    """HTML with ``style`` attributes for the classes of :mod:`gongkai.document.html`; the outermost element keeps its class."""
    outer, rest = html[: html.index(">") + 1], html[html.index(">") + 1 :]
    return str(outer) + _START.sub(_element, str(rest))


def _element(match: re.Match[str]) -> str:
    name, attributes = match.groups()
    found = _CLASS.search(attributes)
    style = _style(name, found[1] if found else "")
    if found:
        attributes = attributes[: found.start()] + attributes[found.end() :]
    return f'<{name}{attributes} style="{style}">' if style else f"<{name}{attributes}>"


@lru_cache(maxsize=256)
def _style(name: str, classes: str) -> str:
    """The declarations of an element; of those of one property, the last."""
    has = set(classes.split())
    found: dict[str, str] = {}
    for declarations in (_TAGS.get(name, ""), *(_CLASSES[key] for key in _CLASSES if key in has)):
        for declaration in filter(None, declarations.split(";")):
            key, value = declaration.split(":", 1)
            found[key] = value
    return ";".join(f"{key}:{value}" for key, value in found.items())
