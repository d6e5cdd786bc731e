"""Locks between processes."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gongkai.files.beside import LONGEST, beside
from gongkai.files.errors import LockedError, told_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_POLL = 0.05
"""Seconds between two attempts to acquire a lock."""


@contextmanager
def lock(path: Path, patience: float = 0, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[bool]:
    """Hold a lock against other processes and threads; it ends with the process, however that ends.

    Args:
        path: What it protects, by convention: nothing keeps others from it. A file ``.<name>.lock`` is beside it while the
            lock is held, with the number and host of the process. In a file system without locks nothing is held.
        patience: Seconds to wait for another holder.
        on_wait: Called once, if another must be waited for, with which process that is, in Chinese (may be empty).

    Yields:
        Whether another held it first.

    Raises:
        LockedError: Another still holds it.
        OSError: The file cannot be made.
    """
    file = beside(path, "lock")
    end = time.monotonic() + patience
    waited = False
    with told_as(path):
        file.parent.mkdir(parents=True, exist_ok=True)
        while (handle := _acquire(file)) is None:
            if time.monotonic() >= end:
                error = LockedError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
                error.holder = _holder(file)
                raise error
            if not waited:
                waited = True
                on_wait(_holder(file))
            time.sleep(_POLL)
    try:
        yield waited
    finally:
        _release(file, handle)


def _acquire(file: Path) -> int | None:
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except (
        PermissionError
    ) as denied:  # left by another user's dead process: it can be locked all the same, and is removed then
        try:
            handle = os.open(file, os.O_RDONLY)
        except FileNotFoundError:  # nothing was left: the folder itself may not be written
            raise denied from None
    try:
        if _try_lock(handle) and _is_same(file, handle):
            with suppress(OSError):  # a full disk: only messages need it
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()} {_host()}\n".encode())
            held, handle = handle, -1
            return held
        return None
    finally:
        if handle >= 0:
            os.close(handle)


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _holder(file: Path) -> str:
    """Which process holds a lock, in Chinese; empty if that is not known (it may just have been released)."""
    try:
        with file.open("rb") as opened:
            number, _, host = opened.read(LONGEST + 20).decode(errors="replace").strip().partition(" ")
    except OSError:
        return ""
    return f"进程{number}，在{'本机' if host == _host() else f'主机{host}上'}" if number.isdigit() else ""


def _is_same(file: Path, handle: int) -> bool:
    """Whether the name still leads to the open file: the last holder removed it, perhaps after it was opened here."""
    try:
        return os.path.samestat(file.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _release(file: Path, handle: int) -> None:
    with suppress(OSError):  # Windows does not remove an open file: it stays, and does no harm
        file.unlink()
    try:
        _unlock(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 20
    """Which byte is locked: one far behind the text, because there nobody can read what another has locked."""

    def _try_lock(handle: int) -> bool:
        try:
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        with suppress(OSError):
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}:
                raise
        return True

    def _unlock(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)  # closing is not enough: a forked child has the file open too
