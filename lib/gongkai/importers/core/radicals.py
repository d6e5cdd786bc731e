"""Radicals that look like characters: what browsers and some converters write into a PDF instead of ⼯ 工, ⺠ 民, ⻚ 页."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.importers.core.parsed_report import DelimitedText, ParsedReport, ParsedTable

if TYPE_CHECKING:
    from gongkai.importers.core.parsed_report import Block

_KANGXI = [chr(code) for code in range(0x2F00, 0x2FD6)]
"""The radicals of the 康熙字典, each of which Unicode says to be like a character."""

_SIMPLIFIED = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""Of the other radicals those that are a whole character in simplified script; Unicode's normalization leaves most of them."""

_CHARACTERS = str.maketrans({radical: unicodedata.normalize("NFKC", radical) for radical in _KANGXI} | _SIMPLIFIED)
_ANY = re.compile(r"[\u2e80-\u2fdf]")


def unified(source: ParsedReport) -> ParsedReport:
    """A report in which each radical is the character that it looks like; nothing else changes, and no text its length."""
    title = None if source.title is None else _text(source.title)
    return replace(source, blocks=tuple(map(_block, source.blocks)), title=title, head=_text(source.head))


def _block(block: Block) -> Block:
    if isinstance(block, str):
        return _text(block)
    if isinstance(block, DelimitedText):
        return DelimitedText(_text(block.text))
    if not any(_ANY.search(cell.text) for row in block.rows for cell in row):
        return block
    return ParsedTable(tuple(tuple(replace(cell, text=_text(cell.text)) for cell in row) for row in block.rows))


def _text(text: str) -> str:
    return text.translate(_CHARACTERS) if _ANY.search(text) else text
