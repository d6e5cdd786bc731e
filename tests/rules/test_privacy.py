"""Identifying details of people are found, and numbers that look like them are not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.privacy import details, is_citizen_number, luhn, masked
from tests.rules.build import findings, outcomes, record


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("身份证号11010519491231002X", ["身份证号码"]),
        ("身份证号110105194912310020", []),
        ("联系13800138000", ["手机号码"]),
        ("联系138 0013 8000", ["手机号码"]),
        ("联系+86-138-0013-8000", ["手机号码"]),
        ("编号2138001380001", []),
        ("点击量13800138000次", []),
        ("电话0631-5218910", []),
        ("邮编264200", []),
        ("热线12345", []),
        ("账号6222600260001072444", ["银行账号"]),
        ("账号6222 6002 6000 1072 444", ["银行账号"]),
        ("账号6222600260001072445", []),
        ("备案号4111111111111111", []),
        ("统一社会信用代码：11371002004312345X", []),
        ("统一社会信用代码113710020043123456", []),
        ("张某家住和平路12号3单元", ["家庭住址"]),
        ("户籍地为东山区和平路12号", ["家庭住址"]),
        ("李某，住北山村3组", ["家庭住址"]),
        ("联系地址：和平路12号", []),
        ("住房保障中心3号楼", []),
        ("公开住宅用地12号地块", []),
        ("138****8000", []),
    ],
)
def test_details(text: str, kinds: list[str]) -> None:
    """Only what identifies a person is found."""
    assert [kind for kind, _, _ in details(text)] == kinds


def test_check_digits() -> None:
    """ID numbers need a valid date and check digit, bank cards a valid check digit."""
    assert is_citizen_number("11010519491231002X")
    assert not is_citizen_number("110105194913310020")
    assert luhn("6222600260001072444")
    assert luhn("5555555555554444")  # six of its doubled digits have two digits
    assert not luhn("5555555555554445")
    assert not luhn("0000000000000000")


@given(
    st.from_regex(r"[1-8]\d{5}", fullmatch=True),
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    st.integers(0, 999),
)
def test_one_check_digit(place: str, born: dt.date, serial: int) -> None:
    """Of the eleven check characters of a number just the one by ISO 7064 MOD 11-2 is right, and only then is it found."""
    base = f"{place}{born:%Y%m%d}{serial:03}"
    rest = 0
    for char in base:
        rest = (rest + int(char)) * 2 % 11
    right = "0123456789X"[(12 - rest) % 11]
    assert [right] == [char for char in "0123456789X" if is_citizen_number(base + char)]
    assert is_citizen_number(base + right.lower())
    other = "0123456789X"[(13 - rest) % 11]
    found = [
        [kind for kind, _, _ in details(f"身份证号{base}{char}") if kind == "身份证号码"] for char in (right, other)
    ]
    assert [["身份证号码"], []] == found


@given(st.text("0123456789", min_size=15, max_size=18))
def test_one_check_digit_of_cards(base: str) -> None:
    """Of the ten check digits of a card just one is right."""
    right = [digit for digit in "0123456789" if luhn(base + digit)]
    assert len(right) == 1 or len(set(base)) == 1
    assert not luhn(base[:14] + right[0] if right else base[:14])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("备案号6222600260001072444，账号6222600260001072444", ["银行账号"]),
        ("账号" + "一" * 18 + "4111111111111111", ["银行账号"]),
        ("账号" + "一" * 19 + "4111111111111111", []),
        ("备案号" + "一" * 17 + "6222600260001072444", []),
        ("备案号" + "一" * 18 + "6222600260001072444", ["银行账号"]),
        ("编号" + "一" * 13 + "11010519491231002X", []),
        ("编号" + "一" * 14 + "11010519491231002X", ["身份证号码"]),
        ("编号" + "一" * 30 + "文号" + "一" * 13 + "11010519491231002X", []),
        ("身份证号11010519491231002X，卡号6222600260001072444", ["身份证号码", "银行账号"]),
    ],
)
def test_words_before_a_number(text: str, kinds: list[str]) -> None:
    """A word says what a number is if it is within 20 characters before it, of a citizen's 15; one number's word does not hide another."""
    assert [kind for kind, _, _ in details(text)] == kinds


def test_mobile_number_of_the_contact() -> None:
    """A mobile number in the preface is a hint with advice of its own; anywhere else, and any other detail, is an error."""
    text = "sections: {preface: 联系电话13800138000。, problems: 联系电话13800138000。}"
    assert ["fail hint", "fail error"] == outcomes("R29", record(text))
    first, second = findings("R29", record(text))
    assert ("作为联系电话公布的手机号码，请改为办公电话。", True) == (first.todo, first.todo != second.todo)
    assert ["fail error"] == outcomes("R29", record("sections: {preface: 身份证号11010519491231002X。}"))
    assert ["fail hint"] == outcomes("R29", record("sections: {preface: 李某，住北山村3组。}"))


def test_masked() -> None:
    """A finding does not repeat the detail."""
    assert masked("13800138000") == "138****00"
    assert masked("+8613800138000") == "+86****00"
    assert "12号" not in masked("家住和平路和平里小区12号")
