"""Errors of input files, and the reasons of the system in Chinese."""

from __future__ import annotations

import errno

from gongkai.parsing.errors import InputError, Problem, ReturnError, nearest

__all__ = ["InputError", "Problem", "ReturnError", "nearest", "reason", "unusable"]

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限，或文件正在别的程序里打开",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "文件正在使用",
}


def reason(error: OSError) -> str:
    """Why the system could not read or write a file, in Chinese; a number where there is no word for it."""
    return _REASONS.get(error.errno or 0, f"系统错误{error.errno}")


def unusable(error: OSError) -> str:
    """The sentence for a file that could not be read or written, where nothing closer to the cause has said it."""
    return f"不能读写“{error.filename2 or error.filename}”：{reason(error)}；请检查后重试，或换一个位置。"
