"""A return as the text of a year's file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from gongkai import files
from gongkai.drafting.scaffold import compose
from gongkai.forms import edition_for
from gongkai.parsing import yaml
from gongkai.returns import Agency, Params, Return, SourceMap, agency_file, load, save
from gongkai.returns.load import build
from gongkai.returns.model import empty_cells
from tests.strategies import agencies, any_returns


def back(text, agency):
    data, lines = yaml.parse(text, "x.yaml")
    return build(data, agency, SourceMap(file="x.yaml", lines=lines))


@given(any_returns())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_round_trip(record):
    """Whatever a return holds is read back as it was."""
    assert record == back(save.dump(record), record.agency)


@pytest.mark.parametrize(("agency", "year"), [("huancui-yingji", 2020), ("huaian-zhengfu", 2024)])
def test_examples_round_trip(root, agency, year):
    """The examples are read back as they were, ``rest`` and lines aside."""
    record = Params(root / "params").load(agency, year)
    assert record == back(save.dump(record), record.agency)


def test_rest_is_kept():
    """Cells set by ``rest: 0`` are not typed out."""
    record = back(
        "year: 2020\ndisputes: {reconsideration: [1, 0, 0, 0, 1], rest: 0}\n",
        Agency(id="a", name="某局", level="department"),
    )
    text = save.dump(record)
    assert "rest: 0" in text
    assert "litigation_direct" not in text
    assert record == back(text, record.agency)


def test_rows_carry_their_labels():
    """Every row has the form's label, every block its columns."""
    record = back("year: 2021\n", Agency(id="a", name="某局", level="department"))
    text = save.dump(record)
    assert "  granted: [null, null, null, null, null, null, null]  # （一）予以公开" in text
    assert "  # 依次为自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计" in text


def test_columns_are_named_once():
    """The columns are named above the first of the rows that have them, not above each row."""
    text = save.dump(back("year: 2021\n", Agency(id="a", name="某局", level="department")))
    applicants = "自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计"
    outcomes = "结果维持、结果纠正、其他结果、尚未审结、总计"
    assert [
        "本年制发件数、本年废止件数、现行有效件数", "本年处理决定数量", "本年收费金额（单位：万元）", applicants, outcomes,
    ] == [line.partition("依次为")[2] for line in text.splitlines() if "依次为" in line]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("主动公开", "主动公开"), ("a-b", "a-b"), ("_x", "_x"), ("", '""'), ("null", '"null"'), ("Yes", '"Yes"'), ("n", '"n"'),
        ("1", '"1"'), ("1a", '"1a"'), ("a: b", '"a: b"'), ("-", '"-"'), ("甲：乙", '"甲：乙"'), ("甲\n乙", '"甲\\n乙"'),
        ("甲\u2028", '"甲\\U00002028"'), ('"', '"\\""'), (True, "true"), (None, "null"), (3, "3"), (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"), (dt.date(2024, 1, 5), "2024-01-05"), ((1, "a"), "[1, a]"), ((), "[]"),
        ({"a": 1, "b c": [None]}, '{a: 1, "b c": [null]}'),
    ],
)  # fmt: skip
def test_values(value, expected):
    """A value is plain where YAML reads it as it was meant, and quoted where it would not."""
    assert expected == save.scalar(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ["  k: null"]), ("", ['  k: ""']), ("甲", ["  k: |-", "    甲"]), ("甲\n", ["  k: |", "    甲"]),
        ("甲\n\n", ['  k: "甲\\n\\n"']), ("甲\n\n乙", ["  k: |-", "    甲", "", "    乙"]), (" 甲", ['  k: " 甲"']),
        ("甲 ", ['  k: "甲 "']), ("甲\t乙", ['  k: "甲\\t乙"']), ("甲\n  乙", ["  k: |-", "    甲", "      乙"]),
    ],
)  # fmt: skip
def test_texts(text, expected):
    """A text has lines of its own unless a block would lose blanks, line ends or control characters."""
    assert expected == list(save.text_lines("k", text, 2))


def test_item_of_a_list():
    """An item has a line for each key, texts of several lines a block, and what is not filled in nothing behind its key."""
    item = {"a": 1, "b": None, "c": {"x": 1, "y y": "z"}, "d": {}, "e": "甲\n乙", "f": "文"}
    expected = [
        "  - a: 1",
        "    b:",
        "    c:",
        "      x: 1",
        '      "y y": z',
        "    d: {}",
        "    e: |-",
        "      甲",
        "      乙",
        "    f: 文",
    ]
    assert expected == list(save.item_lines(item, 2))


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028", "\u2029"])
def test_comment_is_one_line(end):
    """Neither the organ's name nor a remark can end the comment that contains it."""
    organ = Agency(id="a", name=f"某局{end}sections: {{other: x}}{end}#\x1b", level="department")
    record = Return(agency=organ, year=2024, cells=empty_cells(edition_for(2024)))
    assert record == back(save.dump(record, f"由报告“a{end}sections: {{other: x}}”读入。"), organ)
    assert record == back(compose(record, None, {}), organ)


@given(agencies)
@settings(max_examples=15, deadline=None)
def test_agency_round_trip(tmp_path_factory, agency):
    """An organ's file is read back as it was."""
    path = tmp_path_factory.mktemp("x") / "organ" / "agency.yaml"
    files.write(path, agency_file.dump(agency))
    assert agency == load.agency(path)
