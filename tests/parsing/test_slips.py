"""Slips of the pen in YAML are named as what they are, with their line."""

from __future__ import annotations

import pytest

from gongkai.parsing import yaml
from gongkai.returns import ReturnError
from tests.returns.test_load import read

COLON = "是中文（全角）冒号；请改成英文（半角）冒号"
COMMA = "是中文（全角）逗号；请改成英文（半角）逗号"
THOUSANDS = "里的逗号是千位分隔号"


def problems(text: str) -> list[tuple[int | None, str]]:
    """Line and sentence of each problem of a year's file."""
    with pytest.raises(ReturnError) as caught:
        read(text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("year：2024\n", 1, f"“year”后面的“：”{COLON}，后面加一个空格，写成“year: ”。"),
        ("year：2024\nsigned: 2025-01-20\n", 1, COLON),
        ("year: 2024\nsigned：2025-01-20\npublished: 2025-01-22\n", 2, COLON),
        ("year: 2024\nrequests:\n  new： [1, 0, 0, 0, 0, 0, 1]\n", 3, COLON),
        ("year: 2024\nfacts:\n  a: {label：会议, value: 1, unit: 次}\n", 3, "“label”后面的“：”"),
        ("year: 2024\nfacts:\n  a: {label: 会议, value：1, unit: 次}\n", 3, "“value”后面的“：”"),
        ("year: 2024\nfacts:\n  a: {label: 会议，value: 1, unit: 次}\n", 3, COMMA),
        ("year: 2024\nfacts:\n  a: {label: 会议, value: 1，unit：次}\n", 3, COMMA),
        ("year: 2024\nrequests:\n  new: [1，0，0，0，0，0，1]\n", 3, f"列表里的“，”{COMMA}"),
        ("year: 2024\nrequests:\n  new: [1, 0, 0, 0, 0, 0，1]\n", 3, COMMA),
        ("year: 2024\nrequests:\n  new: [1,234, 0, 0, 0, 0, 0, 1,234]\n", 3, "这里有9个；数里的逗号是千位分隔号的，请去掉，1,234写成1234。"),
        ("year: 2024\nfacts:\n  a: {label: 会议, value: 1,234, unit: 次}\n", 3, f"“1,234”{THOUSANDS}，在这里会把一个数分成两个；请写成1234。"),
        ("year: 2024\nfacts:\n  a:\n    label: 会议\n    value: 1,234\n    unit: 次\n", 5, f"{THOUSANDS}；请写成1234。"),
        ("year: 2024\nfacts:\n  a: {label: 会议, value: １，２３４, unit: 次}\n", 3, "是中文（全角）数字；请写成1234。"),
        ("year: 2024\nfacts:\n  a: {label: 会议, value: 12次, unit: 次}\n", 3, "里带了单位；请只写数字12。"),
        ("year: 2024\nrequests:\n  new: {natural: 12件}\n", 3, "“一、本年新收政府信息公开申请数量／自然人”里的“12件”里带了单位；请只写数字12。"),
        ("year: 2024\nrequests:\n  new:\n\t  natural: 1\n", 4, "用制表符（Tab）缩进；请改用空格。"),
        ("year:2024\n", 1, "“year:”的冒号后面没有空格；请加一个空格，写成“year: ”。"),
        ("year: 2024\nsigned:2025-01-20\npublished: 2025-01-22\n", 2, "冒号后面没有空格"),
        ("year: 2024\nrequests:\n　　new: [1]\n", 3, "用中文（全角）空格缩进"),
    ],
)  # fmt: skip
def test_slips(text: str, line: int, words: str) -> None:
    """The first problem is the slip, in its line, with what to write instead."""
    found = problems(text)
    assert line == found[0][0]
    assert words in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "year: 2024\nrequests:\n  new: [100,200,300,400,500,600,700]\n",
        "year: 2024\nsections:\n  problems: |\n    year：一是慢，二是少。\n    [甲，乙]，{丙：丁}\n",
        "year: 2024\nsections:\n  problems: 公开不够：慢，少，1，2\n",
        "year: 2024\ndisclosure:\n  licensing: 1,234\n  fees: [12.5]\n",
        'year: 2024\nfacts:\n  a: {label: "会议，unit：次", value: 1, unit: 次}\n',
        "year: 2024\nsignature: 某局：办公室，一科\n",
        "year: 2024\nfacts:\n  人大：政协: {label: 提案, value: 1, unit: 件}\n",
    ],
)
def test_what_is_no_slip(text: str) -> None:
    """Punctuation of texts, and numbers that are all there, are no slips."""
    read(text)


