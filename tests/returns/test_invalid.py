"""Invalid values are reported in Chinese, with the nearest valid value and all choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gongkai.returns import Params, ReturnError

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = "department（部门）、township（乡镇（街道））、office（办公厅（室））、county（县级政府）、city（地市级政府）、province（省级政府）"


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """A folder with an organ and an empty year."""
    folder = tmp_path / "params"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "agency.yaml").write_text("name: 甲市财政局\nlevel: department\n", "utf-8")
    (folder / "a" / "2024.yaml").write_text("year: 2024\n", "utf-8")
    return folder


def refused(params: Path) -> str:
    """The message with which the return is refused."""
    with pytest.raises(ReturnError) as caught:
        Params(params).load("a", 2024)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("level: citty", f"2：“level”的值“citty”不认识，是不是“city”？可以填：{LEVELS}。"),
        ("level: 部门", f"2：“level”的值“部门”不认识，应当写“department”。可以填：{LEVELS}。"),
        ("level:", f"2：“level”没有填写。可以填：{LEVELS}。"),
        ("level: city\ncontact: {phne: 1}", "3：不认识的键“phne”，是不是“phone”？"),
        ("level: city\ncontact: {phone: 83998888}", "3：“phone”的值“83998888”应当是文字；数字（如电话、邮编）请加上引号。"),
        ("level: city\ncontact: 财政局", "3：“contact”的值“财政局”应当是“键: 值”的形式；请另起一行缩进填写。"),
        ("level: city\nmembers: b", "3：“members”的值“b”应当是列表；请写成[甲, 乙]，只有一个的写成[甲]。"),
        (
            "level: city\nlandscape: [reqests]",
            "3：“landscape”的值“reqests”不认识，是不是“requests”？可以填：disclosure（表二）、requests（表三）、disputes（表四）。",
        ),
    ],
)  # fmt: skip
def test_organ(params: Path, text: str, said: str) -> None:
    """Errors in agency.yaml are reported with the valid values."""
    (params / "a" / "agency.yaml").write_text(f"name: 甲市财政局\n{text}\n", "utf-8")

    assert f"params/a/agency.yaml:{said}" == refused(params)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("figures: {a: {kind: photo, caption: x, show: 也许}}", "“show”的值“也许”只能是true（是）或false（否）。"),
        ("facts: {a: {label: 甲, value: 几条, unit: 条}}", "“value”的值“几条”不是数字；请填数字，不知道的写null。"),
        ("waivers: 无", "“waivers”应当是列表；每一项另起一行，前面写“- ”。"),
        ("issues: 无", "“issues”应当是列表；每一项另起一行，前面写“- ”。"),
        ("signed: 昨天", "“signed”的值“昨天”不是日期；请按“四位年-两位月-两位日”写。"),
        ("signed: 2025年1月20日", "“signed”的值“2025年1月20日”不是这里的写法；请写成2025-01-20。"),
        ("signed: 2025/2/30", "“signed”的值“2025/2/30”不是日期；请按“四位年-两位月-两位日”写。"),
        ("signature: [甲局, 乙局]", "“signature”的值“[甲局、乙局]”应当是文字；数字（如电话、邮编）请加上引号。"),
    ],
)
def test_year(params: Path, text: str, said: str) -> None:
    """Errors in a year's file are reported once, in Chinese."""
    (params / "a" / "2024.yaml").write_text(f"year: 2024\n{text}\n", "utf-8")

    assert f"params/a/2024.yaml:2：{said}" == refused(params)


@pytest.mark.parametrize("value", ["1", "[]", "{}", "甲", "null", "true", "1.5", "2024-01-01", "[{}]", "{甲: [1]}"])
def test_no_english(params: Path, value: str) -> None:
    """Whatever the value of a key, the file is read or refused without English text."""
    keys = ("signed", "signature", "form_used", "facts", "figures", "waivers", "issues", "sections", "requests")
    nested = (
        "facts: {a: %s}",
        "figures: {a: {kind: %s, caption: x, facts: %s}}",
        "sections: {overview: {summary: %s}}",
    )
    for text in [*(f"{key}: {value}" for key in keys), *(text.replace("%s", value) for text in nested)]:
        (params / "a" / "2024.yaml").write_text(f"year: 2024\n{text}\n", "utf-8")
        try:
            Params(params).load("a", 2024)
        except ReturnError as error:
            assert [] == re.findall(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", str(error))
