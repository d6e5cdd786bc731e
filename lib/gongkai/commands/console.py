"""Console output: the terminal, or plain lines wide enough for tables if there is no terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from rich.console import Console

from gongkai import files
from gongkai.returns.errors import InputError

WIDTH = 132
"""Width in columns if the output is not a terminal and its width is not set."""

_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters: a terminal obeys what follows them."""


def printable(text: str) -> str:
    """A text from a file without terminal control sequences."""
    return _COMMANDS.sub("", text)


def argument(text: str) -> str:
    """An argument as it is typed in a command: in quotation marks if a shell would divide it."""
    return f'"{text}"' if re.search(r"[\s&;|<>()'$`*?#]", text) else text


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
        InputError: The file cannot be written, or there is another one that is no JSON by its name.
    """
    if target == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_file() and path.suffix.lower() != ".json":  # a year's file, written by mistake in the place of an organ
        msg = f"“{target}”已经存在，不是JSON文件，没有改动；请把文件名写成{path.stem}.json，或换一个位置。"
        raise InputError(msg)
    try:
        files.write(path, text)
    except OSError as error:
        msg = f"不能写文件“{target}”（{files.reason(error)}）；请换一个位置。"
        raise InputError(msg) from None
