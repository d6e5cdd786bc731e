"""The scope of a number: whether it is of the report year and of the whole organ."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gongkai.reading.sentences import GAP, ISSUED, QUOTES, TITLES, hide

NEAREST = 12
"""Years or places named before a number that are looked at."""
CLAUSE = 120
"""Characters on both sides of a number that can limit it to a period."""

Certainty = Literal["certain", "likely", "none"]


@dataclass(frozen=True)
class Organ:
    """The facts about an organ that reading its prose depends on.

    Attributes:
        year: Report year.
        name: Full name.
        own: Names it may use for itself.
        rolled: Whether its report adds up others (a government of any level).
        words: The office's own words for the lexicon, by meaning.
    """

    year: int
    name: str
    own: tuple[str, ...]
    rolled: bool
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Time and place of a number.

    Attributes:
        year: Year it refers to.
        period: Why it is not a year's number (截至, 一季度), or empty.
        place: The part of the organ it refers to, or empty.
        doubt: Whether time or place is only probable.
    """

    year: int
    period: str
    place: str
    doubt: bool = False

    def certainty(self, report_year: int) -> Certainty:
        """How certain it is that the number covers the whole organ and the whole year."""
        if self.year != report_year or self.period or self.place:
            return "none"
        return "likely" if self.doubt else "certain"


CARRIED = re.compile(
    r"(?:从|自|由)?(?:上年度?|上一年度?|去年度?|往年|前年|以前年度|上年末|\d{4}年度?)"
    r"[^，。；、（）\d]{0,10}?(?:结转|接转|转接|转结|转入|遗留|顺延|延续)"
    r"|(?:结转|接转|转结|转|顺延|延期|延续|延至|延到|留待|转入|转到|转至)(?:自|至|到|入|于|在|为)?(?:\d{4}年度?|下年度?|下一年度?|次年|上年度?|上一年度?)"
)
"""Carried over from or into a year: that year is not the number's."""

COMPARED = re.compile(
    r"(?:相比|相较|相对|对比|较之|比较|与|同|比|较|超|为|占)(?:于)?(?:上年|去年|上一年|往年|\d{4}年)(?:度|同期|底|末)?(?:同期)?(?:的?\d+(?:\.\d+)?[件条份])?(?:相比|比较|比)?"
    r"|同比|环比"
)
"""Comparisons: the year named is not the number's."""

_SPAN = re.compile(r"(\d{4})年1月1日(?:零时)?起?(?:至|到|—+|-+|－|~|～|–)(?:(\d{4})年|同年|当年)?12月31日")
_YEAR = re.compile(r"(?<![\d〔])(\d{4})年(?!.{0,2}(?:来|以来)|版|印发|修订|发布的)")
_SOONER = re.compile(r"上年度?|去年|上一年度?|前一年")
_THIS = re.compile(r"今年|本年度?|全年|当年|年内|报告期内")
_PERIOD = re.compile(
    r"(?:截至|截止)(?!\d{4}年12月31日|12月31日|年底|\d{4}年底|年末|目前)[^，。；]{0,12}|(?<!全年)(?<!年内)(?<!本年)(?<!今年)(?<!年度)累计|历年|近[两二三四五六七八九十\d]+年|(?<!今年)(?<!本年)(?<!年初)(?<!本年度)以来"
    r"|[上下]半年|前?[一二三四1-4]个?季度|[每月日季年周]均|每[年月日周季]|平均|(?<!\d{4}年)(?<!\d)(?:(?:[1-9]|1[01])月(?:份|底|，)|12月(?:份|，))"
)
_AS_OF = re.compile(r"(?:截至|截止)(?:\d{4}年)?(?:12月31日|年底|年末|目前)")

