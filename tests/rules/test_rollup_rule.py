"""The roll-up names the members that make a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.build import findings, record

if TYPE_CHECKING:
    from gongkai.returns import Return

WHOLE = "{name: 东山区人民政府, level: county, members: [caizheng, yingji]}"


def member(id_: str, name: str, text: str) -> Return:
    """A member's return."""
    return record(text, f"{{id: {id_}, name: {name}}}")


def members(first: str, second: str) -> tuple[Return, ...]:
    """The returns of both members."""
    return member("caizheng", "财政局", first), member("yingji", "应急局", second)


@pytest.mark.parametrize(
    ("whole", "message"),
    [
        (3, "表二“行政处罚”“本年处理决定数量”：汇总为3，成员单位之和为5，相差-2；正好是应急局的2。"),
        (8, "表二“行政处罚”“本年处理决定数量”：汇总为8，成员单位之和为5，相差3；正好是财政局的3。"),
        (9, "表二“行政处罚”“本年处理决定数量”：汇总为9，成员单位之和为5，相差4；成员单位各填：财政局3、应急局2。"),
    ],
)
def test_who_makes_the_difference(whole: int, message: str) -> None:
    """A member left out or counted twice is named; otherwise all are, with their numbers."""
    parts = members("disclosure: {penalty: [3]}", "disclosure: {penalty: [2]}")
    found = findings("R18", record(f"disclosure: {{penalty: [{whole}]}}", WHOLE), None, parts)
    assert [f.message for f in found] == [message]
    assert found[0].cells[0] == "disclosure.penalty.decisions"


def test_a_negative_number_of_a_member() -> None:
    """A member with a negative number is named, not one whose number happens to be the difference."""
    parts = members("disclosure: {penalty: [3]}", "disclosure: {penalty: [-2]}")
    (found,) = findings("R18", record("disclosure: {penalty: [4]}", WHOLE), None, parts)
    assert found.message.endswith("汇总为4，成员单位之和为1，相差3；其中不应有的负数是应急局的-2。")
    assert ["yingji:disclosure.penalty.decisions"] == list(found.cells[1:])


def test_no_returns_of_members() -> None:
    """Without the members' returns nothing is checked, and the finding says whose are missing."""
    found = findings("R18", record("", WHOLE))
    assert [(f.outcome, f.message) for f in found] == [
        ("not_checked", "汇总没有全部核对：缺少成员单位caizheng、yingji的2022年数据。")
    ]


def test_blank_cell_of_a_member() -> None:
    """A member's blank cell does not count as 0: the cell is not checked, unless the others already exceed the total."""
    parts = members("disclosure: {penalty: null, licensing: null}", "disclosure: {penalty: [2], licensing: [2]}")
    found = findings("R18", record("disclosure: {penalty: [3], licensing: [1]}", WHOLE), None, parts)
    assert [(f.outcome, f.cells[0]) for f in found] == [
        ("fail", "disclosure.licensing.decisions"), ("not_checked", "disclosure.penalty.decisions"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("null", "null", "成员单位都没有填"), ("[0]", "null", "填了的成员单位都填0"), ("[0]", "[0]", "成员单位都填0")],
)
def test_blank_cells_are_not_called_zero(first: str, second: str, said: str) -> None:
    """Where no member makes the difference, the message tells what was left blank from what is 0."""
    text = "disclosure: {{penalty: {}}}"
    parts = members(text.format(first), text.format(second))
    found = findings("R18", record(text.format("[-3]"), WHOLE), None, parts)
    assert [f"；{said}。"] == [f"；{f.message.partition('；')[2]}" for f in found if f.outcome == "fail"]


def test_procurement_in_another_unit() -> None:
    """Members' procurement amounts are compared in the unit of the roll-up."""
    amount = "year: 2020\ndisclosure: {{procurement: {{items: 1, amount: {0}, unit: {1}}}}}"
    parts = members(amount.format(10000, "元"), amount.format(2, "万元"))
    total = amount.replace("items: 1", "items: 2")
    assert findings("R18", record(total.format(3, "万元"), WHOLE), None, parts) == []
    assert len(findings("R18", record(total.format(10002, "元"), WHOLE), None, parts)) == 1


def test_no_roll_up() -> None:
    """An organ without members has nothing to add up."""
    assert findings("R18", record()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其中财政局3件，应急局2件", []),
        ("其中财政局3件，应急局4件", [("“应急局4件”", 2)]),
        ("其中财政局1件，应急局2件", [("“其中财政局1件”", -2)]),
        ("其中财政局5件，应急局4件", [("“其中财政局5件”", 2), ("“应急局4件”", 2)]),
        ("其中应急局2件，财政局2件", [("“财政局2件”", -1)]),
    ],
)
def test_what_the_text_says_of_members(text: str, expected: list[tuple[str, int]]) -> None:
    """Each number that a text gives for a member is compared with that member's report, also behind one that is right."""
    full = "requests: {{only: true, new: {{natural: {0}, total: {0}}}, granted: {{natural: {0}, total: {0}}}, total: {{natural: {0}, total: {0}}}, rest: 0}}"
    whole = f"{full.format(5)}\nsections: {{overview: {{requests: 全区收到政府信息公开申请5件，{text}。}}}}"
    found = findings("R19", record(whole, WHOLE), None, members(full.format(3), full.format(2)))
    assert expected == [
        (item.message.partition("写")[2].partition("，")[0], item.value("difference")) for item in found
    ]
