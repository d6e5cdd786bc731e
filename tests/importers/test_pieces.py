"""Small parts of importers: whose waivers count, which edition a report is of, which sheets are somebody's own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gongkai import forms
from gongkai.importers import marks, organ, waivers
from gongkai.importers.core import leftovers
from gongkai.importers.core.edition_mapping import map_to_edition
from gongkai.importers.core.label_search import Label
from gongkai.importers.core.table_read import TableRead, take_row
from gongkai.returns import Agency, Issue, Return, Waiver
from gongkai.returns.members import Correction
from tests.importers.test_round_trip import consistent

OLD, NEW = forms.edition("2019"), forms.edition("2021")
DAY = dt.date(2025, 1, 10)


def waiver(reason: str, **more: Any) -> Waiver:
    return Waiver(rule="R1", reason=reason, by="李四", date=DAY, **more)


def correction(cell: str) -> Correction:
    return Correction(cell=cell, was=1, value=2, reason="口径", by="李四", date=DAY)


@pytest.mark.parametrize(("length", "said"), [(60, "甲" * 60), (61, "甲" * 60 + "…")])
def test_reason_in_a_message(length: int, said: str) -> None:
    """Sixty characters of a reason are quoted."""
    record = consistent(1, 2024).model_copy(update={"waivers": (waiver("甲" * length),)})
    assert f"理由是“{said}”" in (waivers.own_only(record).issues[0].message or "")


def test_whose_waivers_and_corrections() -> None:
    """What the analyst's own return has stays, in the file's order; the rest is listed before other issues, waivers first."""
    mine, other = waiver("自己的"), waiver("别人的", cells=("requests.new.total", "requests.total.total"))
    fixed, foreign = correction("requests.new.total"), correction("disclosure.penalty.decisions")
    own = consistent(1, 2024).model_copy(update={"waivers": (mine,), "corrections": (fixed,)})
    note = Issue(path="year", kind="note", raw="x")
    record = own.model_copy(update={"waivers": (other, mine), "corrections": (foreign, fixed), "issues": (note,)})
    found = waivers.own_only(record, own)
    assert ((mine,), (fixed,), note) == (found.waivers, found.corrections, found.issues[-1])
    assert [
        "文件里对规则R1（requests.new.total、requests.total.total）的认可没有读入，理由是“别人的”，认可人是“李四”；",
        "文件里对汇总disclosure.penalty.decisions的更正没有读入，理由是“口径”，更正人是“李四”；",
    ] == [(issue.message or "").partition("；")[0] + "；" for issue in found.issues[:-1]]
    assert 5 == len(waivers.own_only(record).issues)
    assert ((), ()) == (waivers.own_only(record).waivers, waivers.own_only(record).corrections)


@pytest.mark.parametrize(
    ("given", "short", "printed", "noted"),
    [
        ("东山县教育局", None, "东山县教育局", False), ("东山县教育局", None, "教育局", False), ("教育局", None, "东山县教育局", False),
        ("东山县教育局", None, "民政局", True), ("东山县教育局", "教体局", "县教体局", False), ("东山县教育局", "教体局", "民政局", True),
        ("东山县教育局", None, None, False),
    ],
)  # fmt: skip
def test_another_organ(given: str, short: str | None, printed: str | None, noted: bool) -> None:
    """A printed name is another organ's if neither it nor a name of the given organ is part of the other."""
    found = organ.Organs("a.txt", Agency(id="a", name=given, short_name=short, level="department"), None)
    assert "a" == found.find(printed).id
    assert [f"标题中的机关是“{printed}”，指定的是“{given}”；请核对文件是否拿错。"] * noted == [
        issue.message for issue in found.issues
    ]


@pytest.mark.parametrize(
    ("name", "id_"), [("甲" * 60, "甲" * 60), ("甲" * 61, "甲" * 60), ("（甲） 乙", "甲乙"), ("（）", "organ")]
)
def test_folder_of_an_organ(name: str, id_: str) -> None:
    """The folder is named by the first sixty letters and digits of the name."""
    assert id_ == organ.slug(name)


def read(table: str, edition: forms.Edition, **cells: int) -> TableRead:
    found = TableRead(edition, table)
    found.cells = {f"{table}.{key.replace('__', '.')}": value for key, value in cells.items()}
    return found


