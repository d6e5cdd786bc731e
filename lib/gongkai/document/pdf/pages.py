"""How many pages a PDF of Typst has, and how full the last one is."""

from __future__ import annotations

import io

import pikepdf

_FOOT = 35 / 25.4 * 72
"""Height of the margin at the foot in points; the page number is below."""

_HEAD = (297 - 37) / 25.4 * 72
"""Where the type area begins, in points from the foot of the page."""

_LINE = 225 / 22 / 25.4 * 72
"""Distance of lines in points."""

_FEW_LINES = 6
"""Lines up to which a last page is nearly empty; a signature has three of them."""


def count(data: bytes) -> int:
    """Number of pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def is_nearly_empty(data: bytes) -> bool:
    """Whether the last of several pages, an upright one, has few lines only and nothing else."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) < 2 or pdf.pages[-1].mediabox[2] > pdf.pages[-1].mediabox[3]:
            return False
        lowest, at = _HEAD, _HEAD
        for instruction in pikepdf.parse_content_stream(pdf.pages[-1]):
            match str(instruction.operator):
                case "cm":
                    at = float(instruction.operands[5])
                case "Do" | "re" | "l":
                    return False
                case "BT" if at >= _FOOT:
                    lowest = min(lowest, at)
        return lowest > _HEAD - _FEW_LINES * _LINE
