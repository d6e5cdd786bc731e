"""Years in the prose that do not fit the report year: periods, titles, this year's work, next year's plans."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.scope import spans
from gongkai.reading.scope_patterns import scope_patterns
from gongkai.reading.sentences import GAP, TITLES, hide
from gongkai.reading.slipped_years import LONGEST_HEADING, mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.report import Reading
    from gongkai.reading.scope import Organ
    from gongkai.reading.sentences import Sentence

_THIS_YEAR = "本年工作的年度"
_OWN = "\ue000"
"""Stands for each letter of a name of the organ."""
_SUBJECT = rf"[，、]?(?:(?:[我本全][市县区局省州镇乡委厅院办街机关单位部门校中心旗盟]{{1,2}}|我们|各级[^，。]{{0,10}}|本机关|{_OWN}+)[^，。；\d将]{{0,8}}?)?[，]?"
COPIED = 3
"""Years back that a text is copied from; an older year is more likely history than a slip."""
_SIGNED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:附件.{0,12})?[。]?$")


@dataclass(frozen=True, slots=True)
class YearSlip:
    """A year that does not fit: what is stated, what it should be, how sure that is, and what it is the year of."""

    sentence: Sentence
    quote: str
    stated: int
    right: int
    sure: bool
    what: str


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words.

    Attributes:
        past, planned: How sentences about this year's work continue, and how those about plans do.
        period, counted: Sentences on a period, and on the one that is reported on.
        title, other, issued, asked: Titles of reports, what makes it another's, what makes it this one, and demands.
        year: A year that opens a sentence.
        promise: When the report will be published.
    """

    past: re.Pattern[str]
    planned: re.Pattern[str]
    period: re.Pattern[str]
    counted: re.Pattern[str]
    title: re.Pattern[str]
    other: re.Pattern[str]
    issued: re.Pattern[str]
    asked: re.Pattern[str]
    year: re.Pattern[str]
    promise: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    return _Patterns(
        past=re.compile(f"{_SUBJECT}{words('year_work')}(?!的)"),
        planned=re.compile(f"{_SUBJECT}(?:将{words('year_plan')}|(?!计划生育){words('intends')})"),
        period=re.compile(words("report_period")),
        counted=re.compile(words("report_counted")),
        title=re.compile(rf"(?<!\d)(\d{{4}})年(?:度)?(?:的)?政府信息[^，。；：《》\d]{{0,10}}?{words('report_title')}"),
        other=re.compile(words("another_report")),
        issued=re.compile(words("report_issued")),
        asked=re.compile(words("report_asked")),
        year=re.compile(
            rf"(?:^|[，。；：）＿]|{words('year_opens')})(?P<year>20\d{{2}})年(?:度)?(?!以?来|起|[底末初间]|\d|[一二三四五六七八九十]+月|至|到"
            r"|[—–\-~/]|印发|出台|发布|修订|版|第|被|荣获|成立|实施|度?报告|度?政府信息公开(?:工作)?(?:情况)?(?:年度?)?报告|建成|、|和|及|与|的)"
        ),
        promise=re.compile(
            rf"(?:将|拟|计划)?(?:于|在)(\d{{4}})年\d{{1,2}}月(?:\d{{1,2}}日)?(?:之?前|底前)?[^，。；]{{0,24}}{words('report_promised')}"
        ),
    )


def year_slips(reading: Reading) -> Iterator[YearSlip]:
    """The years in the prose that do not fit, sentence by sentence."""
    patterns = _patterns(reading.reader.lexicon)
    last_year: dict[int, QuantityClaim] = {}
    for claim in reading.claims:
        if claim.copied:
            last_year.setdefault(id(claim.sentence), claim)
    after = (*(sentence.text for sentence in reading.sentences[1:]), "")
    for sentence, following in zip(reading.sentences, after, strict=True):
        found = list(_period(sentence, reading.organ.year, patterns)) or list(
            _title(sentence, reading.organ.year, patterns)
        )
        yield from found
        if not found:
            work = list(_work(sentence, reading.organ, patterns))
            if mentions(following[:LONGEST_HEADING], reading.organ.year):
                work = [replace(slip, sure=slip.sure and slip.what != _THIS_YEAR) for slip in work]
            yield from work
            if not work and (first := last_year.get(id(sentence))) is not None:
                quote, year = sentence.text[: first.quantity.end], reading.organ.year
                yield YearSlip(sentence, quote, year - 1, year, False, _THIS_YEAR)
            yield from _promise(sentence, reading.organ.year, patterns)


