"""Runs of text as HTML; everything in them is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from gongkai.document.html.addresses import link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.document.blocks import Inline

_BREAK = Markup("<br>")

SIGNS = {"error": "×", "warning": "!", "hint": "?", "info": "i"}
"""Symbol of each level of notes and of marks of cells."""


def words(text: str, line_break: Markup = _BREAK) -> Markup:
    """Escaped text; a newline becomes ``line_break``."""
    return line_break.join(escape(line) for line in text.replace("\r", "").split("\n"))


def runs(content: Inline, *, links: bool = True) -> Markup:
    """Runs as HTML with their styles.

    Args:
        content: The runs.
        links: Whether to emit links; they must not be nested.
    """
    found = Markup()
    for run in content:
        part = words(run.text)
        for wanted, tag in ((run.code, "code"), (run.italic, "em"), (run.bold, "strong")):
            if wanted:
                part = Markup("<{0}>{1}</{0}>").format(tag, part)
        target = link(run.href) if links else None
        if target:
            part = Markup('<a href="{}">{}</a>').format(target, part)
        found += part
    return found


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
