"""Years in the prose that do not fit the report year: periods, titles, this year's work, next year's plans."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

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

_PERIOD = re.compile(r"统计|数据|期限|时限|截止|时间|本报告|报告期|年度报告")
_COUNTED = re.compile(r"统计|数据|报告期|本报告")
_TITLE = re.compile(
    r"(?<!\d)(\d{4})年(?:度)?(?:的)?政府信息[^，。；：《》\d]{0,10}?(?:年度?报告|情况(?:年度?报告|报告)?)"
)
_NOT_OWN = re.compile(r"关于|通知|印发|要求|意见|办法|上年|上一年|往年|历年|查阅|评估|栏目|指出|反馈|以往|对照")
_ISSUED = re.compile(r"公布|编制|现将|报告如下|发布|向社会|形成|撰写|制作|报告由|本报告")
_YEAR = re.compile(
    r"(?:^|[，。；：）＿]|情况|方面|措施|工作|问题|数量|形式)(?P<year>20\d{2})年(?:度)?(?!以?来|起|[底末初间]|\d|[一二三四五六七八九十]+月|至|到|[—–\-~/]|印发|出台|发布|修订|版|第|被|荣获|成立|实施|度?报告|度?政府信息公开(?:工作)?(?:情况)?(?:年度?)?报告|建成|、|和|及|与|的)"
)
_THIS_YEAR = "本年工作的年度"
_OWN = "\ue000"
"""Stands for each letter of a name of the organ."""
_SUBJECT = rf"[，、]?(?:(?:[我本全][市县区局省州镇乡委厅院办街机关单位部门校中心旗盟]{{1,2}}|我们|各级[^，。]{{0,10}}|本机关|{_OWN}+)[^，。；\d将]{{0,8}}?)?[，]?"
_PROMISE = re.compile(
    r"(?:将|拟|计划)?(?:于|在)(\d{4})年\d{1,2}月(?:\d{1,2}日)?(?:之?前|底前)?[^，。；]{0,24}(?:公布|公开|发布|上网|登载)"
)
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


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How sentences about this year's work continue, and how those about plans do."""
    words = lexicon.alternation
    return (
        re.compile(f"{_SUBJECT}{words('year_work')}(?!的)"),
        re.compile(f"{_SUBJECT}(?:将{words('year_plan')}|(?!计划生育){words('intends')})"),
    )


def year_slips(reading: Reading) -> Iterator[YearSlip]:
    """The years in the prose that do not fit, sentence by sentence."""
    past, planned = _patterns(reading.reader.lexicon)
    last_year: dict[int, QuantityClaim] = {}
    for claim in reading.claims:
        if claim.copied:
            last_year.setdefault(id(claim.sentence), claim)
    after = (*(sentence.text for sentence in reading.sentences[1:]), "")
    for sentence, following in zip(reading.sentences, after, strict=True):
        found = list(_period(sentence, reading.organ.year)) or list(_title(sentence, reading.organ.year))
        yield from found
        if not found:
            work = list(_work(sentence, reading.organ, past, planned))
            if mentions(following[:LONGEST_HEADING], reading.organ.year):
                work = [replace(slip, sure=slip.sure and slip.what != _THIS_YEAR) for slip in work]
            yield from work
            if not work and (first := last_year.get(id(sentence))) is not None:
                quote, year = sentence.text[: first.quantity.end], reading.organ.year
                yield YearSlip(sentence, quote, year - 1, year, False, _THIS_YEAR)
            yield from _promise(sentence, reading.organ.year)


def _period(sentence: Sentence, year: int) -> Iterator[YearSlip]:
    for first, last, words in spans(sentence.text):
        if (first, last) == (year, year):
            continue
        about = bool(_PERIOD.search(sentence.text))
        if first != last and not _COUNTED.search(sentence.text):
            continue
        if not about and (first != last or sentence.section != "preface"):
            continue
        wrong = first if first != year else last
        yield YearSlip(sentence, words, wrong, year, about or sentence.section == "preface", "统计期限")


def _title(sentence: Sentence, year: int) -> Iterator[YearSlip]:
    for match in _TITLE.finditer(sentence.text):
        stated = int(match[1])
        before = sentence.text[max(0, match.start() - 40) : match.start()]
        opening = before.rpartition("《")[2] if before.rfind("《") > before.rfind("》") else before[-24:]
        after = sentence.text[match.end() : match.end() + 12]
        if stated == year or _NOT_OWN.search(opening) or re.search("通知|要求|编制公布|格式", after):
            continue
        if not _ISSUED.search(sentence.text) or (sentence.section != "preface" and "现将" not in sentence.text):
            continue
        yield YearSlip(sentence, match[0], stated, year, sentence.section == "preface", "本报告的年度")


def _work(sentence: Sentence, organ: Organ, past: re.Pattern[str], planned: re.Pattern[str]) -> Iterator[YearSlip]:
    year = organ.year
    text = hide(hide(sentence.text, TITLES), scope_patterns(organ.words).compared)
    later = sentence.section == "problems" or sentence.region in {"problems", "improvement"}
    for match in _YEAR.finditer(text):
        stated = int(match["year"])
        rest = text[match.end() :].lstrip(GAP)
        for name in organ.own:
            rest = rest.replace(name, _OWN * len(name))
        quote = sentence.text[match.start("year") : match.end() + 12]
        if future := planned.match(rest):
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
        if work := past.match(rest):
            end = match.end() + work.end()
            opening = match.start("year") <= LONGEST_HEADING
            sure = year - stated <= COPIED and opening and sentence.section != "preface"
            yield YearSlip(sentence, sentence.text[match.start("year") : end + 6], stated, year, sure, _THIS_YEAR)
            return


def _promise(sentence: Sentence, year: int) -> Iterator[YearSlip]:
    if sentence.section != "preface":
        return
    match = _PROMISE.search(sentence.text)
    if match and int(match[1]) != year + 1:
        yield YearSlip(sentence, match[0], int(match[1]), year + 1, int(match[1]) <= year, "公布的年度")


def signature_date(reading: Reading) -> tuple[Sentence, int, int] | None:
    """The date at the end of the report's text, if it was left there: sentence, year, month."""
    others = [sentence for sentence in reading.sentences if sentence.section == "other"]
    if not others:
        return None
    match = _SIGNED.search(others[-1].text)
    return (others[-1], int(match[1]), int(match[2])) if match else None
