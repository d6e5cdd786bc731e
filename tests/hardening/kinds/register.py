"""Hostile registers of requests in CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import texts

if TYPE_CHECKING:
    from tests.hardening.kinds.texts import Make

_COLUMNS = "序号,收到日期,申请人类型,答复类型,答复日期\n"
_FILES: dict[str, Make] = {
    "rows": lambda size: (_COLUMNS + "1,2021-01-04,自然人,予以公开,2021-01-20\n" * (size // 52)).encode(),
    "wrong rows": lambda size: (_COLUMNS + "1,不详,自然人,不详,不详\n" * (size // 34)).encode(),
    "wrong kinds": lambda size: (_COLUMNS + "1,2021-01-04,居民,答了,2021-01-20\n" * (size // 46)).encode(),
    "heads of replies": lambda size: (_COLUMNS + f"1,2021-01-04,{'法人' * (size // 12)},{'不予公开' * (size // 24)},2021-01-20\n").encode(),
    "pending rows": lambda size: (_COLUMNS + "1,2021-01-04,自然人,,\n" * (size // 26)).encode(),
    "columns": lambda size: (_COLUMNS.strip() + ",a" * (size // 2) + "\n").encode(),
    "wide rows": lambda size: (_COLUMNS + ",1" * (size // 2)).encode(),
    "quotes": lambda size: (_COLUMNS + '"' * size).encode(),
    "an open quote": lambda size: (_COLUMNS + '"' + "a\n" * (size // 2)).encode(),
    "long numbers": lambda size: (_COLUMNS + f"1,{'9' * size},自然人,予以公开,2021-01-20\n").encode(),
    "long extensions": lambda size: (
        _COLUMNS.strip() + ",延长工作日\n1,2021-01-04,自然人,予以公开,2021-01-20," + "9" * min(size, 100_000) + "\n"
    ).encode(),
}  # fmt: skip


def _text(words: str) -> bytes:
    return (_COLUMNS + words).encode()


def kinds() -> dict[str, Make]:
    """The kinds of register."""
    return _FILES | texts(_text)
