"""Folders that change whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gongkai.files.beside import beside, staging
from gongkai.files.errors import told_as
from gongkai.files.locks import lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SWAP_PATIENCE = 30
"""Seconds to wait for another process that is between the two renames of :func:`replace_folder`."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new, empty folder that takes the place of ``target`` when the block ends without an error.

    After an error, or an interrupt, the new folder is removed and ``target`` is as it was.

    Raises:
        OSError: The folder cannot be made or put in place; ``target`` stays.
    """
    staged = staging(target)
    with told_as(target):
        staged.mkdir(parents=True)
    try:
        yield staged
        replace_folder(staged, target)
    finally:
        _remove(staged)


def replace_folder(staged: Path, target: Path) -> None:
    """Put a folder in the place of another, which is removed once the new one is there.

    On Linux the two change places in one step, and ``target`` is never missing. Where the system or the file system cannot
    do that, two renames follow each other, under a lock; :func:`recover` undoes the first if the second never came.

    Args:
        staged: The new folder, in the same file system.
        target: Its place.

    Raises:
        OSError: The folder cannot be replaced (a file in it is open in another program); what was there stays.
        LockedError: Another process did not finish replacing it.
    """
    recover(target)
    with told_as(target):
        if os.path.lexists(target):
            if _exchange(staged, target):
                _remove(staged)
            else:
                _rename_twice(staged, target)
            return
        try:
            staged.rename(target)
        except OSError:
            if not os.path.lexists(target):
                raise
            replace_folder(staged, target)  # another process was first


def recover(target: Path) -> None:
    """Bring back the last good folder when a process died between the two renames of :func:`replace_folder`."""
    old = beside(target, "old")
    if os.path.lexists(old) and not os.path.lexists(target):
        with lock(beside(target, "swap"), _SWAP_PATIENCE):
            if os.path.lexists(old) and not os.path.lexists(target):
                old.rename(target)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step (Linux, ``renameat2``); ``False`` where that is not possible."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library without it
        return False
    names = [ctypes.c_char_p(os.fsencode(path)) for path in (one, other)]
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _rename_twice(staged: Path, target: Path) -> None:
    old = beside(target, "old")
    with lock(beside(target, "swap"), _SWAP_PATIENCE):
        _remove(old)
        target.rename(old)
        try:
            staged.rename(target)
        except BaseException:
            old.rename(target)
            raise
        _remove(old)


def _remove(path: Path) -> None:
    """Remove a folder, or a link or file in its place; what cannot be removed stays and hides behind its dot."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
