"""Runs of text for the Typst template: their style, where lines may break, which links they have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.document import breaking
from gongkai.document.layout.text import clean_lines
from gongkai.document.text import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gongkai.document.blocks import Inline

_SAFE = re.compile(rf"{SCHEMES}\S", re.IGNORECASE)


def runs(
    content: Inline,
    anchors: Collection[str],
    *,
    running: bool = False,
    narrow: bool = False,
    lines: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Runs as data: text or a line break, with style.

    Args:
        content: The runs.
        anchors: Anchors of the document, which links may point to.
        running: Whether it is running text, in which numbers stay with their units and punctuation is squeezed.
        narrow: Whether lines may break inside any word.
        lines: The lines of a single run, as it is to be broken.
    """
    found: list[dict[str, Any]] = []
    for run in content:
        style: dict[str, Any] = {}
        if run.bold:
            style["b"] = True
        if run.italic:
            style["i"] = True
        if run.code:
            style["c"] = True
        if run.href and (_SAFE.match(run.href) or (run.href.startswith("#") and run.href[1:] in anchors)):
            style["h"] = clean_lines(run.href)
        for index, line in enumerate(lines or clean_lines(run.text).split("\n")):
            if index:
                found.append({"n": True})
            if narrow:
                found += [{"t": list(line), **style}] if line else []
            else:
                found += [{**piece, **style} for piece in _pieces(line, running=running, start=not found)]
    return found


def _pieces(text: str, *, running: bool, start: bool) -> Iterator[dict[str, Any]]:
    """Text, with long words (URLs) as lists of pieces between which a line may break.

    In running text what is kept whole is marked ``k``, punctuation ``p``; at its start the marker of a list is kept, so
    that the gap after it is not stretched.
    """
    mark = breaking.marker(text) if running and start else ""
    if mark:
        yield {"t": mark, "k": True}
    plain = ""
    for kind, between in breaking.pieces(text[len(mark) :]):
        whole = "".join(between)
        if kind == "address" and len(whole) >= breaking.LONG_WORD:
            special: dict[str, Any] = {"t": list(between)}
        elif running and kind == "keep":
            special = {"t": whole, "k": True}
        elif running and kind == "punctuation":
            special = {"t": whole, "p": True}
        else:
            plain += whole
            continue
        if plain:
            yield {"t": plain}
            plain = ""
        yield special
    if plain:
        yield {"t": plain}