_WHOLE = re.compile(
    r"全[市县区省局州镇乡盟旗委厅院校系][^\u4e00-\u9fff]?|全街道|[我本](?:市|县|区|省|局|州|镇|乡|盟|旗|委|厅|院|办|街道|机关|单位|部门|中心|校|部)(?!级|政府办|及|各)"
)
_WIDER = re.compile(r"[全我本][市县区省州旗盟]")
_PART = re.compile(
    r"[市县区省州镇乡](?:本级|级)(?!机关事业|以上|政府网站|政务)|(?:县区|区县|县市区|市县区|市区县|乡镇|镇街|街镇|街道|部门)级"
    r"|(?:各|有关|相关|所属|下属|直属|其他|部分|个别|多数|少数|\d+[个家])(?:有关|相关|级|市直|区直|县直|市|区|县)?(?:县区|区县|县市区|市县|乡镇|镇街|街镇|街道|部门|单位|科室|处室|片区|园区|镇|区|县|开发区)"
    r"|(?:分局|派出所|支队|大队|中队|管理所|服务站|科室)(?=共|收|受|办|答|接|全|年|累|$|\d)"
)
_BRACKETS = re.compile(r"（[^（）]*）")
_VERB = r"(?:均|也|暂)?(?:未|没有|无)?(?:共计?|全年|年内|依法|累计|本年度?|今年)*(?:收到|受理|接收|接到|收悉|收办|新收|办结|答复|办理|处理|制发|印发|制定|收取|发生|作出|公开|发布)"
_UNSURE = re.compile(r"(?<![\u4e00-\u9fff])[市县区省州镇乡]政府(?:办公[厅室])?(?=" + _VERB + r")|局机关|机关本部")
_NAMED = re.compile(
    r"(?:^|[，。；：、）_＿])(?:其中[，：]?|由)?(?P<name>[\u4e00-\u9fff]{1,14}?(?:局|委员会|委|办公室|办事处|街道|镇|乡|县|区|厅|中心|公司|管委会|政府|院|站))"
    + _VERB
)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a sentence names of times and places, with their positions; carried and compared years are none of them."""

    periods: tuple[tuple[int, int, str], ...]
    dates: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, str, bool, int], ...]


@lru_cache(maxsize=4096)
def _marks(sentence: str, organ: Organ) -> _Marks:
    text = hidden = hide(hide(hide(hide(sentence, TITLES), CARRIED), COMPARED), ISSUED)
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)]
    years += [(match.start(), organ.year - 1) for match in _SOONER.finditer(text)]
    years += [(match.start(), organ.year) for match in _THIS.finditer(text)]
    text = hide(text, QUOTES)
    places = [
        (match.start(), "", not organ.rolled and bool(_WIDER.match(match[0])) and match[0] not in organ.own)
        for match in _WHOLE.finditer(text)
    ]
    places += [(match.start(), match[0], False) for match in _PART.finditer(text)]
    if organ.rolled:
        places += [(match.start(), match[0], True) for match in _UNSURE.finditer(text)]
        for match in _NAMED.finditer(text):
            name = match["name"]
            if not _WHOLE.fullmatch(name) and not is_own(name, organ):
                places.append((match.start("name"), name, False))
            else:
                places.append((match.start("name"), "", False))
    closed = {at: match.end() for match in _BRACKETS.finditer(sentence) for at in range(*match.span())}
    placed = [(at, name, unsure, closed.get(at, len(sentence) + 1)) for at, name, unsure in sorted(places)]
    timed = hidden.replace(f"{organ.year}年以来", GAP * 7)
    periods = tuple((match.start(), match.end(), match[0]) for match in _PERIOD.finditer(timed))
    dates = tuple(match.span() for match in _AS_OF.finditer(hidden))
    return _Marks(periods, dates, tuple(sorted(years)), tuple(placed))


def is_own(name: str, organ: Organ) -> bool:
    """Whether a name in the text is the organ itself."""
    return name in organ.own


def scope_at(sentence: str, at: int, organ: Organ) -> Scope:
    """The time and place that apply at a position of a sentence: those named last before it."""
    marks = _marks(sentence, organ)
    year = organ.year
    stop = max(sentence.rfind(mark, 0, at) for mark in "；。")
    earlier = marks.years[max(0, (index := bisect_left(marks.years, (at,))) - NEAREST) : index]
    for position, named in earlier:
        if position > stop or named == organ.year:
            year = named
    place, doubt = "", False
    index = bisect_left(marks.places, (at,))
    for _, name, unsure, closes in reversed(marks.places[max(0, index - NEAREST) : index]):
        if at < closes:
            place, doubt = ("", True) if unsure else (name, False)
            break
    begin = max(stop + 1, at - CLAUSE)
    end = min((found for mark in "，；。" if (found := sentence.find(mark, at)) >= 0), default=len(sentence))
    end = min(end, at + CLAUSE)
    period = next((words for first, last, words in marks.periods if begin <= first and last <= end), "")
    if not period and any(begin <= first and last <= end for first, last in marks.dates):
        doubt = True
    return Scope(year, period.strip(GAP), place, doubt)


def spans(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Whole years stated from 1 January to 31 December: first year, last year, words."""
    return tuple((int(match[1]), int(match[2] or match[1]), match[0]) for match in _SPAN.finditer(sentence))
