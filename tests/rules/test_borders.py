"""Every threshold of the rules at its border: the last value that is let pass, and the first that is found."""

from __future__ import annotations

import pytest

from gongkai.rules.base import Context
from gongkai.rules.similarity import pairs_in_common
from tests.rules.build import findings, outcomes, overview, record

HINT, ERROR = ["fail hint"], ["fail error"]


@pytest.mark.parametrize(
    ("rule", "keys", "agency", "expected"),
    [
        ("R10", "disclosure: {normative_documents: [5, 1, 4]}", "", []),
        ("R10", "disclosure: {normative_documents: [5, 1, 3]}", "", HINT),
        ("R10", "disclosure: {normative_documents: [1, 1, 0]}", "", []),
        ("R23", "disclosure: {fees: [49999.9999]}", "", []),
        ("R23", "disclosure: {fees: [50000]}", "", HINT),
        ("R23", "year: 2020\ndisclosure: {procurement: {items: 1, amount: 99.99, unit: 元}}", "", HINT),
        ("R23", "year: 2020\ndisclosure: {procurement: {items: 1, amount: 100, unit: 元}}", "", []),
        ("R23", "year: 2020\ndisclosure: {procurement: {items: 0, amount: 0, unit: 元}}", "", []),
        ("R23", "year: 2020\ndisclosure: {procurement: {items: 1, amount: 50000, unit: 万元}}", "", HINT),
        ("R23", "year: 2020\ndisclosure: {procurement: {items: 1, amount: 500000000, unit: 元}}", "", []),
        ("R23", "year: 2020\ndisclosure: {procurement: {items: 1, amount: 50000, unit: null}}", "", []),
        ("R25", "signed: 2022-12-31", "", ["fail warning"]),
        ("R25", "signed: 2022-11-30", "", ERROR),
        ("R25", "signed: 2023-12-31", "", []),
        ("R25", "signed: 2024-01-01", "", ERROR),
        ("R25", "year: 2021\nsigned: 2022-01-20", "", []),
        ("R25", "year: 2021\nsigned: 2023-01-20", "", ERROR),
        ("R28", "signed: 2023-01-31\npublished: 2023-01-31", "", []),
        ("R28", "signed: 2023-01-31\npublished: 2023-02-01", "", HINT),
    ],
)
def test_this_year(rule: str, keys: str, agency: str, expected: list[str]) -> None:
    """What a return may have by itself, and what is one too many or too few."""
    assert expected == outcomes(rule, record(keys, agency))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("1", "2999.9999", []), ("1", "3000", HINT), ("1", "30000", HINT), ("1", "30000.0001", []), ("0", "9999", []), ("null", "9999", []),
    ],
)  # fmt: skip
def test_ten_thousand_times(before: str, now: str, expected: list[str]) -> None:
    """An amount about ten thousand times last year's is named with both years; nothing is a multiple of 0."""
    text = "disclosure: {{fees: [{}]}}"
    found = findings("R23", record(text.format(now)), record("year: 2021\n" + text.format(before)))
    assert expected == [f"{item.outcome} {item.level}" for item in found]
    for item in found:
        assert ("disclosure.fees.amount", "2021:disclosure.fees.amount") == item.cells
        assert item.value("left") - item.value("right") == item.value("difference")  # type: ignore[operator]


def test_amounts_in_other_units_are_not_compared() -> None:
    """Last year's amount is compared only if it is in the same unit."""
    text = "disclosure: {{procurement: {{items: 1, amount: {}, unit: {}}}}}"
    this = record("year: 2020\n" + text.format(9999, "万元"))
    assert HINT == outcomes("R23", this, record("year: 2019\n" + text.format(1, "万元")))
    assert [] == outcomes("R23", this, record("year: 2019\n" + text.format(1, "元")))


@pytest.mark.parametrize(
    ("before", "now", "expected"), [(10, 50, []), (10, 51, HINT), (9, 49, []), (50, 10, []), (50, 9, HINT), (49, 9, [])]
)
def test_facts_that_jump(before: int, now: int, expected: list[str]) -> None:
    """A fact jumps by more than five times, or to less than a fifth, of at least fifty."""
    text = "facts: {items: {label: 主动公开信息, value: %d, unit: 条}}"
    assert expected == outcomes("R22", record(text % now), record("year: 2021\n" + text % before))


WAYS = ("网站公开", "微信公开", "微博公开", "公告栏公开")


