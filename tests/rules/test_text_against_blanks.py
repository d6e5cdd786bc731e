"""Numbers of the prose against cells that are not filled in, but follow from the rest of the table and of the text."""

from __future__ import annotations

import pytest

from gongkai.forms import edition_for
from gongkai.returns import Issue
from gongkai.rules.base import Context
from gongkai.rules.compare import compare, read_report
from tests.rules.build import overview


def found(text: str, table: str, **cells: int) -> list[tuple[str | None, str, object, object]]:
    """Level, outcome and both numbers of each finding; ``__`` in names of cells is a dot."""
    context = Context(overview(text, cells))
    return [
        (item.level, item.outcome, item.values.get("left"), item.values.get("right"))
        for item in compare(context, read_report(context).of(table))
    ]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [(5, [("hint", "fail", 5, 4)]), (4, [(None, "not_checked", None, None)])],
)
def test_table_determines_a_blank(stated: int, expected: list[tuple[str | None, str, object, object]]) -> None:
    """A blank total whose row can hold no more than all replies leave is compared with what it must be, as a hint."""
    text = f"全年办结政府信息公开申请6件，其中予以公开{stated}件。"
    cells = {"requests__total__total": 6, "requests__granted__natural": 4, "requests__partial__natural": 2}
    rows = ("granted", "partial")
    assert found(text, "requests", **cells, **{f"requests__{row}__business": 0 for row in rows}) == expected


@pytest.mark.parametrize(
    ("upheld", "expected"),
    [(3, []), (2, [("hint", "fail", 2, 3)])],
)
def test_text_narrows_a_blank(upheld: int, expected: list[tuple[str | None, str, object, object]]) -> None:
    """A number that only other numbers of the text rule out is a hint, once, and about the part, not the whole."""
    text = f"因政府信息公开引起的行政复议3件，结果维持{upheld}件。"
    cells = {f"disputes__reconsideration__{name}": 0 for name in ("corrected", "other", "pending")}
    given = [item for item in found(text, "disputes", **cells) if item[1] == "fail"]
    assert given == expected


@pytest.mark.parametrize(
    ("stated", "filled", "expected"),
    [
        (5, True, [("hint", "fail", 5, None)]),
        (0, True, [(None, "not_checked", None, None)]),
        (5, False, [(None, "not_checked", None, None)]),
    ],
)
def test_number_that_only_the_text_has(
    stated: int, filled: bool, expected: list[tuple[str | None, str, object, object]]
) -> None:
    """A number in a text whose cell is blank is a hint if the table is filled in otherwise, and the number isn't 0."""
    table = edition_for(2023).tables["requests"]
    cells = {f"requests__{row.id}__{column.id}": 0 for row in table.rows for column in row.columns} if filled else {}
    for path in ("carried_in__total", "carried_in__other", "carried_out__total", "carried_out__other"):
        cells.pop(f"requests__{path}", None)
    assert found(f"上年结转政府信息公开申请{stated}件。", "requests", **cells) == expected


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("上年结转政府信息公开申请5件。", Issue(path="requests.carried_in.total", kind="ambiguous", raw="5或6")),
        (
            "其他处理政府信息公开申请5件。",
            Issue(path="requests.other.total", kind="extra", raw="5", candidates=((5,),)),
        ),
    ],
)
def test_number_that_the_source_has(text: str, issue: Issue) -> None:
    """A cell that could not be read for certain, or whose number the source has in a row of another form, was not left blank."""
    table = edition_for(2023).tables["requests"]
    open_ = {"new", "carried_in", "total", "carried_out", "other_1", "other_2", "other_3"}
    cells = {f"requests.{row.id}.{column.id}": 0 for row in table.rows if row.id not in open_ for column in row.columns}
    context = Context(overview(text, cells).model_copy(update={"issues": (issue,)}))
    assert ["not_checked"] == [item.outcome for item in compare(context, read_report(context).of("requests"))]


@pytest.mark.parametrize(("natural", "expected"), [(63, []), (64, [("hint", "fail", 64, 63)])])
def test_part_of_the_row_of_its_whole(natural: int, expected: list[tuple[str | None, str, object, object]]) -> None:
    """A part that could be of several rows is of the one in which the table has its whole; another that agrees leaves a doubt."""
    text = f"全年政府信息公开申请共264件，其中来自自然人的{natural}件。"
    cells = {"requests__new__total": 264, "requests__carried_in__total": 3, "requests__total__total": 266,
             "requests__new__natural": 63, "requests__carried_in__natural": 1, "requests__total__natural": 64}  # fmt: skip
    assert found(text, "requests", **cells) == expected


def test_what_a_blank_may_be_is_not_checked() -> None:
    """A number that some filling of the blanks allows, with all rules kept, is reported as not checked."""
    text = "全年办结政府信息公开申请6件，其中予以公开5件。"
    assert found(text, "requests", requests__total__total=6) == [(None, "not_checked", None, None)]


def test_totals_come_first() -> None:
    """Of a whole and a part that blanks cannot both be, the part is the one in doubt, also if the text states it first."""
    cells = {f"disputes__reconsideration__{name}": 0 for name in ("corrected", "other", "pending")}
    text = "因政府信息公开引起的行政复议维持2件。因政府信息公开引起的行政复议共3件。"
    assert [("hint", "fail", 2, 3)] == [item for item in found(text, "disputes", **cells) if item[1] == "fail"]
    rows = {row.id: row for row in edition_for(2023).tables["requests"].rows}
    known = {"new", "carried_in", "carried_out", "total", "granted"}
    cells = {f"requests__{row}__{column.id}": 0 for row in rows.keys() - known for column in rows["new"].columns}
    for row in ("granted", "total"):
        cells |= {
            f"requests__{row}__{column.id}": 0 for column in rows[row].columns if column.id not in {"natural", "total"}
        }
    text = "全年予以公开政府信息公开申请4件。全年办结政府信息公开申请6件。"
    assert ("hint", "fail", 4, 6) == found(text, "requests", **cells)[0]
