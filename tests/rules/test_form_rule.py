"""Deviations from the printed form are named in Chinese, with what the form prints."""

from __future__ import annotations

import pytest

from gongkai.rules.form import filled_since
from tests.rules.build import findings, record


@pytest.mark.parametrize(
    ("issue", "message"),
    [
        ("path: title, kind: mislabelled, raw: 甲局2022年总结, expected: 甲局2022年政府信息公开工作年度报告",
         "报告标题写作“甲局2022年总结”，规定为“甲局2022年政府信息公开工作年度报告”。"),
        ("path: sections.problems, kind: mislabelled, raw: 五、问题, expected: 五、存在的主要问题及改进情况",
         "“五、存在的主要问题及改进情况”写作“五、问题”，规定为“五、存在的主要问题及改进情况”。"),
        ("path: disclosure, kind: mislabelled, raw: 本年废纸件数, expected: 本年废止件数",
         "表二“主动公开政府信息情况”写作“本年废纸件数”，规定为“本年废止件数”。"),
        ("path: requests, kind: mislabelled, message: 表头重复了一次。", "表三“收到和处理政府信息公开申请情况”的名称不对：表头重复了一次。"),
        ("path: requests.other, kind: form, raw: （六）其他处理",
         "表三“（六）其他处理”行不是2022年度应当使用的2021版表式（“（六）其他处理”）。"),
        ("path: disclosure.procurement, kind: extra, message: 没有政府集中采购这一行。",
         "表二“政府集中采购”行在2021版表式中没有位置：没有政府集中采购这一行。"),
        ("path: sections.other, kind: absent", "缺少“六、其他需要报告的事项”。"),
        ("path: signature, kind: absent", "缺少落款。"),
    ],
)  # fmt: skip
def test_issues(issue: str, message: str) -> None:
    """Every kind of issue about the form is one finding with a full sentence."""
    assert [f.message for f in findings("R27", record(f"issues: [{{{issue}}}]"))] == [message]


def test_a_missing_section_is_said_once() -> None:
    """A text that was missing when the report was read is not reported a second time for being empty."""
    this = record("sections: {problems: null}\nissues: [{path: sections.problems, kind: absent}]")
    assert [f.cells for f in findings("R27", this)] == [("sections.problems",)]


def test_missing_sections_are_named_each() -> None:
    """Each missing section is a finding of its own, unlike the rows of a table."""
    absent = ", ".join(
        f"{{path: {path}, kind: absent}}"
        for path in ("sections.problems", "sections.other", "requests.new", "requests.total")
    )
    this = record(f"sections: {{problems: null, other: null}}\nissues: [{absent}]")
    cells = [f.cells for f in findings("R27", this) if f.message.startswith("缺少")]
    blank = record(
        f"requests: {{new: null, total: null}}\nsections: {{problems: null, other: null}}\nissues: [{absent}]"
    )
    assert [("sections.problems",), ("sections.other",)] == cells
    assert [("sections.problems",), ("sections.other",), ("requests.new", "requests.total")] == [
        f.cells for f in findings("R27", blank) if f.message.startswith("缺少")
    ]


def test_missing_cells_of_a_table_are_one_finding() -> None:
    """Cells without a counterpart in another form are gathered in one finding, and not reported as blank too."""
    this = record(
        "requests: {other_1: null}\nissues:\n"
        "  - {path: requests.other_1.natural, kind: absent, message: 甲。}\n"
        "  - {path: requests.other_1.total, kind: absent, message: 乙。}"
    )
    assert [len(f.cells) for f in findings("R27", this)] == [2]
    assert [len(f.cells) for f in findings("R32", this)] == [5]


def test_quotes_inside_labels() -> None:
    """Quotation marks in a label become single ones inside the sentence."""
    assert [f.message for f in findings("R32", record("requests: {refused_3: [0, null, 0, 0, 0, 0, 0]}"))] == [
        "表三“（三）不予公开3.危及‘三安全一稳定’”“商业企业”未填写；按其他数推算，这一格应为0。"
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("[0, 0, 0, 0, 0, 0, 0]", []),
        ("[0, 0, 0, 0, 0, 0, null]", [("requests.other_1",)]),
        ("null", [("requests.other_1",)]),
    ],
)
def test_a_row_that_was_missing(values: str, expected: list[tuple[str, ...]]) -> None:
    """A row that a report lacked is missing until all its cells are filled in."""
    this = record(f"requests: {{other_1: {values}}}\nissues: [{{path: requests.other_1, kind: absent}}]")
    assert expected == [item.cells for item in findings("R27", this)]


def test_a_missing_row_whose_name_begins_like_another() -> None:
    """Cells of another row, and what has no cells, show nothing of a missing one."""
    this = record(
        "requests: {refused_1: null}\nissues:\n  - {path: requests.refused_1, kind: absent}\n"
        "  - {path: signature, kind: absent}"
    )
    assert [("requests.refused_1",), ("signature",)] == [item.cells for item in findings("R27", this)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("requests.new", True), ("requests.new.total", True), ("requests.granted", False), ("requests.granted.natural", False),
        ("requests.granted.total", True), ("requests.ne", False), ("requests.nothing", False), ("", False),
    ],
)  # fmt: skip
def test_what_was_filled_in_since(path: str, expected: bool) -> None:
    """A row or a cell has been filled in if all its cells have numbers, and if there is such a row or cell."""
    this = record("requests: {granted: [null, 0, 0, 0, 0, 0, 0]}")
    assert expected == filled_since(this, "".join(list(path)))  # a text of its own, as paths of issues are