@pytest.mark.parametrize(
    ("mark", "whole", "numbers", "rest", "expected"),
    [
        ("其中", 100, (60, 37), None, HINT),  # by 3 % or by 2 it looks like a slip
        ("其中", 100, (60, 36), None, []),
        ("其中", 10, (6, 2), None, HINT),
        ("其中", 10, (6, 1), None, []),
        ("其中", 100, (60, 15, 10), None, HINT),  # three parts that reach 85 %
        ("其中", 100, (60, 15, 9), None, []),
        ("其中", 100, (60, 10, 10, 5), None, HINT),
        ("其中", 100, (60, 10, 10, 4), None, []),
        ("其中", 100, (60, 25), None, []),
        ("其中", 100, (60, 40), None, []),
        ("其中", 100, (60, 41), None, HINT),
        ("其中", 100, (60, 44), None, HINT),
        ("其中", 100, (60, 35), 5, []),
        ("其中", 100, (60, 35), 4, ERROR),
        ("", 100, (60, 37), None, HINT),
        ("", 100, (60, 36), None, []),
        ("", 100, (60, 43), None, HINT),
        ("", 100, (60, 44), None, []),
        ("", 10, (6, 2), None, HINT),
        ("", 10, (6, 1), None, []),
        ("", 2, (1, 2), None, []),  # so few come near a whole by chance
        ("", 3, (1, 3), None, HINT),
        ("", 100, (60, 20), 5, HINT),  # 其他 ends a list: 15 %
        ("", 100, (60, 20), 4, []),
        ("", 100, (60, 20), 35, HINT),
        ("", 100, (60, 20), 36, []),
        ("", 2, (1,), 2, HINT),
    ],
)
def test_parts_of_a_whole(
    mark: str, whole: int, numbers: tuple[int, ...], rest: int | None, expected: list[str]
) -> None:
    """Parts that nearly make up their whole are found, more of them the surer the sentence is that there are no others."""
    parts = [f"{way}{number}条" for way, number in zip(WAYS, numbers, strict=False)]
    parts += [] if rest is None else [f"其他{rest}条"]
    text = f"主动公开政府信息{whole}条，{mark}{'、'.join(parts)}。"
    found = findings("R15", record(f"sections: {{overview: {{disclosure: {text}}}}}"))
    assert expected == [f"{item.outcome} {item.level}" for item in found]
    for item in found:
        added = sum(numbers) + (rest or 0)
        assert (added, whole, added - whole) == tuple(item.value(name) for name in ("left", "right", "difference"))


@pytest.mark.parametrize(
    ("section", "expected"),
    [("preface", []), ("problems", HINT), ("requests", HINT), ("disputes", HINT), ("other", HINT)],
)
def test_where_parts_are_added_up(section: str, expected: list[str]) -> None:
    """Parts are compared with their whole in any section, but not in the preface, whose numbers are those of laws and dates."""
    text = f"主动公开政府信息100条，其中{WAYS[0]}60条、{WAYS[1]}50条。"
    assert expected == outcomes("R15", record(f"sections: {{{section}: {text}}}"))


@pytest.mark.parametrize(
    ("received", "done", "over", "expected"),
    [
        (9, 8, 3, "hint"), (9, 8, 4, None), (100, 95, 7, "hint"), (100, 95, 8, "hint"), (100, 95, 9, None), (10, 8, 1, "error"),
    ],
)  # fmt: skip
def test_carried_in_is_left_out(received: int, done: int, over: int, expected: str | None) -> None:
    """More answered and carried over than received may have been carried in: a hint if it is few, by 2 or 3 %."""
    text = f"收到政府信息公开申请{received}件，办结{done}件，结转下年度{over}件。"
    said = [item.level for item in findings("R15", overview(text, {})) if "对不上" in item.message]
    assert ([] if expected is None else [expected]) == said


LAST = "year: 2021\nrequests: {{only: true, new: {{natural: {0}, total: {0}}}, granted: {{natural: {0}, total: {0}}}, total: {{natural: {0}, total: {0}}}, rest: 0}}"


@pytest.mark.parametrize(
    ("before", "now", "said", "expected"),
    [
        (100, 120, "增长20%", []), (100, 120, "增长21%", ERROR), (100, 80, "下降20%", []), (100, 80, "下降25%", ERROR),
        (100, 120, "增长20.0%", []), (100, 120, "增长20.1%", ERROR),
        (300, 347, "增长16%", []), (300, 347, "增长15%", HINT), (300, 347, "增长14%", ERROR),
        (300, 347, "增长15.7%", []), (300, 347, "增长15.6%", HINT), (300, 347, "增长15.5%", ERROR),
        (300, 347, "增长15.67%", []), (300, 347, "增长15.66%", HINT),
        (200, 201, "增长0.5%", []), (200, 203, "增长1%", []), (200, 203, "增长2%", []),
        (100, 117, "增长约20%", []), (100, 116, "增长约20%", HINT), (100, 123, "增长约20%", []), (100, 124, "增长约20%", HINT),
        (100, 120, "增加20件", []), (100, 120, "增加19件", ERROR), (0, 3, "增长3%", HINT), (100, 230, "增加130件", []), (100, 230, "增加30件", ERROR),
        (100, 70, "减少30件", []), (100, 70, "减少70件", ERROR), (100, 230, "增长130%", []),
    ],
)  # fmt: skip
def test_growth(before: int, now: int, said: str, expected: list[str]) -> None:
    """A change is right to half its last digit, with 约 to 15 % of it; one that was cut off instead of rounded is a hint."""
    text = f"sections: {{overview: {{requests: 我局收到政府信息公开申请{now}件，同比{said}。}}}}"
    this = record(f"{LAST.format(now).removeprefix('year: 2021')}\n{text}")
    assert expected == outcomes("R17", this, record(LAST.format(before)))


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2019, ["not_checked error"]), (2020, ["not_checked error"]), (2021, ERROR), (2022, ["not_checked error"])],
)
def test_growth_since_another_year(year: int, expected: list[str]) -> None:
    """A change is compared with the return of the year before, not with one of any other year."""
    text = "sections: {overview: {requests: 我局收到政府信息公开申请120件，同比增长30%。}}"
    this = record(f"{LAST.format(120).removeprefix('year: 2021')}\n{text}")
    assert expected == outcomes("R17", this, record(LAST.format(100).replace("2021", str(year))))


