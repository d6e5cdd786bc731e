"""What follows what on a page: tables and pictures learn where the text before them ends, and what may come first.

The template decides by the room that is left: a table is set a little closer or a picture made a little smaller if it
then is on the page; else text that follows may fill the page, and the table or picture is at the top of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.document.layout.cells import MM
from gongkai.document.layout.tables import LONG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BODY, _CAPTION = 16.0, 12.0
"""Sizes of type in points."""

_BELOW = 0.12
"""Part of the size that a line reaches below its base line."""

_LINE = 28
"""Characters in a line."""

_TYPE_AREA = 225.0
"""Height of the type area in mm."""

_FEWEST_LINES = 4
"""Lines of text that must follow a picture for it to come after them."""


def connect(drawn: Sequence[dict[str, Any]], name: Callable[[], str], lines: int) -> None:
    """Add to tables and pictures what the template needs to decide where they are.

    ``after`` is the name of the end of the block before, ``tail`` the height in points from there to its bottom,
    ``lead`` the number of lines of headings in between; ``flow`` the height in mm of what may come first, ``cross`` if the
    heading of the next section is part of that, which then is ``crossed``; ``next`` that of a table that comes right after;
    ``follows`` the ``after`` of a picture right before a picture, which goes with it.

    Args:
        drawn: Data of consecutive blocks, changed in place; what was added before is replaced.
        name: Makes a name that is unique in the document.
        lines: Lines of text in a page.
    """
    pitch = _TYPE_AREA / lines
    for at, block in enumerate(drawn):
        if block["type"] not in {"table", "figure"}:
            continue
        for key in ("after", "tail", "lead", "flow", "cross", "next", "follows"):
            block.pop(key, None)
        if block["type"] == "table" and (needed := _next_table(drawn, at, pitch)):
            block["next"] = round(needed, 3)
            if block["height"] < LONG:
                # Its rest would be alone on a page.
                block |= {"whole": True, "keep": 0.0}
        before = at - 1
        while before >= 0 and drawn[before]["type"] == "heading":
            before -= 1
        if before < 0 or ("flow" in drawn[before] and drawn[before]["type"] == "table"):
            continue
        found = _end(drawn[before])
        if found is None:
            continue
        last, tail = found
        block["after"] = last["end"] = last.get("end") or name()
        block["tail"] = tail
        block["lead"] = at - 1 - before
        if block["type"] == "figure" == drawn[at - 1]["type"] and "after" in drawn[at - 1]:
            block["follows"] = drawn[at - 1]["after"]
        flow = _flow(drawn, at, pitch)
        if flow:
            block["flow"] = round(flow, 3)
        elif block["type"] == "figure":
            _cross(drawn, at, pitch)


def _end(block: dict[str, Any]) -> tuple[dict[str, Any], float] | None:
    """The data of the last text of a block, and the height in points from its base line to the block's bottom."""
    match block["type"]:
        case "paragraph":
            return block, _BELOW * _BODY
        case "list" if block["items"] and block["items"][-1]:
            return _end(block["items"][-1][-1])
        case "figure" if block["caption"]:
            return block, _BELOW * _CAPTION
        case "table" if "note" not in block:
            cells = [cell for part in block["parts"] for cell in part["cells"] if "keeper" not in cell]
            return cells[-1], (_BELOW + block["air"]) * block["size"]
    return None


def _flow(drawn: Sequence[dict[str, Any]], at: int, pitch: float) -> float:
    """Height in mm that what follows a block needs at least to come before it; 0 if nothing may."""
    block, following = drawn[at], drawn[at + 1 :]
    if block["type"] == "table" and block["whole"] and block["height"] >= LONG and following:
        picture = following[0]
        return picture_height(picture) + pitch if picture["type"] == "figure" else 0.0
    if block["lead"] or (block["type"] == "table" and not block["whole"]):
        return 0.0
    lines = 0
    for other in following:
        if other["type"] == "figure" == block["type"]:
            continue  # goes with it
        if other["type"] not in {"paragraph", "list"} or "room" in other:
            break
        lines += _lines(other)
    return 2 * pitch if lines >= _FEWEST_LINES else 0.0


def _cross(drawn: Sequence[dict[str, Any]], at: int, pitch: float) -> None:
    """Let a picture at the end of a section come after the beginning of the next, if that has some text."""
    before, headings, lines = 0, 0, 0
    for block in drawn[at + 1 :]:
        if block["type"] == "heading" and not lines:
            headings += 1
            if block["level"] == 1:
                block["crossed"] = drawn[at]["after"]
        elif block["type"] in {"paragraph", "list"} and "room" not in block:
            if headings:
                lines += _lines(block)
            else:
                before += _lines(block)
        else:
            break
    if headings and lines >= _FEWEST_LINES:
        drawn[at]["cross"] = round((before + headings + 2) * pitch, 3)


def _next_table(drawn: Sequence[dict[str, Any]], at: int, pitch: float) -> float:
    """Height in mm that a table right after this one, or after headings, needs on a page of its own; 0 if none does."""
    for lead, block in enumerate(drawn[at + 1 :]):
        if block["type"] == "table":
            return lead * pitch + float(block["least"]) if block["whole"] and block["height"] >= LONG else 0.0
        if block["type"] != "heading":
            break
    return 0.0


def _lines(block: dict[str, Any]) -> int:
    if block["type"] == "list":
        return sum(_lines(inner) for item in block["items"] for inner in item if inner["type"] in {"paragraph", "list"})
    count = sum(len("".join(run["t"])) for run in block["content"] if "t" in run)
    return -(-(count + 2) // _LINE)


def picture_height(block: dict[str, Any]) -> float:
    """Height of a picture with its caption in mm."""
    height: float = block["height"] + words_height(block["caption"]) * MM
    return height


def words_height(caption: str) -> float:
    """Height of a caption and the gap above it in points."""
    return 0.7 * _BODY + -(-len(caption) * _CAPTION * MM // 156) * 17
