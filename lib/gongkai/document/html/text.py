"""Runs of text as HTML; everything in them is escaped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from gongkai.document import breaking, labels
from gongkai.document.html.addresses import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.document.blocks import Inline

_BREAK = Markup("<br>")

_ADDRESS = re.compile(r"(?P<web>(?:https?://|www\.)[!-~]+)|(?P<mail>[\w.+-]+@(?:[\w-]+\.)+\w+)", re.ASCII)
_SEGMENT = re.compile(r"[^/.?&=#@_-]*[/.?&=#@_-]+|[^/.?&=#@_-]+")
"""The parts of an address between which it may be divided."""

_GROUP = re.compile(r"（[^（）]{5,}）[，。、；：”》]*")
"""What is in brackets, longer than the number of a heading."""

_LONGEST = 18
"""Maximum number of characters of what stays on one line, so that it is no wider than a phone."""

_TRAILING = ".,;:!?'\"*_~"
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}

REFERENCE = re.compile(r"(?<![地插附0-9A-Za-z])附?[图表] ?\d{1,3}(?![0-9.]\d|\d)")
"""The number of a figure or table, in a caption or a text."""

SIGNS = {"error": "×", "warning": "!", "hint": "?", "info": "i"}
"""Symbol of each level of notes and of marks of cells."""


def words(text: str, line_break: Markup = _BREAK) -> Markup:
    """Escaped text; a newline becomes ``line_break``."""
    return line_break.join(escape(line) for line in text.replace("\r", "").split("\n"))


def label(text: str, *, groups: bool = False) -> Markup:
    """Escaped text of a heading, caption or header of a table, with the places where lines may end: between words.

    Args:
        text: The text.
        groups: Whether what is in brackets begins a line rather than being divided, if there is room.
    """
    lines = text.replace("\r", "").split("\n")
    return _BREAK.join(map(_grouped if groups else _segmented, lines))


def _segmented(line: str) -> Markup:
    return Markup("<wbr>").join(map(escape, labels.segments(line)))


def _grouped(line: str) -> Markup:
    """A line with its bracketed groups as elements of their own, with the mark after them; all in brackets is none."""
    if _GROUP.fullmatch(line):
        return _segmented(line)
    found, at = [], 0
    for match in _GROUP.finditer(line):
        found += [_segmented(line[at : match.start()]), tag("span", _segmented(match[0]), class_="k")]
        at = match.end()
    return Markup("<wbr>").join(filter(None, (*found, _segmented(line[at:]))))


def runs(
    content: Inline,
    *,
    links: bool = True,
    header: bool = False,
    groups: bool = False,
    targets: Mapping[str, str] | None = None,
) -> Markup:
    """Runs as HTML with their styles.

    Args:
        content: The runs.
        links: Whether to emit links; they must not be nested.
        header: Whether they are a heading or a header of a table, whose lines end between words.
        groups: Whether lines of a heading rather end before brackets than in them.
        targets: Ids of figures and tables by their numbers (``图1``); where the text names one, it links to it.
    """
    found = Markup()
    for run in content:
        target = link(run.href) if links else None
        if header:
            part = label(run.text, groups=groups)
        elif target or run.code or not links:
            part = words(run.text)
        else:
            part = _linked(run.text, targets or {})
        for wanted, tag in ((run.code, "code"), (run.italic, "em"), (run.bold, "strong")):
            if wanted:
                part = Markup("<{0}>{1}</{0}>").format(tag, part)
        if target:
            part = Markup('<a href="{}">{}</a>').format(target, part)
        found += part
    return found


def _linked(text: str, targets: Mapping[str, str]) -> Markup:
    """Text in which addresses of the web and of mail, and the numbers of figures and tables, are links."""
    found, at = Markup(), 0
    for start, end, href in sorted([*_addresses(text), *_references(text, targets)]):
        if start >= at and (target := link(href)):
            shown = Markup("<wbr>").join(map(escape, _SEGMENT.findall(text[start:end])))
            found += _unbroken(text[at:start]) + Markup('<a href="{}">{}</a>').format(target, shown)
            at = end
    return found + _unbroken(text[at:])


def _unbroken(text: str) -> Markup:
    """Text whose numbers stay on a line with their units: 2024年, 0631-5218910; a browser would part them."""
    found = Markup()
    for kind, parts in breaking.pieces(text):
        part = "".join(parts)
        divisible = "-" in part or not part.rstrip("：；").isascii()
        found += (
            tag("span", part, class_="n") if kind == "keep" and divisible and len(part) <= _LONGEST else words(part)
        )
    return found


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and target of each address; marks that end a sentence, and brackets closed in it only, are not part of it."""
    if "@" not in text and "www." not in text and "://" not in text:
        return
    for match in _ADDRESS.finditer(text):
        found = match[0]
        while found and (
            found[-1] in _TRAILING or found.count(found[-1]) > found.count(_BRACKETS.get(found[-1], found[-1]))
        ):
            found = found[:-1]
        scheme = "mailto:" if match["mail"] else "" if "://" in found else "http://"
        if match["mail"] or "." in found or "://" in found:
            yield match.start(), match.start() + len(found), scheme + found


def _references(text: str, targets: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    if targets:
        for match in REFERENCE.finditer(text):
            if target := targets.get(match[0].replace(" ", "")):
                yield match.start(), match.end(), f"#{target}"


def embedded_json(data: Any) -> Markup:
    """JSON for a script element that is not run; nothing in the data can end the element.

    Keys are sorted, as they are in a notebook from which the page may be made again.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 — contains no < or &


def tag(name: str, body: Markup | str = "", **attributes: str | int | None) -> Markup:
    """An element, without attributes that are ``None``; ``class_`` and ``aria_label`` stand for ``class`` and ``aria-label``."""
    return Markup(f"<{name}{_attributes(attributes)}>{escape(body)}</{name}>")  # noqa: S704 — escaped; formatting is slow


def void(name: str, **attributes: str | int | None) -> Markup:
    """A void element, such as ``img``."""
    return Markup(f"<{name}{_attributes(attributes)}>")  # noqa: S704 — escaped


def _attributes(attributes: Mapping[str, str | int | None]) -> str:
    """Attributes, their values escaped; names come from this package."""
    return "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
