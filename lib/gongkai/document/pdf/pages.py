"""How the pages of a PDF of Typst are filled: the room that is left at the foot of each."""

from __future__ import annotations

import io
import re

import pikepdf

_MM = 72 / 25.4

_FOOT = 35 * _MM
"""Height of the margin at the foot in points; the page number is below."""

_TYPE_AREA = 225 * _MM
"""Height of the type area in points."""

_LINE = 225 / 22 * _MM
"""Distance of lines in points."""

_FEW_LINES = 8
"""Lines up to which a last page is nearly empty; a heading, a short paragraph and a signature have seven."""

_USUAL = 4 * _LINE
"""Room at the foot of a page that a heading leaves which moves to the next with the lines that follow it."""

LOOSE = 50 * _MM
"""Room at the foot of a page, more than a fifth of it, from which it looks unfinished."""

GAPING = 75 * _MM
"""Room at the foot of a page, a third of it, that is worth another distance of lines."""

_PLACED = re.compile(rb"([\d.-]+) cm\b")
"""Where Typst places a text, a line or a picture: the last number is its distance from the foot of the page."""


def rooms(data: bytes) -> list[float]:
    """Room in points at the foot of each page, below the last base line, rule or picture; 0 on landscape pages."""
    found: list[float] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            if page.mediabox[2] > page.mediabox[3]:
                found.append(0.0)
                continue
            parts = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
            content = b"\n".join(part.read_bytes() for part in parts)
            placed = [float(match[1]) for match in _PLACED.finditer(content)]
            lowest = min((at for at in placed if at >= _FOOT), default=_FOOT + _TYPE_AREA)
            found.append(max(0.0, lowest - _FOOT))
    return found


def is_loose(found: list[float], limit: float) -> bool:
    """Whether pages may be better filled: one before the last has more than ``limit`` empty, or the last has a few lines only.

    Args:
        found: Room at the foot of each page in points, see :func:`rooms`.
        limit: Room in points.
    """
    return any(room > limit for room in found[:-1]) or _is_nearly_empty(found)


def waste(found: list[float]) -> float:
    """Room in points that is empty without need: at the foot of pages before the last, and on a last page of few lines."""
    empty = sum(max(0.0, room - _USUAL) for room in found[:-1])
    return empty + (found[-1] if _is_nearly_empty(found) else 0.0)


def _is_nearly_empty(found: list[float]) -> bool:
    return len(found) > 1 and found[-1] > _TYPE_AREA - _FEW_LINES * _LINE
