"""The lexicon: entries, the longest word, the form's labels, an office's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.reading.absolute_claims import find_absolute_claims
from gongkai.reading.changes import stated_changes
from gongkai.reading.fees import stated_fees
from gongkai.reading.lexicon import Lexicon, LexiconError, expand, form_words, lexicon, own_entries, wrong_entries
from gongkai.reading.report import Reading, bind_claims
from gongkai.reading.restated import conflicts
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.reading.shares import WrongShare, wrong_shares
from gongkai.reading.years import year_slips

if TYPE_CHECKING:
    from collections.abc import Callable


def test_entries() -> None:
    """A choice stands for each of its words, what may be left out for both."""
    assert expand("(甲|乙)丙(丁)?") == ["甲丙丁", "甲丙", "乙丙丁", "乙丙"]
    assert expand("(第三方(合法)?)?权益") == ["第三方合法权益", "第三方权益", "权益"]


@pytest.mark.parametrize("entry", ["(甲", "甲)", "甲?", "(甲|乙", "(一|二)" * 20])
def test_wrong_entries(entry: str) -> None:
    """A bracket without its partner and an entry that stands for too many words are refused."""
    with pytest.raises(LexiconError):
        expand(entry)


def test_longest_word() -> None:
    """The longest word at each place counts, and what no word covers is left out."""
    words = Lexicon({"a": ("公开",), "b": ("公开申请", "申请")})
    assert [(w.start, w.end, set(w.meanings)) for w in words.scan("残公开申请公开")] == [(1, 5, {"b"}), (5, 7, {"a"})]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_labels_of_the_form(edition: str) -> None:
    """The labels of the form are known under the ids of their rows and columns."""
    words = lexicon(edition)
    found = {
        m
        for text in ("属于国家秘密", "商业企业", "尚未审结", "要求提供公开出版物")
        for w in words.scan(text)
        for m in w.meanings
    }
    assert {"refused_1", "business", "pending", "unprocessed_3"} <= found


def test_all_entries_can_be_read() -> None:
    """Every entry of the package's own lexicon can be expanded."""
    assert all(expand(entry) for entries in own_entries().values() for entry in entries)


def test_an_office_adds_words() -> None:
    """A word of the office's own is read as its meaning says."""
    text = "全年签核政府信息公开申请5件。"
    sentences = split_sentences(text, "sections.overview", "overview", "requests")
    without = Organ(2022, "清河市水利局", ("我局",), rolled=False)
    own = Organ(2022, "清河市水利局", ("我局",), rolled=False, words=(("answered", ("签核",)),))
    assert [claim.sure for claim in bind_claims(sentences, without, "2021")] == ["likely"]
    assert [(claim.options, claim.sure) for claim in bind_claims(sentences, own, "2021")] == [
        (("requests.total.total",), "certain")
    ]


def test_full_width_signs_of_a_choice() -> None:
    """A choice that an office writes in full-width brackets is reported, not read as a word with brackets."""
    assert (("received", "（登记|签收）"),) == wrong_entries("2021", (("received", ("（登记|签收）", "(登记|签收)")),))


def test_a_word_of_the_form_keeps_its_meaning() -> None:
    """An office cannot give a word for one of the form's results another meaning; it can give it the same one again."""
    extra = (("proactive", ("不予公开", "对外晒出")), ("refused", ("不予公开",)), ("made", ("(予以|全部)公开",)))
    assert (("proactive", "不予公开"), ("made", "(予以|全部)公开")) == form_words("2021", extra)
    words = {word for each in lexicon("2021", extra).scan("不予公开，对外晒出") for word in each.meanings}
    assert {"refused", "proactive"} == words


def _shares(reading: Reading) -> list[WrongShare]:
    return [share for sentence in reading.sentences for share in wrong_shares(sentence, None, reading.reader)]


