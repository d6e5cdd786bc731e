"""Console output: the terminal, or plain lines wide enough for tables if there is no terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from gongkai import files
from gongkai.returns.errors import InputError

WIDTH = 132
"""Width in columns if the output is not a terminal and its width is not set."""

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


_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters: a terminal obeys what follows them."""


def printable(text: str) -> str:
    """A text from a file without terminal control sequences."""
    return _COMMANDS.sub("", text)


def console(*, errors: bool = False, markup: bool = False) -> Console:
    """A console on standard output or standard error; characters outside its encoding are replaced.

    Args:
        errors: Whether to write to standard error, because standard output is used for JSON.
        markup: Whether texts may contain rich markup; text from files must then be escaped.
    """
    stream = sys.stderr if errors else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    made = Console(file=stream, highlight=False, markup=markup)
    narrow = not made.is_terminal and "COLUMNS" not in os.environ
    return Console(file=stream, highlight=False, markup=markup, width=WIDTH) if narrow else made


def write_output(target: str, text: str) -> None:
    """Write what a program will read to a file, or to standard output where ``target`` is ``-``.

    Raises:
        InputError: The file cannot be written.
    """
    if target == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        files.write(Path(target), text)
    except OSError as error:
        msg = f"不能写文件“{target}”（{files.reason(error)}）；请换一个位置。"
        raise InputError(msg) from None
