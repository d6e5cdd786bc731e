"""Files that change whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gongkai.files.beside import staging
from gongkai.files.errors import told_as

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, data: str | bytes, *, durable: bool = True) -> None:
    """Write a file atomically; missing folders above it are made, a link is followed, permissions are kept.

    Args:
        path: The file. What is not a regular file (a pipe, a terminal) cannot be renamed onto and is written to directly.
        data: The content; text is written as UTF-8, its line ends unchanged.
        durable: Wait until the disk has it. Not needed where a digest reveals a loss and a build repairs it.

    Raises:
        OSError: It cannot be written; ``filename`` is ``path``, and what was there is unchanged.
    """
    content = data.encode() if isinstance(data, str) else data
    with told_as(path):
        place = path.resolve() if path.is_symlink() else path
        try:
            mode = place.stat().st_mode
        except FileNotFoundError:
            mode = None
            place.parent.mkdir(parents=True, exist_ok=True)
        if mode is not None and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            place.write_bytes(content)
            return
        aside = staging(place)
        try:
            with aside.open("xb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            if mode is not None:
                with suppress(OSError):  # a file system without permissions
                    aside.chmod(stat.S_IMODE(mode))
            aside.replace(place)
        finally:
            with suppress(OSError):
                aside.unlink()
        if durable:
            _sync_names(place.parent)


def write_json(path: Path, value: Any, *, durable: bool = True) -> None:
    """Write a value as a JSON file, atomically; see :func:`write` and :func:`json_text`."""
    write(path, json_text(value), durable=durable)


def json_text(value: Any) -> str:
    """JSON for people and machines: characters as they are, two blanks of indent, a line feed at the end.

    Raises:
        TypeError: Something in it has no form in JSON.
    """
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _sync_names(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets folders be synchronised."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