def test_last_year_that_cannot_be_filled() -> None:
    """A text of last year with a placeholder that cannot be filled is not compared; this year's is checked all the same."""
    before = record("year: 2021\nsections: {problems: '共{{ a.b }}件。'}")
    assert None is Context(record(), before).previous_prose
    assert ["not_checked hint"] == outcomes("R26", record(), before)
    assert [] == outcomes("R12", record(), before)


@pytest.mark.parametrize(("length", "expected"), [(11, 0), (12, 1)])
def test_shortest_repeated_sentence(length: int, expected: int) -> None:
    """A sentence of twelve characters is listed as repeated, with its mark; a shorter one is not."""
    text = "甲" * (length - 1) + "。"
    assert [(text, text)] * expected == pairs_in_common(text, text)


@pytest.mark.parametrize(("number", "expected"), [(3, ""), (4, "等")])
def test_how_many_repeated_sentences(number: int, expected: str) -> None:
    """Of repeated sentences three are quoted, and it is said that there are others."""
    text = "".join(f"{char * 11}。" for char in "甲乙丙丁"[:number])
    this, before = record(f"sections: {{problems: {text}}}"), record(f"year: 2021\nsections: {{problems: {text}}}")
    (found,) = [item for item in findings("R26", this, before) if item.cells == ("sections.problems",)]
    quoted = "".join(f"“{char * 11}。”" for char in "甲乙丙")
    assert f"相似度为100%，有{number}句相同或只改了数字：{quoted}{expected}。" in found.message


@pytest.mark.parametrize("text", ["' '", "（本部分尚未填写。）"])
def test_what_is_not_written_covers_nothing(text: str) -> None:
    """Of a section one without text R31 does not say what it lacks: R27 says that it is missing."""
    this = record(f"sections: {{overview: {text}}}")
    assert [] == outcomes("R31", this)
    assert ["fail error"] == outcomes("R27", this)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("行政复议2件", (ERROR, [])),
        ("行政复议0件", (ERROR, [])),
        ("行政复议3件", ([], [])),
        ("未发生行政复议", ([], ERROR)),
        ("未发生行政诉讼", ([], [])),
    ],
)
def test_one_rule_for_each_statement(said: str, expected: tuple[list[str], list[str]]) -> None:
    """A number of cases is compared by R13 and a claim that there were none by R24, never by both."""
    keys = "disputes: {only: true, reconsideration: {upheld: 3, total: 3}, rest: 0}\n"
    this = record(f"{keys}sections: {{overview: {{requests: 因政府信息公开{said}。}}}}")
    assert expected == (outcomes("R13", this), outcomes("R24", this))


@pytest.mark.parametrize(("text", "more"), [("共{{ a.b }}件。", ""), ("共{{ a.b }}件，{{ c.d }}件。", "等2处")])
def test_rules_of_a_text_that_cannot_be_filled(text: str, more: str) -> None:
    """A rule of texts says which placeholder it was not checked for, and how many there are if it is more than one."""
    (found,) = findings("R12", record(f"sections: {{other: '{text}'}}"))
    assert ("not_checked", True) == (found.outcome, "{{ a.b }}" in found.message)
    assert f"）{more}。" == found.message[found.message.rindex("）") :]


@pytest.mark.parametrize("column", ["upheld", "corrected", "other", "pending", "total"])
def test_blank_of_a_group(column: str) -> None:
    """Each of the five cells of a group follows from the other four."""
    numbers = {"upheld": 1, "corrected": 2, "other": 3, "pending": 4, "total": 10}
    cells = ", ".join(f"{key}: {'null' if key == column else value}" for key, value in numbers.items())
    (found,) = findings("R32", record(f"disputes: {{reconsideration: {{{cells}}}}}"))
    assert found.message.endswith(f"未填写；按其他数推算，这一格应为{numbers[column]}。")


@pytest.mark.parametrize(("year", "wanted"), [(2020, 2021), (2021, 2022), (2023, 2024)])
def test_year_of_a_signature(year: int, wanted: int) -> None:
    """The message about a date names the year in which the report should have been written."""
    (found,) = findings("R25", record(f"year: {year}\nsigned: {year - 1}-05-06"))
    assert found.message == f"落款日期是{year - 1}年5月6日，{year}年度的报告应当在{wanted}年写成并公布。"
    assert (year - 1, wanted, -2) == tuple(found.value(name) for name in ("left", "right", "difference"))