@pytest.mark.parametrize(
    ("editions", "demanded", "used"),
    [
        ((OLD, OLD, OLD), NEW, "2019"), ((NEW, OLD, None), NEW, "2021"), ((OLD, NEW, NEW), NEW, "2021"), ((OLD, NEW, None), NEW, "2019"),
        ((None, OLD, None), NEW, "2019"), ((None, OLD, NEW), NEW, "2021"), ((None, None, None), NEW, "2021"), ((NEW, OLD, OLD), OLD, "2019"),
        ((OLD, NEW, NEW), OLD, "2019"),
    ],
)  # fmt: skip
def test_edition_that_was_used(editions: tuple[forms.Edition | None, ...], demanded: forms.Edition, used: str) -> None:
    """The edition of most tables counts, table 2 as two, with the demanded one before others."""
    names = ("disclosure", "requests", "disputes")
    reads = {
        name: None if edition is None else read(name, edition) for name, edition in zip(names, editions, strict=True)
    }
    issues: list[Issue] = []
    assert used == map_to_edition(reads, demanded, issues).edition.id
    absent = [issue.message for issue in issues if issue.path in names and issue.kind == "absent"]
    assert [
        f"没有找到表“{demanded.tables[name].caption}”。"
        for name, edition in zip(names, editions, strict=True)
        if edition is None
    ] == absent


def test_table_of_another_edition() -> None:
    """Rows of the same columns are taken; a row without a place keeps its text and numbers, one that lacks is named."""
    old = read("requests", OLD, new__natural=1, other__natural=2)
    old.raw = {"requests.other": "2", "requests.new": "1"}
    kept, left = Issue(path="requests.new.total", kind="blank"), Issue(path="requests.other.total", kind="blank")
    old.issues = [kept, left]
    issues: list[Issue] = []
    mapped = map_to_edition({"requests": old}, NEW, issues)
    assert {"requests.new.natural": 1} == mapped.cells
    assert (True, False) == (kept in issues, left in issues)
    (form,) = [issue for issue in issues if issue.kind == "form"]
    assert ("requests.other", "（六）其他处理", "2021") == (form.path, form.raw, form.expected)
    assert "这张表用的是2019版表式，本年度应当用2021版；“（六）其他处理”在2021版中没有位置。" == form.message
    (extra,) = [issue for issue in issues if issue.kind == "extra"]
    assert ("requests.other", "2", ((2, None, None, None, None, None, None),)) == (
        extra.path,
        extra.raw,
        extra.candidates,
    )
    absent = [issue.path for issue in issues if issue.kind == "absent"]
    assert "requests.new" not in absent
    assert {"requests.other_1", "requests.granted", "requests.total"} <= set(absent)


def test_several_rows_of_another_edition() -> None:
    """Several rows without a place are one finding about their table, each with what its numbers were."""
    old = read("disclosure", OLD, licensing__decisions=3, procurement__items=4)
    old.raw = {"disclosure.procurement": "4 项", "disclosure.licensing": "3"}
    old.units = {"disclosure.procurement": "元"}
    issues: list[Issue] = []
    mapped = map_to_edition({"disclosure": old}, NEW, issues)
    (form,) = [issue for issue in issues if issue.kind == "form"]
    assert ("disclosure", "规章", "2021") == (form.path, form.raw, form.expected)
    assert ["disclosure.licensing", "disclosure.procurement"] == sorted(i.path for i in issues if i.kind == "extra")
    assert {"disclosure.procurement": "元"} == mapped.units
    assert {} == mapped.cells


@pytest.mark.parametrize(("length", "said"), [(marks._LONGEST, ""), (marks._LONGEST + 1, "…")])
def test_long_mark(length: int, said: str) -> None:
    """A mark is quoted up to its longest."""
    assert ("甲" * length)[: marks._LONGEST] + said == marks._short("甲" * length)


@pytest.mark.parametrize(("count", "said"), [(1, ""), (3, ""), (4, "等4处")])
def test_many_marks(count: int, said: str) -> None:
    """Three marks of a text are named, and how many there are if there are more."""
    record: Return = consistent(1, 2024)
    text = "".join(f"{{{{ a{number} }}}}" for number in range(count))
    sections = record.sections.model_copy(update={"problems": text})
    (issue,) = marks.shield(record.model_copy(update={"sections": sections})).issues
    named = "、".join(f"“{{{{ a{number} }}}}”" for number in range(min(count, 3)))
    assert f"里有{named}{said}，已作为普通文字读入" in (issue.message or "")


def test_marks_of_other_texts() -> None:
    """A mark in a label is listed, unless the organ's own return has the same label; it is printed as it is."""
    record = consistent(1, 2024)
    marked = record.model_copy(update={"signature": "{{ a }}局"})
    (issue,) = marks.shield(marked).issues
    assert ("signature", "落款里有“{{ a }}”，这里不填数，会原样印出；请核对改正。") == (issue.path, issue.message)
    assert ("signature",) == tuple(item.path for item in marks.shield(marked, record).issues)
    assert () == marks.shield(marked, marked).issues
    assert "{{ a }}局" == marks.shield(marked).signature


