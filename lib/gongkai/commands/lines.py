"""Lines of text for a terminal, in which a hanzi is two columns wide."""

from __future__ import annotations

import re

from rich.cells import cell_len

__all__ = ["cell_len", "fold", "pad"]

_PIECE = re.compile(r"[（《“‘【]*(?:[\x21-\x7e]+|.)[，。；：、！？）》”’】…％]*")
"""What is kept together at the end of a line: a hanzi, or a path, id, number or word of letters, with its punctuation."""


def fold(text: str, width: int, indent: int = 0) -> list[str]:
    """Break text into lines of at most ``width`` columns, between hanzi or words; only what is longer is broken itself.

    Args:
        text: The text, hanzi counting as two columns.
        width: Maximum columns of a line.
        indent: Spaces before each line but the first.
    """
    lines, start = [], " " * indent
    for number, paragraph in enumerate(text.split("\n")):
        line = start if number else ""
        for piece in _PIECE.findall(paragraph):
            whole = cell_len(piece) <= width - indent
            for part in (piece,) if whole else piece:
                if line.strip() and cell_len(line + part) > width:
                    lines.append(line.rstrip())
                    line = start + part.lstrip()
                else:
                    line += part
        lines.append(line.rstrip())
    return lines


def pad(text: str, width: int) -> str:
    """Text with spaces up to ``width`` columns."""
    return text + " " * (width - cell_len(text))