def _period(sentence: Sentence, year: int, patterns: _Patterns) -> Iterator[YearSlip]:
    for first, last, words in spans(sentence.text):
        if (first, last) == (year, year):
            continue
        about = bool(patterns.period.search(sentence.text))
        if first != last and not patterns.counted.search(sentence.text):
            continue
        if not about and (first != last or sentence.section != "preface"):
            continue
        wrong = first if first != year else last
        yield YearSlip(sentence, words, wrong, year, about or sentence.section == "preface", "统计期限")


def _title(sentence: Sentence, year: int, patterns: _Patterns) -> Iterator[YearSlip]:
    for match in patterns.title.finditer(sentence.text):
        stated = int(match[1])
        before = sentence.text[max(0, match.start() - 40) : match.start()]
        opening = before.rpartition("《")[2] if before.rfind("《") > before.rfind("》") else before[-24:]
        after = sentence.text[match.end() : match.end() + 12]
        if stated == year or patterns.other.search(opening) or patterns.asked.search(after):
            continue
        if not patterns.issued.search(sentence.text) or (sentence.section != "preface" and "现将" not in sentence.text):
            continue
        yield YearSlip(sentence, match[0], stated, year, sentence.section == "preface", "本报告的年度")


def _work(sentence: Sentence, organ: Organ, patterns: _Patterns) -> Iterator[YearSlip]:
    year = organ.year
    text = hide(hide(sentence.text, TITLES), scope_patterns(organ.words).compared)
    later = sentence.section == "problems" or sentence.region in {"problems", "improvement"}
    for match in patterns.year.finditer(text):
        stated = int(match["year"])
        rest = text[match.end() :].lstrip(GAP)
        for name in organ.own:
            rest = rest.replace(name, _OWN * len(name))
        quote = sentence.text[match.start("year") : match.end() + 12]
        if future := patterns.planned.match(rest):
            if later and (stated <= year or stated >= year + 2):
                yield YearSlip(
                    sentence,
                    sentence.text[match.start("year") : match.end() + future.end()],
                    stated,
                    year + 1,
                    True,
                    "下一步打算的年度",
                )
            elif not later and stated < year and "将" in future[0]:
                yield YearSlip(sentence, quote, stated, year + 1, False, "下一步打算的年度")
            continue
        if stated >= year or mentions(sentence.text, year):
            continue
        if work := patterns.past.match(rest):
            end = match.end() + work.end()
            opening = match.start("year") <= LONGEST_HEADING
            sure = year - stated <= COPIED and opening and sentence.section != "preface"
            yield YearSlip(sentence, sentence.text[match.start("year") : end + 6], stated, year, sure, _THIS_YEAR)
            return


def _promise(sentence: Sentence, year: int, patterns: _Patterns) -> Iterator[YearSlip]:
    if sentence.section != "preface":
        return
    match = patterns.promise.search(sentence.text)
    if match and int(match[1]) != year + 1:
        yield YearSlip(sentence, match[0], int(match[1]), year + 1, int(match[1]) <= year, "公布的年度")


def signature_date(reading: Reading) -> tuple[Sentence, int, int] | None:
    """The date at the end of the report's text, if it was left there: sentence, year, month."""
    others = [sentence for sentence in reading.sentences if sentence.section == "other"]
    if not others:
        return None
    match = _SIGNED.search(others[-1].text)
    return (others[-1], int(match[1]), int(match[2])) if match else None
