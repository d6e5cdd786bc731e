"""What a careful reader sees besides plain numbers: all of them, both together, side by side, and on which whole."""

from __future__ import annotations

import pytest

from gongkai.reading.lists import find_lists
from gongkai.reading.reader import Reader
from gongkai.reading.report import bind_claims
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.reading.shares import wrong_shares
from gongkai.returns import Number

ORGAN = Organ(2022, "清河市水利局", ("清河市水利局", "我局"), rolled=False)
READER = Reader(ORGAN, "2021")
FU, SU = "disputes.reconsideration", "disputes.litigation"


def read(text: str) -> set[tuple[Number, str]]:
    """Value and likeliest quantity of each claim."""
    found = bind_claims(split_sentences(text, "sections.overview", "overview", ""), ORGAN, "2021")
    return {(claim.value, claim.options[0]) for claim in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请8件，申请人均为自然人。", {(8, "requests.new.natural")}),
        ("因信息公开引起的行政复议3件、诉讼2件，均获维持。", {(3, f"{FU}.upheld"), (2, f"{SU}.upheld")}),
        ("答复政府信息公开申请6件，全部予以公开。", {(6, "requests.granted.total")}),
        ("收到公开申请9件，上年结转1件，共10件。", {(10, "requests.new.total+requests.carried_in.total")}),
        ("共收到信息公开申请10件，新收9件，上年结转1件。", {(10, "requests.new.total+requests.carried_in.total")}),
        ("答复公开申请9件，予以公开或部分公开5件。", {(5, "requests.granted.total+requests.partial.total")}),
        ("答复公开申请9件，其中公开答复4件。", {(4, "requests.granted.total")}),
        ("没有作出行政处罚决定。", {(0, "disclosure.penalty.decisions")}),
        ("本年没有制发行政规范性文件。", {(0, "disclosure.normative_documents.made")}),
        ("本年度無政府信息公開行政複議。", {(0, f"{FU}.total")}),
        ("办理公开申请17，均依法答复。", {(17, "requests.new.total+requests.carried_in.total")}),
        ("收到公开申请9件，按规定全部公开。", {(9, "requests.granted.total")}),
        ("答复公开申请9件，其中公开7件，不予公开2件。", {(7, "requests.granted.total")}),
        ("收到公开申请9件。均已按期答复。", {(9, "requests.total.total")}),
        ("收到公开申请9件，均在20个工作日内答复。", {(9, "requests.total.total")}),
        ("因信息公开引起的行政复议1件，复议机关维持了原答复。", {(1, f"{FU}.upheld")}),
        ("没有因政府信息公开被申请复议、起诉的情况。", {(0, f"{FU}.total"), (0, f"{SU}.total")}),
        (
            "收到依申请公开来信9件。通过热线收到政府信息公开申请7件。",
            {(9, "requests.new.total"), (7, "requests.new.total")},
        ),
        ("2022年需办结政府信息公开申请9件。", {(9, "requests.new.total+requests.carried_in.total")}),
        (
            "全面清理2018年以前印发的规范性文件，废止2018年前的行政规范性文件4件。",
            {(4, "disclosure.normative_documents.repealed")},
        ),
    ],
)
def test_claims(text: str, expected: set[tuple[Number, str]]) -> None:
    """What is said of all, of both together, in words, in traditional characters or without a unit is read."""
    assert expected <= read(text)


def test_other_organizations() -> None:
    """Other organizations are the last column, or all that are no natural persons: either is read."""
    sentences = split_sentences(
        "收到公开申请9件，其中自然人3件、商业企业5件、其他组织1件。", "sections.overview", "overview", ""
    )
    (claim,) = [claim for claim in bind_claims(sentences, ORGAN, "2021") if claim.value == 1]
    assert {"requests.new.other", "requests.new.organizations"} <= set(claim.options)


@pytest.mark.parametrize("text", ["收到热线转来的政府信息公开咨询9件。", "复议机关维持了原答复。", "均已按期答复。"])
def test_nothing_of_the_form(text: str) -> None:
    """Calls that ask about requests, and what is said of all where nothing was counted, are no numbers of the form."""
    assert read(text) == set()


def test_days_are_no_requests() -> None:
    """The days in which requests are answered count nothing."""
    assert {value for value, _ in read("收到公开申请9件，均在15个工作日内答复。")} == {9}


def test_parts_of_other_work_are_no_requests() -> None:
    """A word of table 3 inside another count is none of its numbers."""
    assert read("一网通办业务8项，其中合同登记1项。没收到公开申请事项。") == {(0, "requests.new.total")}


def lists(text: str) -> list[tuple[str, Number, list[Number]]]:
    """Mark, whole and parts of each list."""
    before = None
    found: list[tuple[str, Number, list[Number]]] = []
    for sentence in split_sentences(text):
        found += [
            (item.mark, item.whole.quantity.value, [part.quantity.value for part in item.parts])
            for item in find_lists(sentence, before, READER)
        ]
        before = sentence
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开52条，其中政策类3条，水利类信息 45，其他类4条。", ("explicit", 52, [3, 45, 4])),
        ("制作信息40条，其中主动公开10条，依申请公开20条，不子公开10条。", ("explicit", 40, [10, 20, 10])),
        ("在公开的30条信息中，规章类信息共10条；预算类信息15条；动态6条。", ("explicit", 30, [10, 15, 6])),
        ("主动公开信息共60条，动态40条，公告20条。", ("beside", 60, [40, 20])),
        ("网上申请15件，信函申请7件，合计22件。", ("after", 22, [15, 7])),
        ("主动公开信息共11条。类别：动态5条，公告4条，其他2条。", ("explicit", 11, [5, 4, 2])),
    ],
)
def test_lists_are_read_whole(text: str, expected: tuple[str, int, list[int]]) -> None:
    """Items without unit or with an unknown label, and parts beside, before or after their total, are parts."""
    assert expected in lists(text)


def test_reasons_beside_their_kind_may_be_its_parts() -> None:
    """The reasons of a refusal are not added to it as a matter of course."""
    found = find_lists(split_sentences("答复10件，其中予以公开5件，不予公开5件，属于过程性信息2件。")[0], None, READER)
    assert 10 in found[0].sums


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收到80件。办结72件，公开36件，占50%；不予公开9件，占12.5%；无法提供27件，占37.5%。", []),
        ("公开信息12条，指南5条，占41%；公文7条，占58%。", []),
        ("收到申请200件，网上100件，占50%；信函60件，占30%；当面40件，占21%。", ["20"]),
        ("答复50件，自然人20件、企业10件，共占60%。", []),
    ],
)
def test_shares_agree_on_a_whole(text: str, wrong: list[str]) -> None:
    """All shares of a sentence are tried on each whole; digits may be rounded or cut off."""
    before = None
    found: list[str] = []
    for sentence in split_sentences(text):
        found += [str(share.right) for share in wrong_shares(sentence, before, READER)]
        before = sentence
    assert found == wrong
