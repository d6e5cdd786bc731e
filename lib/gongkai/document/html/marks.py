"""What is highlighted on a page, and the links from there to the notes about it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from gongkai.document.html.addresses import to
from gongkai.document.html.text import runs, tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.document.blocks import Inline
    from gongkai.document.html.context import PageContext


def references(anchors: Iterable[str], context: PageContext) -> Markup:
    """Links to notes, each shown as the note's number on the page."""
    found = Markup()
    for anchor in anchors:
        number, note = context.notes.get(anchor, (None, None))
        shown = str(number or "注")
        label = f"{shown}，看说明：{note.title}" if note else f"{shown}，看说明"
        found += tag("a", shown, class_="ref", href=to(anchor), aria_label=label)
    return found


def marked(content: Inline, context: PageContext) -> Markup:
    """Running text; adjacent runs with the same mark, notes and anchor are one highlighted passage, its links behind it."""
    found = Markup()
    for (mark, refs, anchor), group in groupby(content, key=lambda run: (run.mark, run.refs, run.anchor)):
        shown = runs(tuple(group))
        if mark:
            shown = tag("mark", shown, class_=f"mark-{mark}", id=context.id(anchor))
        elif anchor:
            shown = tag("span", shown, id=context.id(anchor))
        found += shown + references(refs, context)
    return found
