"""Quantities stated in two places of a text with different numbers, and numbers that only look alike."""

from __future__ import annotations

import pytest

from gongkai.reading.report import Reading, bind_claims
from gongkai.reading.restated import conflicts
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences


def found(text: str, words: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> list[tuple[str, bool]]:
    """What contradicts itself in a text, and whether that is certain."""
    organ = Organ(2022, "清河市东山区卫生健康局", ("东山区卫生健康局", "我局"), rolled=False, words=words)
    sentences = split_sentences(text, "sections.overview", "overview", "")
    reading = Reading(organ, sentences, bind_claims(sentences, organ, "2021"))
    return [(conflict.what, conflict.sure) for conflict in conflicts(reading)]


ITEMS = "主动公开信息的数量"


@pytest.mark.parametrize(
    "text",
    [
        "2022年，我局主动公开政府信息120条。全年主动公开政府信息96条。",
        "主动公开政府信息的数量为120条。2022年度共主动公开信息96条。",
        "全年主动公开政府信息共七十二条。主动公开信息69条。",
        "全年主动公开信息1.2万条。2022年主动公开信息10022条。",
        "全年主动公开文件120份。全年主动公开文件96份。",
    ],
)
def test_certain(text: str) -> None:
    """Two numbers of all that was proactively disclosed in the year contradict each other."""
    assert [(ITEMS, True)] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开政府信息120条。2022年共公开信息96条，其中网站90条、微信6条。",
        "全年主动公开政府信息120条。年内共计公开政府信息96条。",
        "全年主动公开政府信息120条。截至12月31日，共公开政府信息96条。",
        "一年来，共主动公开120条信息。全年公开政府信息96条。",
        "全年制作政府信息180条，其中主动公开120条。全年主动公开政府信息96条。",
        "全年共更新信息1022条。2022年，共更新信息1200条。",
        "信息公开数量：全年公开72条。全年公开69条。",
        "全年政府信息公开120条。全年公开信息96项。",
        "2022年，我局累计主动公开政府信息120条。全年公开政府信息96条。",
        "坚持以公开为常态，主动公开政府信息120条。全年主动公开政府信息96条。",
        "区卫健局主动公开政府信息120条。全年主动公开政府信息96条。",
        "围绕民生实事，全年主动公开信息120条。全年主动公开政府信息96条。",
        "全年公开政务信息120条。我局通过政府门户网站、微信公众号等渠道公开政务信息96条。",
        "通过区政府网站公开政府信息120条。全年在区政府网站公开信息96条。",
        "在区政府门户网站公开政府信息120条。全年门户网站公开信息96条。",
        "微信公众号发布信息120条。全年微信公众号发布96条。",
        "主动公开政府信息80余条。全年共公开信息64条。",
    ],
)
def test_likely(text: str) -> None:
    """Numbers that both count all of the year, or of a channel, in other words are probably of the same."""
    assert [False] == [sure for _, sure in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开政府信息120条。主动公开文件56件。",
        "全年主动公开政府信息120条。围绕民生实事，主动公开信息80条。",
        "全年主动公开政府信息120条。聚焦“放管服”改革，主动公开政府信息80条。",
        "全年主动公开政府信息120条。在食品安全方面，主动公开信息80条。",
        "全年主动公开政府信息120条。二是加强医疗领域公开，主动公开信息80条。",
        "全年主动公开政府信息120条。一季度主动公开信息80条。",
        "全年主动公开政府信息120条。各科室主动公开信息80条。",
        "全年主动公开政府信息120条。主动公开财政信息80条。",
        "全年主动公开政府信息120条。公开政务动态80条。",
        "全年主动公开政府信息120条。通过网站主动公开信息80条。",
        "全年主动公开政府信息120条。目标任务为主动公开信息80条。",
        "全年主动公开政府信息120条。主动公开信息浏览量达5000。",
        "全年主动公开政府信息120条。全年公开信息访问量121。",
        "全年主动公开政府信息120条。较上年增加主动公开信息80条。",
        "全年主动公开政府信息120条，其中机构职能3条，主动公开信息80条。",
        "全年发布信息120条。全年发布信息40条。",
        "全年公开政府信息292条。信息公开目录290项。",
        "全年主动公开政府信息292条。公开目录290项，涉及部门290个。",
        "全年制作信息120条。主动公开80条。",
        "局网站主动公开信息120条。市政府网站主动公开信息80条。",
        "主动公开政府信息80余条。全年共公开信息84条。",
    ],
)
def test_another_extent(text: str) -> None:
    """What is of a subject, a period, a part, another noun or another channel contradicts nothing."""
    assert [] == found(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("发布政策解读12篇。全年发布政策解读11篇。", "政策解读的数量"),
        ("召开新闻发布会5场。2022年，全局共召开新闻发布会6场。", "新闻发布会的数量"),
        ("一是加强解读，全年制作图解12个。二是全年共制作图解15个。", "图解的数量"),
        ("公开预决算报告4份。全年公开预决算报告3份。", "预决算报告的数量"),
        ("召开新闻发布会5场。成功举办新闻发布会6次。", "新闻发布会的数量"),
        ("召开新闻发布会5场。新闻发布会召开场次为6场。", "新闻发布会的数量"),
        ("召开新闻发布会5场。全年共召开了6场新闻发布会，发布解读12篇。", "新闻发布会的数量"),
        ("召开新闻发布会5场。新闻发布会：6场。", "新闻发布会的数量"),
        ("召开新闻发布会5场。截至年底，共召开各类新闻发布会6场。", "新闻发布会的数量"),
        ("召开新闻发布会5场。今年召开新闻发布会6场，政策解读12篇。", "新闻发布会的数量"),
        ("召开新闻发布会5场，发布解读12篇；全年召开新闻发布会6场。", "新闻发布会的数量"),
        ("开展业务培训2次。每月自查，全年开展业务培训3次。", "业务培训的数量"),
    ],
)
def test_by_name(text: str, what: str) -> None:
    """Publications of one name and unit in two sentences are the same."""
    assert [(what, False)] == found(text)


