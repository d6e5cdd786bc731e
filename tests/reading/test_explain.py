"""Why a number is compared with no cell, as a careful person would say it."""

from __future__ import annotations

import pytest

from gongkai.reading.explain import explain
from gongkai.reading.report import Reading, bind_claims
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences

ORGAN = Organ(2022, "清河市教育局", ("清河市教育局", "我局"), rolled=False)
CITY = Organ(2022, "清河市人民政府", ("清河市人民政府", "清河市", "我市"), rolled=True)


def reasons(text: str, organ: Organ = ORGAN) -> list[str]:
    """The reason for each number, with the words that are not known; empty for one that is compared."""
    sentences = split_sentences(text, "sections.overview", "overview", "")
    reading = Reading(organ, sentences, bind_claims(sentences, organ, "2021"))
    return [f"{item.reason} {item.unknown}".strip() for item in explain(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月开展自查，全年开展培训2次。", ["unit"]),
        ("每季度培训2次。", ["period"]),
        ("本报告由总体情况等六个部分组成。", ["structure"]),
        ("制作信息40条，其中主动公开20条，不子公开20条。", ["disclosed", "disclosed", "unknown 不子"]),
        ("应急演练3件。", ["unknown 应急演练"]),
        ("印发文件128份，其中依申请公开20份，不予公开33份。", ["disclosed", "disclosed", "reply"]),
        ("发布信息684条，其中市政府网站286条、局门户网站398条。", ["disclosed", "disclosed", "disclosed"]),
        ("对24个部门开展测评。", ["places"]),
        ("收到政府信息公开申请4件，较2021年的6件减少2件。", ["", "ratio", "ratio"]),
        ("收到政府信息公开申请4件，其中2件延期答复。", ["", "row"]),
        ("行政诉讼11件，其中一审8件，败诉2件。", ["", "row", "row"]),
        ("办理提案34件，公开答复28件。", ["foreign", "reply"]),
        ("收取信息处理费0元。", ["fee"]),
        ("独立用户访问量132万个。", ["unit"]),
        ("发布图解12篇。制作图解12篇。", ["disclosed", "disclosed"]),
        ("招生类12件，其他3件。", ["topic", "others"]),
        ("办结申请8件。", ["asked"]),
        ("接听咨询电话120个，配备触摸屏6台，拨打热线12345。", ["foreign", "unit"]),
    ],
)
def test_reasons(text: str, expected: list[str]) -> None:
    """Each number has the reason that tells most of it."""
    assert expected == reasons(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政府及各部门、各县区共收到政府信息公开申请9件。", [""]),
        ("全市收到政府信息公开申请9件，其中市级3件、县级6件；上年结转1件。", ["", "place", "place", ""]),
        ("市政府网站公开信息9条。", ["disclosed"]),
        ("市政府办公厅收到政府信息公开申请9件。", ["place"]),
    ],
)
def test_whose(text: str, expected: list[str]) -> None:
    """A government with its parts is all of it; its website is no place, its general office is one of its members."""
    assert expected == reasons(text, CITY)


def test_numbers_before_their_words() -> None:
    """Where words follow each of several numbers, those between two of them are the first one's."""
    sentences = split_sentences("因政府信息公开被复议3件，2件维持1件纠正。", "sections.overview", "overview", "")
    found = [(item.value, item.options[0].rpartition(".")[2]) for item in bind_claims(sentences, ORGAN, "2021")]
    assert [(3, "total"), (2, "upheld"), (1, "corrected")] == found
