"""Whose report it is, of which year, when it was signed and published."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from gongkai.importers.core import boilerplate
from gongkai.importers.organ_match import ENDS
from gongkai.parsing.dates import calendar_day
from gongkai.parsing.numerals import DIGITS, number

_ORGAN = r"[\u4e00-\u9fff][\u4e00-\u9fff（）()·—－-]{1,39}?"
_YEAR = r"(?P<year>20\s*\d\s*\d|二[〇○Ｏ零0][〇○零一二三四五六七八九]{2})"
_NAME = r"(?:政\s*府\s*信\s*息\s*公\s*开|政\s*务\s*公\s*开)\s*(?:工\s*作)?\s*(?:年\s*度)?\s*(?:工\s*作)?\s*报\s*告"
_TITLE = re.compile(rf"(?P<organ>{_ORGAN})\s*(?:关于\s*)?{_YEAR}\s*年?\s*(?:度)?\s*(?:的\s*)?{_NAME}")
_EARLY = re.compile(rf"{_YEAR}\s*年\s*度?\s*(?P<organ>{_ORGAN})\s*{_NAME}")
_LATE = re.compile(rf"(?P<organ>{_ORGAN})\s*(?:关于\s*)?{_NAME}\s*[（(]\s*{_YEAR}\s*年?\s*(?:度)?\s*[)）]")
_YEARLESS = re.compile(rf"(?P<organ>{_ORGAN})\s*{_NAME}")
_OWN = re.compile("(?:年度?)?(?:我|本(?:[机单年级]|中心|公司)|[本全][局委办厅院部处所站会行校省市区县旗镇乡街])")
"""How an organ begins that calls itself by no name: 我局, 本单位, 全县, also behind a year; not 本溪市, 全州县."""
_PERIOD = re.compile(
    r"(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*(?:起)?\s*(?:至|到|—|－|-|～|~)\s*(?:20\d\d\s*年\s*)?12\s*月\s*31\s*日"
)
_HANZI = str.maketrans({**{sign: str(value) for sign, value in DIGITS.items()}, "Ｏ": "0"})
_PUBLISHED = re.compile(
    r"(?:发布(?:时间|日期|于)?|发文日期|成文日期|公开日期|生成日期|更新时间|时间|日期)\s*[:：]?\s*"
    r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
)
_DATE = re.compile(
    r"(?P<y>20\s*\d\s*\d|二[〇○零Ｏ0][〇○零一二三四五六七八九]{2})\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_JUNK = re.compile(
    r"^(?:标题|名称|题名|当前位置|首页|来源|信息公开|政府信息公开(?:年报|年度报告)?|关于|公布|发布|公开)+[:：]?"
)


@dataclass(frozen=True)
class ReportMetadata:
    """What a report says of itself; ``None`` where it does not."""

    organ: str | None
    year: int | None
    title: str | None


def year_of(text: str) -> int:
    """A year in Arabic or Chinese digits."""
    return int(re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(_HANZI))))


def recognise(head: str, page_title: str | None = None) -> ReportMetadata:
    """Organ and year from the title of the report.

    Args:
        head: The text before section one.
        page_title: Title of the web page or document, if any.
    """
    votes: Counter[tuple[str, int]] = Counter()
    first: dict[tuple[str, int], str] = {}
    for weight, text in ((2, page_title or ""), (1, head)):
        for match in [*_TITLE.finditer(text), *_LATE.finditer(text), *_EARLY.finditer(text)]:
            organ = tidy_organ(match["organ"])
            if organ and (match.re is not _EARLY or (ENDS.search(organ) and not _OWN.match(organ))):
                key = (organ, year_of(match["year"]))
                votes[key] += weight
                first.setdefault(key, re.sub(r"\s+", "", match[0]))
    if votes:
        organ, year = max(votes, key=lambda key: votes[key])
        return ReportMetadata(organ, year, first[organ, year])
    period = _PERIOD.search(head)
    organs = [tidy_organ(m["organ"]) for m in _YEARLESS.finditer(f"{page_title or ''}\n{head}")]
    found = next((organ for organ in organs if organ and ENDS.search(organ) and not _OWN.match(organ)), None)
    return ReportMetadata(found, int(period[1]) if period else None, None)


def tidy_organ(text: str) -> str:
    """An organ's name without what a page printed before it."""
    name = re.sub(r"\s+", "", text)
    while True:
        cut = _JUNK.sub("", name)
        if cut == name:
            break
        name = cut
    return name.strip("（）()·—－-") if name.count("（") != name.count("）") else name.strip("·—－-")


def period(text: str) -> int | None:
    """The year of the period that the report covers, where it says 1 January to 31 December."""
    match = _PERIOD.search(text)
    return int(match[1]) if match else None


def published(head: str) -> dt.date | None:
    """Publication date from the text around the report."""
    for match in _PUBLISHED.finditer(head):
        if (day := calendar_day(int(match[1]), int(match[2]), int(match[3]))) is not None:
            return day
    return None


_LONGEST_END = 2_000
"""The signature is within so many characters of the end."""


@dataclass(frozen=True)
class Signature:
    """The block at the end: organ, date, and where it begins and ends in the text."""

    organ: str | None
    day: dt.date | None
    start: int
    end: int


def signature(text: str, organ: str | None) -> Signature | None:
    """The signature at the end of the last section.

    Args:
        text: The last section.
        organ: Name of the organ, where it is known: a line that is its name is a signature without a date too.
    """
    found = None
    for match in _DATE.finditer(text, max(0, len(text) - _LONGEST_END)):
        if boilerplate.is_behind_signature(text[match.end() :]):
            found = match
    if found is not None:
        day = calendar_day(year_of(found["y"]), _small(found["m"]), _small(found["d"]))
        name, start = _signer(text[: found.start()])
        if day is not None and (name or text[: found.start()].rstrip(" \u3000\t")[-1:] in {"", "\n", "。", "\x1e"}):
            return Signature(name, day, start, found.end())
        return None
    name, start = _signer(text)
    after = re.search(r"[^\s]", text)
    if name and organ and after and (name == organ or organ.endswith(name)):
        return Signature(name, None, start, len(boilerplate.without_buttons(text)))
    return None


def _signer(text: str) -> tuple[str | None, int]:
    """The organ at the end of a text, and where it begins."""
    body = boilerplate.without_buttons(text)
    match = re.search(r"(?:^|[\s。！；：\x1e\x1f])([\u4e00-\u9fff（）()·]{3,40})$", body)
    if match and ENDS.search(match[1]):
        return match[1], match.start(1)
    return None, len(body)


def _small(text: str) -> int:
    return int(text) if text.isdigit() else number(text) or 0
