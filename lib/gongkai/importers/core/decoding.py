"""Bytes of a text file as text."""

from __future__ import annotations

import codecs

from gongkai.returns.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def decode(data: bytes, name: str) -> str:
    """Bytes as text: a byte order mark, UTF-8, UTF-16 without a mark, else GB18030.

    Args:
        data: The bytes.
        name: Name of the file, for messages.

    Raises:
        InputError: None of them.
    """
    # Longer marks first: UTF-32's begins with UTF-16's.
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode(data, encoding, name)
    head = data[:4_096]
    if b"\0" in head:
        is_big = head[::2].count(0) > head[1::2].count(0)
        return _decode(data, "utf-16-be" if is_big else "utf-16-le", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "gb18030", name)


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        msg = f"{name}：不是UTF-8、GB18030或UTF-16编码的文字，无法读取；请用记事本打开，另存为UTF-8编码后再导入。"
        raise InputError(msg) from None
