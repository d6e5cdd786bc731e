"""Gongkai drafts (``gongkai build --draft``): the findings behind the report in them are not part of it."""

from __future__ import annotations

import re

_FINDINGS = re.compile(r"^[^\S\n]*核对结果\s*$", re.MULTILINE)
_LIKE = re.compile(r"[A-Z]\d+（(?:错误|警告|提示|已认可\d+处)）|没有核对的原因|没有发现问题。")
"""What only the findings of a Gongkai draft look like; a draft that lost its watermark is known by it."""


def strip(text: str, *, marked: bool) -> tuple[str, bool]:
    """The report without the findings at its end, and whether it is a draft.

    Args:
        text: The report.
        marked: Whether it carries the mark of a draft; a text that ends in findings is a draft, marked or not.
    """
    titles = list(_FINDINGS.finditer(text))
    if not titles or not (marked or _LIKE.search(text, titles[-1].end())):
        return text, marked
    return text[: titles[-1].start()].rstrip(), True