CLAUSES = [
    ("fall", "缩减", "收到政府信息公开申请5件，同比缩减20%。", lambda reading: len(stated_changes(reading)), 1),
    ("all_mark", "悉数", "收到的政府信息公开申请悉数办结。", lambda reading: len(find_absolute_claims(reading)), 1),
    ("fee_tariff", "单价", "信息处理费单价2元。", lambda reading: len(stated_fees(reading)), 0),
    ("this_year", "年度内", "2021年有所增加，年度内收到政府信息公开申请5件。", lambda reading: len(reading.claims), 1),
    ("branch", "执法队", "执法队收到政府信息公开申请5件。", lambda reading: len(reading.claims), 0),
    ("denied_act", "签收", "本年度未签收政府信息公开申请。", lambda reading: len(reading.claims), 1),
    ("of_all", "通通", "收到政府信息公开申请5件，办理时通通由自然人提出。", lambda reading: len(reading.claims), 2),
    ("how_done", "照章", "收到政府信息公开申请5件，均照章予以公开。", lambda reading: len(reading.claims), 2),
    ("share_is", "合", "收到申请50件，自然人30件，占合50%。", lambda reading: len(_shares(reading)), 1),
    (
        "share_of",
        "老年人",
        "收到申请50件，老年人30件，企业20件，老年人占50%。",
        lambda reading: len(_shares(reading)),
        1,
    ),
]
"""Meaning, word, a text with it, what is counted in its reading, and how many there are if the word is known."""


@pytest.mark.parametrize(
    ("meaning", "word", "text", "count", "expected"), CLAUSES, ids=[clause[0] for clause in CLAUSES]
)
def test_words_of_structure(meaning: str, word: str, text: str, count: Callable[[Reading], int], expected: int) -> None:
    """Words of changes, shares, denials, of all or none, of fees and of scope come from the lexicon, so that an office can add some."""
    counts = []
    for words in ((), ((meaning, (word,)),)):
        organ = Organ(2022, "清河市水利局", ("我局",), rolled=False, words=words)
        sentences = split_sentences(text, "sections.overview", "overview", "requests")
        counts.append(count(Reading(organ, sentences, bind_claims(sentences, organ, "2021"))))
    assert counts[1] == expected
    assert counts[0] != expected


def test_words_of_titles() -> None:
    """By what a title is recognized as this report's comes from the lexicon."""
    found = []
    for words in ((), (("report_issued", ("谨呈",)),)):
        organ = Organ(2022, "清河市水利局", ("我局",), rolled=False, words=words)
        sentences = split_sentences("谨呈我局2021年政府信息公开工作年度报告。", "sections.preface", "preface", "")
        found.append([slip.right for slip in year_slips(Reading(organ, sentences, ()))])
    assert [[], [2022]] == found


@pytest.mark.parametrize("text", ["组织召开{}会议3次。", "共计{}呀5件。", "办结率达到{}呀5%。", "均依法依规{}呀。"])
def test_words_that_are_also_two(text: str) -> None:
    """A word that is also two words (共计, 共 and 计), forty times in a row, is read in linear time: each is read in one way."""
    organ = Organ(2022, "清河市水利局", ("我局",), rolled=False)
    word = text.partition("{")[0].removeprefix("办结率").removeprefix("均")
    sentences = split_sentences(text.format(word * 40), "sections.overview", "overview", "")
    reading = Reading(organ, sentences, bind_claims(sentences, organ, "2021"))
    assert [] == [*conflicts(reading), *find_absolute_claims(reading), *_shares(reading)]


@pytest.mark.parametrize(
    ("meaning", "word", "text"),
    [
        ("did_filler", "全年依法", "我局未{}呀公开信息3条。"),
        ("did_filler", "全年依法", "{}呀，公开信息3条。"),
        ("rate_filler", "保持实现", "答复率{}呀。"),
        ("share_is", "约为", "占比{}呀5%。"),
        ("of_all_is", "依法作出", "申请人均{}呀。"),
        ("sum_mark", "共累计", "政策解读{}呀3篇。"),
    ],
)
def test_an_office_s_words_that_are_also_two(meaning: str, word: str, text: str) -> None:
    """An office's own word may be two of the lexicon's: forty of them in a row are read in linear time."""
    organ = Organ(2022, "清河市水利局", ("我局",), rolled=False, words=((meaning, (word,)),))
    sentences = split_sentences(text.format(word * 40), "sections.overview", "overview", "")
    reading = Reading(organ, sentences, bind_claims(sentences, organ, "2021"))
    assert [] == [*conflicts(reading), *find_absolute_claims(reading), *_shares(reading)]
