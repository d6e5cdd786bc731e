"""Errors of params files: file, line, what is wrong, what to do."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input file.

    Attributes:
        file: The file as given.
        line: Line from 1, where known.
        path: Key or cell.
        message: A Chinese sentence: what is wrong and what to do.
    """

    file: str
    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        """``file:line: message``."""
        at = f"{self.file}:{self.line}" if self.line else self.file
        return f"{at}：{self.message}"


class InputError(ValueError):
    """The input or the call is wrong (exit code 2)."""


class ReturnError(InputError):
    """A params file that cannot be read as a return; carries every :class:`Problem` found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems and join their sentences as the message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """``，是不是“…”？`` with the nearest known name, or a full stop."""
    near = get_close_matches(word, list(known), 1, 0.5)
    return f"，是不是“{near[0]}”？" if near else "。"


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
