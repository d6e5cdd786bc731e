"""Lists of parts: the whole and the parts of each wording, one that is off, and numbers that only stand side by side."""

from __future__ import annotations

import re

import pytest

from gongkai import forms, rules
from gongkai.reading.lists import report_lists
from gongkai.reading.part_list import PartList
from gongkai.reading.quantities import find_quantities
from gongkai.reading.reader import Reader
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.returns import Agency, Return, Sections, empty_cells
from gongkai.rules.base import Context
from tests.reading.list_wordings import LISTS, NO_LISTS

READER = Reader(Organ(2023, "清河县人民政府", ("清河县人民政府", "我县"), rolled=True), "2021")
_MARKED = re.compile(r"\{([^{}]+)\}")


def lists(text: str) -> list[PartList]:
    """The lists of a text."""
    sentences = split_sentences(text.replace("|", "\n\n"), "sections.overview", "overview")
    return [found for _, some in report_lists(sentences, READER) for found in some]


def findings(text: str) -> list[tuple[object, object]]:
    """What R15 finds in a text: sums of parts, and totals."""
    edition = forms.edition_for(2023)
    record = Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023, cells=empty_cells(edition),
        sections=Sections(preface="按规定编制。", overview=text.replace("|", "\n\n"), problems="人员不足。", other="无。"),
    )  # fmt: skip
    found = rules.RULES["R15"](Context(record))
    return [(item.value("left"), item.value("right")) for item in found if item.outcome == "fail"]


@pytest.mark.parametrize("text", LISTS)
def test_whole_and_parts(text: str) -> None:
    """A whole is found with all its parts and no other, and nothing is said of a list that adds up."""
    marked = sorted(find_quantities(f"共{number}件")[0].value for number in _MARKED.findall(text))
    plain = re.sub("[{}]", "", text)
    found = [
        sorted(item.quantity.value for item in (one.whole, *one.parts))
        for one in lists(plain)
        if one.whole.quantity.value == one.sum
    ]
    assert (marked in found, findings(plain)) == (True, [])


@pytest.mark.parametrize("text", LISTS)
def test_another_total(text: str) -> None:
    """A total that the parts do not come to is noticed."""
    spans = [match.span() for match in _MARKED.finditer(text)]
    values = [find_quantities(f"共{text[a + 1 : b - 1]}件")[0].value for a, b in spans]
    start, end = spans[values.index(max(values))]
    other = f"{text[:start]}{max(values) + 1}{text[end:]}"
    assert findings(re.sub("[{}]", "", other)) != []


@pytest.mark.parametrize("text", NO_LISTS)
def test_side_by_side(text: str) -> None:
    """Nothing is said of numbers that only stand side by side."""
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("收到政府信息公开申请6件，其中网络申请、信函申请各3件。", [3, 3]),
        ("收到政府信息公开申请6件，其中予以公开、部分公开、无法提供各2件。", [2, 2, 2]),
        ("答复政府信息公开申请6件，予以公开4件、不予公开和无法提供各1件。", [4, 1, 1]),
    ],
)
def test_each(text: str, parts: list[int]) -> None:
    """A number that is said of several counts for each of them."""
    assert [[part.quantity.value for part in one.parts] for one in lists(text)] == [parts]


def test_whole_stated_again() -> None:
    """A first part that states the whole again is none of the parts, unless the others are nothing."""
    text = "在公开的90条政府信息中，全文电子化的90条，机构类1条；人事类10条；财政类50条；工作动态类29条。"
    assert [[part.quantity.value for part in one.parts] for one in lists(text)] == [[1, 10, 50, 29]]
    assert findings(text) == []
    assert findings(text.replace("29条", "32条")) == [(93, 90)]
    assert findings("公开政府信息2条，其中网站2条，微信0条，微博0条。") == []


def test_items_in_lines_of_their_own() -> None:
    """The parts of joined lines are located in the sentences that they come from."""
    (found,) = lists("全年公开政府信息530条，具体如下：|1.政策文件30条；|2.工作动态500条。")
    assert [found.place(part)[0].text for part in found.parts] == ["1.政策文件30条；", "2.工作动态500条。"]
    assert [sentence.text[at:] for sentence, at in map(found.place, found.parts)] == ["30条；", "500条。"]


def test_quotation_of_items() -> None:
    """A finding on items in lines of their own quotes their words, without signs that stand for their marks."""
    edition = forms.edition_for(2023)
    record = Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023, cells=empty_cells(edition),
        sections=Sections(overview="全年公开政府信息531条，具体如下：\n\n1.政策文件30条；\n\n2.工作动态500条。"),
    )  # fmt: skip
    quotes = [item.value("quote") for item in rules.RULES["R15"](Context(record)) if item.outcome == "fail"]
    assert quotes == ["政策文件30条；工作动态500条"]
