"""What messages call the places of a return."""

from __future__ import annotations

import pytest

from gongkai.returns.cells import label
from gongkai.returns.labels import column_labels, describe_path, row_name
from tests.rules.build import record

FILLED = """
facts: {items: {label: 主动公开, unit: 条, value: 1}}
figures:
  first: {kind: photo, caption: 座谈会, file: a.jpg}
  day: {kind: photo, caption: 开放日, file: b.jpg}
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "全文"),
        ("title", "报告标题"),
        ("sections.preface", "报头"),
        ("signed", "落款"),
        ("facts.items", "表外的数“主动公开”"),
        ("facts.none", "表外的数“none”"),
        ("facts", "“facts”"),
        ("figures.day", "图“开放日”"),
        ("figures.day.caption", "图“开放日”"),
        ("figures.none", "图“none”"),
        ("figures", "“figures”"),
        ("sections.problems", "“五、存在的主要问题及改进情况”"),
        ("problems", "“五、存在的主要问题及改进情况”"),
        ("sections.overview.platform", "“一、总体情况”"),
        ("sections.requests", "“三、收到和处理政府信息公开申请情况”"),
        ("requests", "表三“收到和处理政府信息公开申请情况”"),
        ("requests.granted", "表三“（一）予以公开”行"),
        ("requests.partial", "表三“（二）部分公开”行"),
        ("requests.granted.natural", "表三“（一）予以公开”“自然人”"),
        ("requests.granted.other", "表三“（一）予以公开”“法人或其他组织—其他”"),
        ("requests.granted.none", "表三“（一）予以公开”“none”"),
        ("disputes.reconsideration.upheld", "表四“行政复议”“结果维持”"),
        ("requests.other", "表三“（六）其他处理”行"),
        ("disclosure.procurement.amount", "表二“政府集中采购”行"),
        ("requests.none", "表三的“none”"),
        ("requests.none.natural", "表三的“none.natural”"),
        ("waivers.0", "“waivers.0”"),
    ],
)
def test_places(path: str, expected: str) -> None:
    """A table, row or cell has the form's words, also a row of another edition; what has no name keeps its path."""
    assert expected == describe_path(record(FILLED), path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("requests.refused_1.total", "表三“（三）不予公开1.属于国家秘密”“总计”"),
        ("requests.total.total", "表三“（七）总计”“总计”"),
        ("requests.granted.other", "表三“（一）予以公开”“法人或其他组织—其他”"),
        ("disputes.reconsideration.other", "表四“行政复议”“其他结果”"),
        ("disclosure.fees.amount", "表二“行政事业性收费”“本年收费金额（单位：万元）”"),
        ("disclosure.penalty.decisions", "表二“行政处罚”“本年处理决定数量”"),
    ],
)
def test_cells(path: str, expected: str) -> None:
    """A numbered row is named with the header that it is below, any other by itself."""
    assert expected == label(record(), path)


def test_other_and_total_are_told_apart() -> None:
    """Of the two columns 其他 and 总计 only the one in a group of applicants is named with the group."""
    requests, disputes = (
        dict(column_labels("2021", *row)) for row in (("requests", "new"), ("disputes", "reconsideration"))
    )
    assert ("法人或其他组织—其他", "总计", "自然人") == (requests["other"], requests["total"], requests["natural"])
    assert ("其他结果", "总计") == (disputes["other"], disputes["total"])


def test_row_in_a_sentence() -> None:
    """A row's name in a sentence has no remark, and single quotes, as the sentence puts double ones around it."""
    assert "危及‘三安全一稳定’" == row_name("危及“三安全一稳定”（区分处理的，只计这一情形）")