@pytest.mark.parametrize(("length", "is_found"), [(1_995, True), (1_996, False), (4_000, False)])
def test_imprint(length: int, is_found: bool) -> None:
    """An imprint is looked for in the last two thousand characters."""
    text = f"无。\n抄送：县府{'。' * length}"  # its first line begins with five characters
    assert (("无。\n", text[3:]) if is_found else (text, "")) == leftovers.cut_imprint(text)
    short = "甲\n抄送：县府"
    assert ("甲\n", "抄送：县府") == leftovers.cut_imprint(short)


REQUESTS = NEW.tables["requests"]
ROW = next(row for row in REQUESTS.rows if row.id == "granted")


def row(gap: str, *, last: bool = False) -> tuple[list[Any], TableRead, str]:
    """The numbers of a row of seven cells, what was found, and what is left of the text."""
    out = TableRead(NEW, "requests")
    columns = {f"requests.granted.{column.id}": column for column in ROW.columns}
    label = Label("（一）予以公开", "一予以公开", tuple(columns), "row")
    rest = take_row(out, NEW, label, gap, columns, last=last)
    return list(out.cells.values()), out, rest


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("1 2 0 0 0 0 3", [1, 2, 0, 0, 0, 0, 3]), ("\n1\n2\n0\n0\n0\n0\n3\n", [1, 2, 0, 0, 0, 0, 3]), ("\n1 2\n0\n0\n0\n0\n3\n", [1, 2, 0, 0, 0, 0, 3]),
        ("\x1f1\x1f2\x1f0\x1f0\x1f0\x1f0\x1f3", [1, 2, 0, 0, 0, 0, 3]), ("\x1f1\x1f\x1f0\x1f0\x1f/\x1f0\x1f3", [1, None, 0, 0, None, 0, 3]), ("", [None] * 7),
        ("2.0 0 0 0 0 0 2", [2, 0, 0, 0, 0, 0, 2]), ("1000003", [1, 0, 0, 0, 0, 0, 3]), ("1000001", [1, 0, 0, 0, 0, 0, 1]),
    ],
)  # fmt: skip
def test_numbers_of_a_row(gap: str, expected: list[int | None]) -> None:
    """Seven numbers are read, however they are delimited; what is not filled in is blank, and nothing else is an issue."""
    numbers, out, rest = row(gap)
    assert (expected, "") == (numbers, rest.strip())
    issues = [(issue.kind, issue.path.rpartition(".")[2]) for issue in out.issues]
    blank = [("blank", column.id) for column, value in zip(ROW.columns, numbers, strict=True) if value is None]
    assert ([("blank", "granted")] if len(blank) == 7 else blank) == [item for item in issues if item[0] != "note"]


def test_two_numbers_on_a_line() -> None:
    """Of as many lines as cells one with two numbers is not read as one number."""
    numbers, out, _ = row("\n1\n2 3\n0\n0\n0\n0\n6\n")
    assert ([None] * 7, ["ambiguous"]) == (numbers, [issue.kind for issue in out.issues])


@pytest.mark.parametrize(
    ("gap", "numbers", "issues"),
    [
        ("\x1f-1\x1f0\x1f0\x1f0\x1f0\x1f0\x1f1.5", [-1, 0, 0, 0, 0, 0, 1.5], ["natural：“（一）予以公开／自然人”应当是非负整数。", "total：“（一）予以公开／总计”应当是非负整数。"]),
        ("\x1f1\x1f甲 乙\x1f0\x1f0\x1f0\x1f0\x1f1", [1, None, 0, 0, 0, 0, 1], ["business：“（一）予以公开／商业企业”里的“甲 乙”不是数字，没有读入；请核对原文。"]),
        ("1 2 3", [None] * 7, ["granted：“（一）予以公开”后应有7个数，原文是“1 2 3”，分不清各是哪一格，没有读入；请核对原文后填写。"]),
    ],
)  # fmt: skip
def test_issues_of_a_row(gap: str, numbers: list[float | None], issues: list[str]) -> None:
    """A number that is not a count, a word and too few numbers are issues of their cell or row."""
    found, out, _ = row(gap)
    assert (numbers, issues) == (found, [f"{issue.path.rpartition('.')[2]}：{issue.message}" for issue in out.issues])
