"""Reading a year's file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.parsing import yaml
from gongkai.returns import Agency, InputError, Params, ReturnError, SourceMap, load
from gongkai.returns.load import build
from gongkai.returns.number import number
from gongkai.returns.reader import Reader

AGENCY = Agency(id="a", name="某局", level="department")


def read(text, agency=AGENCY):
    data, lines = yaml.parse(text, "params/a/2020.yaml")
    return build(data, agency, SourceMap(file="params/a/2020.yaml", lines=lines))


def problems(text):
    with pytest.raises(ReturnError) as caught:
        read(text)
    return [(problem.line, problem.path) for problem in caught.value.problems], str(caught.value)


def test_missing_is_missing():
    """An absent cell is None, not 0."""
    record = read("year: 2020\nrequests:\n  new: [1, 0, 0, 0, 0, 0, 1]\n")
    assert record.row("requests.new") == [1, 0, 0, 0, 0, 0, 1]
    assert record.row("requests.granted") == [None] * 7


def test_rest_says_zero():
    """``rest: 0`` fills what was not typed, and says which cells."""
    record = read("year: 2020\ndisputes:\n  reconsideration: [1, 0, 0, 0, null]\n  rest: 0\n")
    assert record.row("disputes.reconsideration") == [1, 0, 0, 0, None]
    assert record.row("disputes.litigation_direct") == [0] * 5
    assert len(record.rest) == 10


def test_amounts_are_exact():
    """An amount keeps every decimal it was typed with."""
    record = read("year: 2021\ndisclosure:\n  fees: 96171.600001\n")
    assert Decimal("96171.600001") == record.cell("disclosure.fees.amount")


def test_blank_mark_is_blank():
    """「/」 in a cell is not filled in, and is kept as an issue."""
    record = read('year: 2021\ndisclosure:\n  fees: "/"\n')
    assert record.cell("disclosure.fees.amount") is None
    assert [(i.path, i.kind, i.raw) for i in record.issues] == [("disclosure.fees.amount", "blank", "/")]


@pytest.mark.parametrize(
    ("text", "line", "path", "words"),
    [
        ("year: 2020\nreqests: {}\n", 2, "reqests", "是不是“requests”"),
        ("year: 2020\nrequests:\n  nwe: []\n", 3, "requests.nwe", "是不是“new”"),
        ("year: 2020\nrequests:\n  new: [1, 2]\n", 3, "requests.new", "应有7个数"),
        ("year: 2020\nrequests:\n  new: {natral: 1}\n", 3, "requests.new.natral", "是不是“natural”"),
        ("year: 2020\nrequests:\n  new: {natural: 许多}\n", 3, "requests.new.natural", "不是数字"),
        ("year: 2020\nrequests:\n  new: 3\n", 3, "requests.new", "7个数的列表"),
        ("year: 2020\nrequests:\n  rest: 1\n", 3, "requests.rest", "只能是0"),
        ("year: 2021\nrequests:\n  other: [0, 0, 0, 0, 0, 0, 0]\n", 2, "requests", "gongkai migrate"),
        ("year: 2020\nyear: 2021\n", 2, "year", "写了两次"),
        ("year: 2018\n", 1, "year", "2018年没有适用的表式"),
        ("schema: 9\nyear: 2020\n", 1, "schema", "schema应当是1"),
        ("year: 2020\nsigned: 昨天\n", 2, "signed", "昨天"),
        ("year: 2020\nfacts:\n  a: {label: 甲, value: 1, unit: 条, part_of: b}\n", 3, "facts.a.part_of", "没有“b”"),
        ("year: 2020\nfigures:\n  a:\n    kind:\n    caption: 图\n", 4, "figures.a.kind", "“kind”没有填写；请补上。"),
        ("year: 2020\nfigures:\n  a: {kind: photo}\n", 3, "figures.a.caption", "缺少“caption”"),
        ("year: 2020\nwaivers:\n  - {rule: R1, reason: x, by: y}\n", 3, "waivers.0.date", "缺少“date”"),
        ("year: 2020\nsections:\n  overview:\n    x: 文字\n", 4, "sections.overview.x", "heading"),
        (
            "year: 2020\ndisclosure:\n  procurement: {items: 1, amount: 2, unit: 美元}\n",
            3,
            "disclosure.procurement.unit",
            "万元",
        ),
    ],
)
def test_errors_name_line_and_cell(text, line, path, words):
    """What is wrong is named with its line, its key and what to do."""
    found, message = problems(text)
    assert [(line, path)] == found
    assert words in message
    assert message.startswith(f"params/a/2020.yaml:{line}：")


def test_all_problems_at_once():
    """Every problem of a file is named in one go, in the order of lines."""
    found, _ = problems("year: 2020\nrequests:\n  nwe: []\n  new: [1]\nfoo: 1\n")
    assert [line for line, _ in found] == [3, 4, 5]


def test_broken_yaml_names_the_line():
    """Invalid YAML is reported with the line of the error."""
    found, message = problems("year: 2020\n  requests: 1\n")
    assert "不是正确的YAML" in message
    assert 2 == found[0][0]


def test_control_characters_are_named():
    """An invisible character is reported with its line."""
    _, message = problems("year: 2020\nsignature: 某局\x01\n")
    assert "params/a/2020.yaml:2：这一行有看不见的控制字符，不是正确的YAML；请删去后重新输入这一行。" == message


def test_wrong_encoding_is_named(tmp_path):
    """A file in another encoding is refused with what to do."""
    path = tmp_path / "2020.yaml"
    path.write_bytes("year: 2020 # 年".encode("gb18030"))
    with pytest.raises(ReturnError, match="UTF-8"):
        load.load(path, AGENCY)


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [("减12", "signed", -12), ("+3", "signed", 3), ("１２", "integer", 12), ("1,234", "integer", 1234), ("0.50", "decimal", Decimal("0.50")), ("-", "integer", None)],
)  # fmt: skip
def test_numbers_as_offices_type_them(raw, kind, value):
    """Full-width digits, thousands separators and 减 are read; a dash is not filled in."""
    assert value == number(raw, kind)


@given(st.one_of(st.integers(1 - 10**30, 10**30 - 1), st.decimals(-(10**19), 10**19, places=10)))
def test_any_number_is_kept(value):
    """Any number of up to 30 digits is read unchanged."""
    assert value == number(value, "decimal")


@given(st.text())
def test_text_is_a_number_or_refused(text):
    """Any text in a cell is a number, not filled in, or refused; never a crash."""
    try:
        value = number(text, "integer")
    except ValueError:
        return
    assert value is None or isinstance(value, (int, Decimal))


@given(st.text())
def test_any_file_is_read_or_refused(text):
    """Any text as a file is a return or a list of problems."""
    try:
        read(text)
    except ReturnError as error:
        assert error.problems


def test_unknown_agency_names_the_nearest(root):
    """An unknown organ is refused with the nearest one."""
    with pytest.raises(InputError, match="是不是“huancui-yingji”"):
        Params(root / "params").load("huancui-yinji", 2020)


def test_unknown_year_says_what_there_is(root):
    """A missing year is refused with the available years."""
    with pytest.raises(InputError, match="现有：2020"):
        Params(root / "params").load("huancui-yingji", 2031)


def test_missing_folder(tmp_path):
    """A missing folder of inputs is refused with what to do."""
    with pytest.raises(InputError, match="--params"):
        Params(tmp_path / "nowhere")


ITEMS = {
    "facts": {"label": "甲", "value": 1, "unit": "条"},
    "figures": {"kind": "photo", "caption": "图"},
    "waivers": {"rule": "R1", "reason": "口径", "by": "张三", "date": dt.date(2021, 1, 5)},
    "corrections": {"cell": "requests.new.total", "was": 1, "value": 2, "reason": "口径", "by": "张三", "date": dt.date(2021, 1, 5)},
    "issues": {"path": "requests", "kind": "note"},
}  # fmt: skip


@pytest.mark.parametrize("key", ITEMS)
def test_most_items(key):
    """Of everything that a file lists there may be two thousand, and no more."""

    def items(count):
        return {f"a{n}": ITEMS[key] for n in range(count)} if key in {"facts", "figures"} else [ITEMS[key]] * count

    most = 2_000
    assert most == len(getattr(build({"year": 2021, key: items(most)}, AGENCY, SourceMap()), key))
    with pytest.raises(ReturnError) as caught:
        build({"year": 2021, key: items(most + 1)}, AGENCY, SourceMap())
    assert [f"“{key}”有2001项，最多2000项；请检查是不是放错了文件。"] == [p.message for p in caught.value.problems]


@pytest.mark.parametrize("path", ["sections.problems", "sections.overview", "sections.overview.platform.text"])
def test_longest_text(path):
    """A text may have a hundred thousand characters, and no more."""

    def sections(text):
        last = path.rpartition(".")[2]
        return {"overview": {"platform": {"text": text}}} if last == "text" else {last: text}

    build({"year": 2021, "sections": sections("字" * 100_000)}, AGENCY, SourceMap())
    with pytest.raises(ReturnError) as caught:
        build({"year": 2021, "sections": sections("字" * 100_001)}, AGENCY, SourceMap())
    assert [(path, f"“{path}”有100001字，最多100000字；请检查是不是贴错了内容。")] == [
        (problem.path, problem.message) for problem in caught.value.problems
    ]


def test_most_passages():
    """Section one may have as many passages as can be numbered, 99."""

    def overview(count):
        return {"overview": {f"p{n}": {"heading": "小标题", "text": "字"} for n in range(count)}}

    found = build({"year": 2021, "sections": overview(99)}, AGENCY, SourceMap()).sections.overview
    assert [f"p{n}" for n in range(99)] == [passage.id for passage in found or () if not isinstance(passage, str)]
    with pytest.raises(ReturnError, match="有100项，最多99项"):
        build({"year": 2021, "sections": overview(100)}, AGENCY, SourceMap())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("new: [1, 0, 0, 0, 0, 0]", "这里有6个；空着的写null。"),
        ("new: [1, 0, 0, 0, 0, 0, 0, 1]", "这里有8个；空着的写null。"),
        ("new: [1,234, 0, 0, 0, 0, 0, 1]", "这里有8个；数里的逗号是千位分隔号的，请去掉，1,234写成1234。"),
        ("new: [1,234, 0, 0, 0, 0]", "这里有6个；空着的写null。"),
    ],
)
def test_numbers_of_a_row(row, said):
    """A row with too many or too few numbers is refused; too many by a comma inside a number are explained."""
    _, message = problems(f"year: 2021\nrequests:\n  {row}\n")
    assert message.endswith(said)


@pytest.mark.parametrize(
    ("text", "cell", "value"),
    [
        ("disclosure: {penalty: 3}", "disclosure.penalty.decisions", 3),
        ("disclosure: {penalty: [3]}", "disclosure.penalty.decisions", 3),
        ("disclosure: {penalty: {decisions: 3}}", "disclosure.penalty.decisions", 3),
        ("disclosure: {penalty: null}", "disclosure.penalty.decisions", None),
        ("disclosure: {penalty: null, rest: 0}", "disclosure.penalty.decisions", None),
        ("disclosure: {regulations: {made: 1}, rest: 0}", "disclosure.regulations.in_force", 0),
        ("disclosure: {regulations: {made: 1}}", "disclosure.regulations.in_force", None),
        ("disclosure: {rest: 0}", "disclosure.penalty.decisions", 0),
    ],
)
def test_ways_to_write_a_row(text, cell, value):
    """A row is a list, keys, or one number if it has one column; what is left empty stays so beside ``rest: 0``."""
    assert value == read(f"year: 2021\n{text}\n").cells[cell]


def test_problems_are_at_the_nearest_line():
    """A problem whose key has no line is at that of what holds it; one of which nothing has a line is at none."""
    reader = Reader("a.yaml", {"requests": 3, "requests.new": 4})
    for path in ("requests.new.total", "requests.granted.total", "facts.items", "requests"):
        reader.problem(path, "错")
    assert [4, 3, None, 3] == [problem.line for problem in reader.problems]
    with pytest.raises(ReturnError) as caught:
        reader.done()
    assert [None, 3, 3, 4] == [problem.line for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("given", "found", "messages"),
    [
        (None, [], 0),
        ([], [], 0),
        ([1], [1], 0),
        ({"a": 1}, [], 1),
        ("", [], 1),
        (0, [], 1),
    ],
)
def test_lists(given, found, messages):
    """What should be a list is one, or empty, or a problem, also a text or number that says nothing."""
    reader = Reader("a.yaml", {})
    assert (found, messages) == (reader.items(given, "issues"), len(reader.problems))


@pytest.mark.parametrize(("given", "found", "messages"), [(None, {}, 0), ({}, {}, 0), ({"a": 1, "b": 2}, {"a": 1}, 1), ([], {}, 1), (0, {}, 1)])  # fmt: skip
def test_mappings(given, found, messages):
    """What should be keys and values is that, or empty, or a problem; a key that is not known is one and is left out."""
    reader = Reader("a.yaml", {})
    assert (found, messages) == (reader.mapping(given, "facts", ("a",)), len(reader.problems))


def test_a_form_of_another_edition() -> None:
    """Tables that are whole in another edition are one problem, which names the command; a single row of it is named alone."""
    old = "year: 2024\ndisclosure:\n  licensing: [1, 0, 2]\n  procurement: [1, 2]\nrequests:\n  new: [0, 0, 0, 0, 0, 0, 0]\n  other: [0, 0, 0, 0, 0, 0, 0]\n"
    with pytest.raises(ReturnError) as caught:
        read(old)
    assert [("disclosure", 2)] == [(problem.path, problem.line) for problem in caught.value.problems]
    said = caught.value.problems[0].message
    assert (
        "“主动公开政府信息情况、收到和处理政府信息公开申请情况”是按2019版表式填的，本年度用2021版；请运行 gongkai migrate"
        in said
    )
    with pytest.raises(ReturnError) as caught:
        read("year: 2024\nrequests:\n  other: [0, 0, 0, 0, 0, 0, 0]\n  other_1: [0, 0, 0, 0, 0, 0, 0]\n")
    assert "“other”是2019版表式的行" in caught.value.problems[0].message


def test_a_misspelt_row_in_a_form_of_another_edition() -> None:
    """A row that no edition has is named beside the edition that all other rows of the table are of, however it is written."""
    old = "year: 2024\ndisclosure:\n  licensing: [1, 0, 2]\n"
    for row in ("procurment: [1, 2]", "procurment: {items: 1, amount: 2}"):
        with pytest.raises(ReturnError) as caught:
            read(f"{old}  {row}\n")
        assert [
            (2, "“主动公开政府信息情况”是按2019版表式填的，本年度用2021版"),
            (4, "不认识的键“procurment”，是不是“procurement”？"),
        ] == [(problem.line, problem.message.split("；")[0]) for problem in caught.value.problems]
