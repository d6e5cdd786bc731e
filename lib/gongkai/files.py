"""Files and folders that change whole or not at all, locks between processes, and why the system refused.

A file is written beside its place and renamed; a folder is prepared beside its place and exchanged with the one that is
there. Who reads meanwhile finds the old content or the new, never a part. What a killed process leaves has a name that
starts with a dot.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import sys
import time
from contextlib import contextmanager, suppress
from hashlib import blake2s
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LONGEST = 255
"""Maximum length of a file name in bytes."""

_POLL = 0.05
"""Seconds between two attempts to acquire a lock."""

_STAGED = re.compile(r"\.(.+)\.\d+\.[0-9a-f]{8}\.new", re.DOTALL)

_SWAP_PATIENCE = 30
"""Seconds to wait for another process that is between the two renames of :func:`replace_folder`."""

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限，或文件正在别的程序里打开",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOTEMPTY: "已经有同名的文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "文件正在使用",
    errno.EIO: "磁盘读写出错",
}


class LockedError(OSError):
    """Another process holds a lock and did not release it in time; ``filename`` is what it protects.

    Attributes:
        holder: Which process, in Chinese; empty if unknown.
    """

    holder = ""


def reason(error: OSError) -> str:
    """Why the system could not read or write a file, in Chinese; the error number if there is no text for it."""
    return _REASONS.get(error.errno or 0, f"系统错误{error.errno}")


def unusable(error: OSError) -> str:
    """The sentence for a file that could not be read or written, where nothing closer to the cause has said it."""
    return f"不能读写“{error.filename2 or error.filename}”：{reason(error)}；请检查后重试，或换一个位置。"


def write(path: Path, data: str | bytes, *, durable: bool = True) -> None:
    """Write a file atomically; missing folders above it are made, a link is followed, permissions are kept.

    Args:
        path: The file. What is not a regular file (a pipe, a terminal) cannot be renamed onto and is written to directly.
        data: The content; text is written as UTF-8, its line ends unchanged.
        durable: Wait until the disk has it. Not needed where a digest shows a loss and a build mends it.

    Raises:
        OSError: It cannot be written; ``filename`` is ``path``, and what was there is unchanged.
    """
    content = data.encode() if isinstance(data, str) else data
    with _told_as(path):
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


def staging(path: Path) -> Path:
    """A new name beside a file or folder, in the same file system, for what is to be renamed onto it."""
    return _beside(path, f"{os.getpid()}.{os.urandom(4).hex()}.new")


def is_staged(path: Path) -> str | None:
    """The name that a file or folder was prepared for by :func:`staging`; ``None`` for any other."""
    found = _STAGED.fullmatch(path.name)
    return found[1] if found else None


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new, empty folder that takes the place of ``target`` when the block ends without an error.

    After an error, or an interrupt, the new folder is removed and ``target`` is as it was.

    Raises:
        OSError: The folder cannot be made or put in place; ``target`` stays.
    """
    staged = staging(target)
    with _told_as(target):
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
    with _told_as(target):
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
    old = _beside(target, "old")
    if os.path.lexists(old) and not os.path.lexists(target):
        with lock(_beside(target, "swap"), _SWAP_PATIENCE):
            if os.path.lexists(old) and not os.path.lexists(target):
                old.rename(target)


@contextmanager
def lock(path: Path, patience: float = 0, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[bool]:
    """Hold a lock against other processes and threads; it ends with the process, however that ends.

    Args:
        path: What it protects, by convention: nothing keeps others from it. A file ``.<name>.lock`` stands beside it while the
            lock is held, with the number and host of the process. In a file system without locks nothing is held.
        patience: Seconds to wait for another holder.
        on_wait: Called once, if another must be waited for, with which process that is, in Chinese (may be empty).

    Yields:
        Whether another held it first.

    Raises:
        LockedError: Another still holds it.
        OSError: The file cannot be made.
    """
    file = _beside(path, "lock")
    end = time.monotonic() + patience
    waited = False
    with _told_as(path):
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
            number, _, host = opened.read(_LONGEST + 20).decode(errors="replace").strip().partition(" ")
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
    old = _beside(target, "old")
    with lock(_beside(target, "swap"), _SWAP_PATIENCE):
        _remove(old)
        target.rename(old)
        try:
            staged.rename(target)
        except BaseException:
            old.rename(target)
            raise
        _remove(old)


def _beside(path: Path, suffix: str) -> Path:
    """A hidden name beside a file or folder, short enough however long its own name is."""
    name = f".{path.name}.{suffix}"
    if len(os.fsencode(name)) > _LONGEST:
        name = f".{blake2s(os.fsencode(path.name), digest_size=8).hexdigest()}.{suffix}"
    return path.with_name(name)


def _remove(path: Path) -> None:
    """Remove a folder, or a link or file in its place; what cannot be removed stays and hides behind its dot."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _sync_names(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets folders be synchronised."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told_as(path: Path) -> Iterator[None]:
    """Name the file that the caller knows in an error about one beside it."""
    try:
        yield
    except LockedError:
        raise
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
