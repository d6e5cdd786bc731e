"""Why the system could not read or write a file."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@contextmanager
def told_as(path: Path) -> Iterator[None]:
    """Name the file that the caller knows in an error about one beside it."""
    try:
        yield
    except LockedError:
        raise
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
