"""Drafts of ours (``gongkai build --draft``): what stands behind the report in them is no part of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.importers.core.parsed_report import ParsedReport

_FINDINGS = re.compile(r"^\s*核对结果\s*$", re.MULTILINE)
_LIKE = re.compile(r"[A-Z]\d+（(?:错误|警告|提示|已认可\d+处)）|没有核对的原因|没有发现问题。")
"""What only the findings of ours look like; a draft that lost its watermark is known by it."""


def strip(source: ParsedReport) -> ParsedReport:
    """The report without the findings at its end; a source that ends in findings is a draft, marked or not."""
    heads = list(_FINDINGS.finditer(source.text))
    if not heads or not (source.draft or _LIKE.search(source.text, heads[-1].end())):
        return source
    last = heads[-1]
    return replace(source, text=source.text[: last.start()].rstrip(), draft=True)
