"""Ids of organs: names of folders in ``params`` that are safe on every system."""

from __future__ import annotations

import re
import unicodedata

from gongkai.returns.errors import InputError

RESERVED = {"forms": "放表式", "fonts": "放字体"}
"""Folders of ``params`` that are not organs, and their purpose."""

_LONGEST = 60
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Device names reserved by Windows, also with a suffix.

Source: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""


def check(id_: str) -> str:
    """An id for a new organ, in Unicode form NFC.

    Args:
        id_: The proposed name of its folder in ``params``.

    Raises:
        InputError: It leads out of ``params``, or some system does not allow the name; the sentence says why.
    """
    if (why := problem(id_)) is not None:
        msg = f"机关代号“{visible(id_)}”不能用作文件夹名：{why}；请换一个，例如 zrzyj 或机关的中文名称。"
        raise InputError(msg)
    return unicodedata.normalize("NFC", id_)


def problem(id_: str) -> str | None:
    """Why a text cannot be an organ's id, as a Chinese clause; ``None`` if it can."""
    if not id_.strip():
        return "代号是空的"
    if any(char in id_ for char in "/\\") or id_ in {".", ".."}:
        return "机关的文件夹要直接放在params里，代号中不能有路径"
    hidden = next((char for char in id_ if not char.isprintable()), None)
    if hidden is not None:
        return f"其中有看不见的字符（U+{ord(hidden):04X}）"
    wrong = next((char for char in id_ if char in '<>:"|?*'), None)
    if wrong is not None:
        return f"其中的“{wrong}”在Windows里不能用"
    if id_[0] in ".-~" or id_ != id_.strip() or id_.endswith("."):
        return "开头不能是空格、“.”“-”或“~”，末尾不能是空格或“.”"
    if _DEVICE.fullmatch(id_):
        return "是Windows保留的名称"
    if id_.casefold() in RESERVED:
        return f"params/{id_.casefold()}是{RESERVED[id_.casefold()]}的文件夹"
    if re.fullmatch(r"(?:19|20)\d\d", id_):
        return "像是年度"
    return f"太长（{len(id_)}个字，最多{_LONGEST}个）" if len(id_) > _LONGEST else None


def visible(text: str) -> str:
    """A text for a message: characters that cannot be seen, or that a terminal obeys, become ``?``."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(char if char.isprintable() else "?" for char in shown)
