"""Earlier states of a year's file: numbered, in a hidden folder beside it, at most :data:`KEPT` of each file.

The states of ``2024.yaml`` are ``.history/2024.yaml.~1~``, ``.~2~`` … in the order in which they were replaced. What was last
written over one is ``.history/2024.yaml.written``: an edit by hand since then is taken back alone. The folder keeps itself out
of git, which has a history of its own.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ".history"
KEPT = 20
"""Earlier states of a file that are kept; the oldest go first."""

_PATIENCE = 5
"""Seconds to wait for another process that changes the same file."""


@dataclass(frozen=True)
class State:
    """An earlier state of a file.

    Attributes:
        number: Its number; a higher one was replaced later.
        path: The file that holds it.
    """

    number: int
    path: Path


def states(path: Path) -> list[State]:
    """The earlier states of a file, the last one first."""
    folder = path.parent / FOLDER
    pattern = re.compile(rf"{re.escape(path.name)}\.~([1-9]\d{{0,8}})~")
    names = folder.iterdir() if folder.is_dir() else ()
    found = [State(int(match[1]), item) for item in names if (match := pattern.fullmatch(item.name))]
    return sorted(found, key=lambda state: -state.number)


def replace(path: Path, data: str | bytes, *, seen: bytes | None = None) -> bool:
    """Write a file and keep what was there as its last state; whole or not at all.

    Args:
        path: The file; it need not exist.
        data: Its new content.
        seen: The content that the new one was made from, if the caller has read it.

    Returns:
        Whether anything changed.

    Raises:
        InputError: The file is no longer as it was ``seen``.
        OSError: A file cannot be written; the file and its states are as before.
    """
    content = data.encode() if isinstance(data, str) else data
    with files.lock(path, _PATIENCE):
        now = path.read_bytes() if path.exists() else None
        if seen is not None and now != seen:
            msg = f"{path.name}在这期间被别的程序改动了，没有写入；请重新运行。"
            raise InputError(msg)
        if now == content:
            return False
        with _kept(path, now):
            files.write(path, data)
        _record(path, None if now is None else content)
    return True


def undo(path: Path, number: int | None = None) -> State | None:
    """Bring back an earlier state; what is there now takes its place among the states, so that this can be undone too.

    Args:
        path: The file.
        number: Number of the state; ``None`` is what was written last if the file was edited by hand since then, else the last
            state that differs from the file.

    Returns:
        The state that was brought back; ``None`` if only edits by hand were taken back.

    Raises:
        InputError: There is no such state.
        OSError: A file cannot be written; the file and its states are as before.
    """
    with files.lock(path, _PATIENCE):
        now = path.read_bytes() if path.exists() else None
        known = states(path)
        written = _written(path) if number is None else None
        if (
            now is not None
            and written is not None
            and now not in {written, *(item.path.read_bytes() for item in known)}
        ):
            with _kept(path, now):
                files.write(path, written)
            return None
        chosen = [
            item for item in known if (item.path.read_bytes() != now if number is None else item.number == number)
        ]
        if not chosen:
            listed = f"；现有：{'、'.join(str(item.number) for item in known)}" if known else ""
            what = "没有可以恢复的旧内容" if number is None else f"没有编号为{number}的旧内容"
            msg = f"{path.parent.name}/{path.name}{what}{listed}。"
            raise InputError(msg)
        content = chosen[0].path.read_bytes()
        with _kept(path, now):
            files.write(path, content)
        with suppress(OSError):  # it is there twice then, which does no harm
            chosen[0].path.unlink()
        _record(path, content)
    return chosen[0]


def _record(path: Path, content: bytes | None) -> None:
    """Remember what was written; without it, edits by hand are taken back together with what was written before them.

    Args:
        path: The file.
        content: What was written over another content; ``None`` forgets what an earlier file of the name had.
    """
    record = path.parent / FOLDER / f"{path.name}.written"
    with suppress(OSError):
        if content is None:
            record.unlink()
        else:
            files.write(record, content, durable=False)


def _written(path: Path) -> bytes | None:
    with suppress(OSError):
        return (path.parent / FOLDER / f"{path.name}.written").read_bytes()
    return None


@contextmanager
def _kept(path: Path, content: bytes | None) -> Iterator[None]:
    """Keep a content as the last state of a file while the file is replaced; not if that fails."""
    if content is None:
        yield
        return
    known = states(path)
    folder = path.parent / FOLDER
    if not (folder / ".gitignore").exists():
        files.write(folder / ".gitignore", "*\n")
    kept = folder / f"{path.name}.~{known[0].number + 1 if known else 1}~"
    files.write(kept, content)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            kept.unlink()
        raise
    for old in known[KEPT - 1 :]:
        with suppress(OSError):
            old.path.unlink()
