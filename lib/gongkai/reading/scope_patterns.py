"""Patterns for the year and the place of a number, made of the lexicon's words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.lexicon import grammar

if TYPE_CHECKING:
    from gongkai.reading.lexicon import Extra


class ScopePatterns(NamedTuple):
    """Patterns of times and places.

    Attributes:
        carried: Carried over from or into a year: that year is not the number's.
        compared: Comparisons: the year named is not the number's.
        sooner: Last year.
        this: The report year.
        period: What is not one year.
        as_of: The end of the year.
        whole: The organ, or all of its area.
        wider: An area that may be wider than the organ.
        part: A part of the organ.
        unsure: What may be a part, or the organ itself.
        named: An office with what it did; ``name`` is the office.
        together: The organ with its parts: 市政府及各部门、各县区.
    """

    carried: re.Pattern[str]
    compared: re.Pattern[str]
    sooner: re.Pattern[str]
    this: re.Pattern[str]
    period: re.Pattern[str]
    as_of: re.Pattern[str]
    whole: re.Pattern[str]
    wider: re.Pattern[str]
    part: re.Pattern[str]
    unsure: re.Pattern[str]
    named: re.Pattern[str]
    together: re.Pattern[str]


@lru_cache(maxsize=16)
def scope_patterns(extra: Extra = ()) -> ScopePatterns:
    """The patterns, with an office's own words."""
    words = grammar(extra).alternation
    as_of = words("as_of")
    did = rf"(?:均|也|暂)?(?:未|没有|无)?(?>{words('did_filler')})*{words('did')}"
    return ScopePatterns(
        carried=re.compile(
            rf"(?:从|自|由)?(?:{words('earlier_year')}|\d{{4}}年度?)[^，。；、（）\d]{{0,10}}?{words('carry_from')}"
            rf"|{words('carry_to')}(?:自|至|到|入|于|在|为)?(?:\d{{4}}年度?|{words('carry_year')})"
        ),
        compared=re.compile(
            rf"{words('compared_with')}(?:于)?(?:{words('year_compared')}|\d{{4}}年)(?:度|同期|底|末)?(?:同期)?"
            rf"(?:的?\d+(?:\.\d+)?[件条份])?{words('compared_end')}?|{words('compared_alone', 'compared_period')}"
        ),
        sooner=re.compile(words("sooner")),
        this=re.compile(words("this_year")),
        period=re.compile(
            rf"{as_of}(?!\d{{4}}年12月31日|\d{{4}}年底|{words('year_end')})[^，。；]{{0,12}}"
            rf"|(?<!全年)(?<!年内)(?<!本年)(?<!今年)(?<!年度)(?<!\d年)(?<!\d年，)(?<!\d年共){words('accumulated')}|{words('several_years')}"
            r"|近[两二三四五六七八九十\d]+年"
            rf"|(?<!今年)(?<!本年)(?<!年初)(?<!本年度){words('since')}"
            rf"|[上下]半年|前?[一二三四1-4]个?季度|[每月日季年周]均|每[年月日周季]|{words('average')}"
            r"|(?<!\d{4}年)(?<!\d)(?:(?:[1-9]|1[01])月(?:份|底|，)|12月(?:份|，))"
        ),
        as_of=re.compile(rf"{as_of}(?:\d{{4}}年)?{words('year_end')}"),
        whole=re.compile(
            rf"全{words('whole_unit')}[^\u4e00-\u9fff]?|全街道|[我本]{words('own_unit')}(?!级|政府办|及|各)"
        ),
        wider=re.compile(rf"[全我本]{words('region_unit')}"),
        part=re.compile(
            rf"{words('level_unit')}(?:本级|级)(?!机关事业|以上|政府网站|政务)|{words('level_units')}级"
            rf"|(?:{words('some_of')}|\d+[个家]){words('of_level')}?{words('part_unit')}"
            rf"|{words('branch')}(?=共|收|受|办|答|接|全|年|累|$|\d)"
        ),
        unsure=re.compile(rf"(?<![\u4e00-\u9fff]){words('level_unit')}政府(?:办公室)?(?={did})|{words('own_office')}"),
        named=re.compile(
            rf"(?:^|[，。；：、）_＿])(?:其中[，：]?|由)?(?P<name>[\u4e00-\u9fff]{{1,14}}?{words('office_unit')})(?<!网站){did}"
        ),
        together=re.compile(
            rf"(?:{words('level_unit')}政府|{words('own_office')}|[本我]{words('own_unit')})(?:及其?|和|与|、)"
            rf"(?>(?:{words('some_of')}|\d+[个家])+{words('of_level')}?(?:{words('part_unit')}|{words('branch')})[、和及与]?)+"
        ),
    )
