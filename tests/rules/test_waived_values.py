"""The values that a finding is about, as a waiver writes them and as messages say that they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gongkai import rules
from gongkai.prose import render_texts
from gongkai.returns import Waiver
from gongkai.rules import waived_values
from gongkai.rules.base import RULES, Context, complete, fail, where
from tests.rules.build import record

if TYPE_CHECKING:
    from gongkai.returns import Return

KEYS = """
disclosure: {normative_documents: [3, 1, 9]}
facts: {items: {label: 主动公开, unit: 条, value: 5}}
figures: {day: {kind: photo, caption: 开放日, file: a.jpg, show: false}}
sections: {problems: 人手不足。, other: '%s'}
published: 2023-01-30
"""
LONG = "字" * 41


def values(this: Return, *cells: str, previous: Return | None = None) -> dict[str, Any]:
    """The values of a finding about cells."""
    context = Context(this, previous)
    return waived_values.current(context, [complete(RULES["R1"], fail("错。", cells), context)])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("disclosure.normative_documents.made", {"disclosure.normative_documents.made": 3}),
        (
            "disclosure.normative_documents",
            {f"disclosure.normative_documents.{name}": number for name, number in (("made", 3), ("repealed", 1), ("in_force", 9))},
        ),
        ("disclosure.normative", {}),
        ("facts.items", {"facts.items": 5}),
        ("facts.none", {}),
        ("figures.none", {}),
        ("sections.problems", {"sections.problems": "人手不足。"}),
        ("sections.none", {"sections.none": None}),
        ("published", {"published": "2023-01-30"}),
        ("publish_by", {"publish_by": None}),
        ("signature", {"signature": None}),
        ("title", {}),
        ("waivers.0", {}),
        ("2021:disclosure.normative_documents.made", {"2021:disclosure.normative_documents.made": 0}),
        ("2020:disclosure.normative_documents.made", {}),
        ("nobody:disclosure.normative_documents.made", {}),
        ("2021:sections.problems", {"2021:sections.problems": "上年人手不足。"}),
    ],
)  # fmt: skip
def test_values(cell: str, expected: dict[str, Any]) -> None:
    """A finding is about the cells, facts and texts that it names, of this report, last year's or a member's."""
    last = record("year: 2021\nsections: {problems: 上年人手不足。}")
    assert expected == values(record(KEYS % "无。"), cell, previous=last)


@pytest.mark.parametrize(("text", "plain"), [("字" * 40, True), (LONG, False)])
def test_long_texts(text: str, plain: bool) -> None:
    """A text of up to 40 characters in one line is recorded as it is, a longer one by its digest."""
    (found,) = values(record(KEYS % text), "sections.other").values()
    assert (text if plain else "sha256:") == (found if plain else found[:7])
    assert plain or len(found) == len("sha256:") + 12


def test_text_of_several_lines() -> None:
    """A text of several lines is recorded by its digest, which differs from that of another text."""
    one, other = (values(record(f'sections: {{other: "甲\\n\\n{char}"}}'), "sections.other") for char in "乙丙")
    assert one["sections.other"].startswith("sha256:")
    assert one != other


def test_figure() -> None:
    """A figure is recorded by a digest of all that is said of it."""
    (before,) = values(record(KEYS % "无。"), "figures.day").values()
    (after,) = values(record((KEYS % "无。").replace("开放日", "座谈会")), "figures.day").values()
    assert (True, True) == (before.startswith("sha256:"), before != after)


NEW = [
    f"requests.new.{name}"
    for name in ("natural", "business", "research", "public_interest", "legal_service", "other", "total")
]


@pytest.mark.parametrize(
    ("given", "packed"),
    [
        (dict.fromkeys(NEW, 3), {"requests.new": 3}),
        (dict(zip(NEW, (1, 0, 0, 0, 0, 0, 1), strict=True)), {"requests.new": (1, 0, 0, 0, 0, 0, 1)}),
        (dict(zip(NEW, (None, 0, 0, 0, 0, 0, 1), strict=True)), {"requests.new": (None, 0, 0, 0, 0, 0, 1)}),
        (dict.fromkeys(NEW[:6], 3), dict.fromkeys(NEW[:6], 3)),
        ({"disclosure.penalty.decisions": 3}, {"disclosure.penalty.decisions": 3}),
        ({"sections.problems": "甲。", NEW[6]: 1}, {"sections.problems": "甲。", NEW[6]: 1}),
    ],
)
def test_rows(given: dict[str, Any], packed: dict[str, Any]) -> None:
    """A row all of whose cells are there is written as one list, or as one value if they are equal, and read back."""
    this = record()
    assert packed == waived_values.pack(given, this)
    assert given == waived_values.unpack(packed, this)


def test_row_of_another_length() -> None:
    """A list of too many numbers is no row: it stays what it is."""
    odd = {"requests.new": (1, 2), "disclosure.penalty": (1, 2)}
    assert odd == waived_values.unpack(odd, record())


@pytest.mark.parametrize(
    ("path", "before", "now", "recorded", "expected"),
    [
        ("disclosure.penalty.decisions", 1, 2, True, "表二“行政处罚”“本年处理决定数量”认可时是1，现在是2"),
        ("disclosure.penalty.decisions", None, 0, True, "表二“行政处罚”“本年处理决定数量”认可时是未填，现在是0"),
        ("disclosure.penalty.decisions", None, 2, False, "表二“行政处罚”“本年处理决定数量”认可时没有记录，现在是2"),
        ("sections.problems", "甲。", "乙。", True, "“五、存在的主要问题及改进情况”认可时是甲。，现在是乙。"),
        ("sections.problems", "甲。", "sha256:0", True, "“五、存在的主要问题及改进情况”的文字已经改动"),
        ("sections.problems", "sha256:0", None, True, "“五、存在的主要问题及改进情况”的文字已经改动"),
    ],
)
def test_changes(path: str, before: Any, now: Any, recorded: bool, expected: str) -> None:
    """A change is told with both values, and of long texts that they changed."""
    assert expected == waived_values.describe_change(record(), path, before, now, recorded=recorded)


@pytest.mark.parametrize(("number", "more"), [(3, ""), (4, "等4处")])
def test_many_changes(number: int, more: str) -> None:
    """Of the changes since a waiver three are told, and how many there are."""
    this = record("requests: {new: [1, 1, 1, 1, 0, 0, 5]}")
    accepted: dict[str, Any] = dict(zip(NEW, (1, 1, 1, 1, 0, 0, 5), strict=True)) | dict.fromkeys(NEW[:number], 9)
    waiver = Waiver(rule="R3", values=accepted, reason="如实", by="张三", date="2023-02-01")  # type: ignore[arg-type]
    (fallen,) = [item for item in rules.check(this.model_copy(update={"waivers": (waiver,)})) if item.rule == "W6"]
    said = fallen.message.partition("不再有效：")[2]
    assert ([9] * 3, more) == ([9] * said.count("认可时是9"), said.rpartition("现在是1")[2].rstrip("。"))


def test_where_a_finding_is() -> None:
    """A finding is at the line of its first cell: of this report, last year's, or the organ that is named, or in the file."""
    this = record("requests: {rest: 0}").model_copy(update={"source": record().source})
    lines = {"requests": 3, "requests.rest": 4, "requests.new": 5}
    this, last, member = (
        item.model_copy(update={"source": item.source.model_copy(update={"file": file, "lines": lines})})
        for item, file in ((this, "a.yaml"), (record("year: 2021"), "b.yaml"), (record("", "{id: yingji}"), "c.yaml"))
    )
    context = Context(this, last, (member,))
    assert "requests.granted.total" in this.rest
    for cells, expected in (
        ((), "a.yaml"),
        (("requests.granted.total", "2021:requests.new.total"), "a.yaml:4"),
        (("requests",), "a.yaml:3"),
        (("2021:requests.new.total",), "b.yaml:5"),
        (("yingji:requests.new.total",), "c.yaml:5"),
        (("nobody:requests.new.total",), "a.yaml:5"),
    ):
        assert expected == where(context, cells)
    assert "a.yaml:5" == where(Context(this), ("2021:requests.new.total",))


def test_published_text_is_what_counts() -> None:
    """A text with a placeholder counts with its number; one that cannot be filled in counts as it is written."""
    assert {"sections.other": "共0件。"} == values(record(KEYS % "共{{ requests.new.total }}件。"), "sections.other")
    assert {"sections.other": "共{{ none }}件。"} == values(record(KEYS % "共{{ none }}件。"), "sections.other")
    assert "共0件。" in render_texts(record(KEYS % "共{{ requests.new.total }}件。")).text("other")