@pytest.mark.parametrize(
    ("text", "line", "mark"),
    [
        ('a: 1\nname: "某县\nb: 2\n', 2, "双"),
        ('a: 1\nname: "某县\nb: "x"\nc: 3\n', 2, "双"),
        ('a: "x\n  y"\nname: "某县\nb: "x"\n', 3, "双"),
        ('contact:\n  office: \'办公室  # 说明\n  phone: "1"\n', 2, "单"),
        ("- 'it''s\n- b\n", 1, "单"),
        ("a: \"x\nb: 'y\n", 1, "双"),
    ],
)
def test_a_quotation_mark_that_is_missing(text: str, line: int, mark: str) -> None:
    """A value that is not closed is named by its own line, not by that in which the parser stumbles."""
    with pytest.raises(ReturnError) as error:
        yaml.parse(text, "f")
    assert f"f:{line}：这一行的{mark}引号只有一个，没有成对；请补上另一个，或删去。" == str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        'a: "x\n  y"\nb: [1, 2\nc: 3\n',
        'a: |\n  "x\n  y\nb: [1, 2\nc: 3\n',
        'a: |\n  "x\nb: : 3\n',
        "a: |\n  'x\nb: 3\n c: 4\n",
    ],
)
def test_quotation_marks_in_order(text: str) -> None:
    """Another mistake is not blamed on a value that is closed on a later line, nor on a text that begins with such a mark."""
    with pytest.raises(ReturnError) as error:
        yaml.parse(text, "f")
    assert "引号只有一个" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n  b: [1, 2\n  c: [3]\n", 2, "这一行的“[”没有用“]”结束；请在末尾补上“]”，或改正写错的括号。"),
        ("a:\n  b: [1, 2", 2, "“[”没有用“]”结束"),
        ("a:\n  b: [1, 2}\n  c: 3\n", 2, "“[”没有用“]”结束"),
        ("a:\n  b: [1, 2) # 说明\n  c: 3\n", 2, "“[”没有用“]”结束"),
        ("a:\n  b: {x: 1, y: 2\n  c: {x: 1}\n", 2, "“{”没有用“}”结束"),
        ("a: {b: [1, 2]\nc: 3\n", 1, "“{”没有用“}”结束"),
        ("a:\n  b: [1, 2]]\n  c: 1\n", 2, "这一行的“]”前面没有与它配对的括号；请删去，或补上前面的一个。"),
        ("a: 1\nb: {x: 1}}\n", 2, "“}”前面没有与它配对的括号"),
        ("a:\n  b: [1, , 2]\n", 2, "这一行有一个逗号前面没有值；空着的写null，多打的逗号请删去。"),
        ("a: 1\nb: {x: 1,, y: 2}\n", 2, "逗号前面没有值"),
        ('a: 1\nb: ["x" "y"]\n', 2, "这一行有两个值之间缺逗号；请补上（半角的“,”）。"),
        ("a: [[1] [2]]\n", 1, "两个值之间缺逗号"),
        ('a: [\n  "x",\n  "y"\n\n  "z",\n]\n', 3, "这一行末尾缺逗号；请补上（半角的“,”）。"),
        ("a: [\n  [1]\n  [2]]\n", 2, "末尾缺逗号"),
        ('a: [\r  "x"\r  "y"]', 1, "没有用“]”结束"),
        ('a: [\n  "x"\nb: [1]\n', 1, "没有用“]”结束"),
        ("a: 1\nb: {x: 1 y: 2}\n", 2, "两个值之间缺逗号"),
        ('a: ["x"\nb: 1\n', 1, "“[”没有用“]”结束"),
    ],
)  # fmt: skip
def test_brackets(text: str, line: int, words: str) -> None:
    """Brackets that are not in pairs are named by the line of the one there is, and a comma too many or too few as such."""
    with pytest.raises(ReturnError) as error:
        yaml.parse(text, "f")
    assert line == error.value.problems[0].line
    assert words in str(error.value)


def test_a_large_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing quotation mark is not looked for in a text that takes long to parse."""
    text = 'name: "某县\nb: "x"\n'
    monkeypatch.setattr(yaml, "_LARGEST", len(text))
    for more, found in (("", True), (" ", False)):
        with pytest.raises(ReturnError) as error:
            yaml.parse(text + more, "f")
        assert found == ("引号只有一个" in str(error.value))


def test_another_mistake_is_named_as_before() -> None:
    """Where no slip explains why a file is not YAML, its line and what to look for are named."""
    with pytest.raises(ReturnError, match="这一行附近不是正确的YAML"):
        yaml.parse("a: 1\n  b: 3\n", "a.yaml")