@pytest.mark.parametrize(
    "other",
    [
        "发布政策解读12篇。",
        "发布政策解读11件。",
        "围绕民生，发布政策解读3篇。",
        "通过微信发布政策解读3篇。",
        "其中，发布政策解读3篇。",
        "上半年发布政策解读3篇。",
        "2021年发布政策解读3篇。",
        "发布政策解读10余篇。",
        "发布“六稳”政策解读3篇。",
        "参加培训3次，举办培训2次。",
        "上半年举办培训3次，下半年举办培训2次。",
        "通过网站举办在线访谈3次，通过微信举办在线访谈2次。",
        "发布政策解读视频3篇。",
    ],
)
def test_another_of_that_name(other: str) -> None:
    """In another unit, or of a part, a subject, a channel or another year, they are not."""
    assert [] == found(f"全年发布政策解读12篇。{other}")


def test_a_kind_that_an_office_publishes() -> None:
    """An office adds kinds of publication of its own."""
    text = "播出民声直通车12期。全年播出民声直通车11期。"
    assert [] == found(text)
    assert [("民声直通车的数量", False)] == found(text, (("publication", ("民声直通车",)), ("held", ("播出",))))


@pytest.mark.parametrize(
    "text",
    [
        "市长召开新闻发布会5场，副市长召开新闻发布会3场。",
        "召开政策例行新闻发布会5场，召开疫情防控新闻发布会8场。",
        "主要负责人出席新闻发布会2场。分管负责人出席新闻发布会3场。",
    ],
)
def test_an_act_in_a_name(text: str) -> None:
    """The 发布 of 新闻发布会 is no act of publishing a 会, so that events of different people or kinds are not compared."""
    assert [] == found(text)
