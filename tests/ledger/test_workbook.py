"""The register's template as a workbook."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from gongkai import forms
from gongkai.forms import kinds
from gongkai.ledger import tally, templates, workbook
from gongkai.ledger.register import COLUMNS, EXAMPLE
from gongkai.ledger.workbook import CHOICES, HEAD, NOTES, SHEET
from gongkai.returns import ReturnError
from tests.office import recalculated

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

TABLES = {edition.id: edition.tables["requests"] for edition in forms.editions().values()}


def written(path: Path, year: int = 2024) -> Path:
    """The template of a year as a file."""
    path.write_bytes(workbook.template(year, forms.edition_for(year).tables["requests"]))
    return path


def lists(book: Workbook) -> dict[Any, list[Any]]:
    """The list to choose from of each column of the register, by the column's header, and the rows it is offered in."""
    sheet, found = book[SHEET], {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            (area,) = rule.sqref.ranges
            name, _, cells = rule.formula1.rpartition("!")
            assert name.strip("'$") == CHOICES
            found[sheet.cell(HEAD, area.min_col).value] = [
                cell.value for (cell,) in book[CHOICES][cells.replace("$", "")]
            ]
            assert area.min_row == HEAD + 1
            assert area.max_row >= 1_000
    return found


def test_template_reads_back_empty(tmp_path: Path) -> None:
    """The template as it is holds no request; its title and example rows are skipped, and named."""
    result = tally(written(tmp_path / "台账.xlsx"), 2024)
    assert () == result.entries
    assert ((1, "标题或说明"), (2, "标题或说明"), *((row, "示例") for row in range(4, 9))) == result.skipped


@pytest.mark.parametrize("edition", list(TABLES))
def test_choices_are_the_form_s_own_names(edition: str) -> None:
    """Every name in the lists is read back as the row or column of the form that it stands for."""
    table = TABLES[edition]
    assert [row.id for row in kinds.replies(table)] == [
        kinds.reply_row(name, table) for name in workbook.replies(table)
    ]
    columns = [kinds.applicant_column(name, table) for name in workbook.applicants(table)]
    assert [column.id for column in kinds.applicants(table)] == columns


def test_filled_template(tmp_path: Path) -> None:
    """Every choice of the lists, typed below the examples with dates of a workbook, counts in its cell."""
    path = written(tmp_path / "台账.xlsx")
    book = load_workbook(path)
    sheet, table = book[SHEET], TABLES["2021"]
    for number, reply in enumerate(workbook.replies(table)):
        row: list[Any] = [number + 1, dt.date(2024, 2, 5), "自然人", None, reply, dt.date(2024, 2, 20)]
        for column, value in enumerate(row, 1):
            sheet.cell(HEAD + 6 + number, column).value = value
    book.save(path)
    cells = tally(path, 2024).cells
    assert dict.fromkeys((row.id for row in kinds.replies(table)), 1) == {
        row.id: cells[f"requests.{row.id}.natural"] for row in kinds.replies(table)
    }


def test_examples_are_right(tmp_path: Path) -> None:
    """The example rows are valid requests: with another number they count."""
    path = written(tmp_path / "台账.xlsx", 2025)
    book = load_workbook(path)
    for row in range(HEAD + 1, HEAD + 6):
        assert book[SHEET].cell(row, 1).value.startswith(EXAMPLE)
        book[SHEET].cell(row, 1).value = row
    book.save(path)
    result = tally(path, 2025)
    assert (5, 4, 1) == (
        len(result.entries),
        result.cells["requests.new.total"],
        result.cells["requests.carried_in.total"],
    )
    assert ["in_time"] * 4 == [item.status for item in result.deadlines[:4]]


def test_look(tmp_path: Path) -> None:
    """The header stays in view, each column is explained, and the same year gives the same bytes."""
    path = written(tmp_path / "台账.xlsx")
    book = load_workbook(path)
    sheet = book[SHEET]
    assert f"A{HEAD + 1}" == sheet.freeze_panes
    headers = [cell.value for cell in sheet[HEAD]]
    assert templates.text("ledger-template.csv").strip().split(",") == headers
    assert [True] * len(COLUMNS) == [head in COLUMNS[column] for column, head in workbook.HEADS.items()]
    assert all(cell.comment is not None for cell in sheet[HEAD])
    notes = {row[0].value for row in book[NOTES].iter_rows(min_row=3)}
    assert {*headers, *workbook.replies(TABLES["2021"])} <= notes
    assert path.read_bytes() == workbook.template(2024, TABLES["2021"])


def test_lists_survive_libreoffice(tmp_path: Path) -> None:
    """LibreOffice opens the template, and saves it with its lists and examples."""
    path = written(tmp_path / "register.xlsx")
    ours = lists(load_workbook(path))
    assert {"申请人类型", "答复类型", "上年结转"} == set(ours)
    book, _ = recalculated(path, tmp_path)
    assert ours == lists(book)
    book.save(path)
    assert ((), 7) == ((result := tally(path, 2024)).entries, len(result.skipped))


def csv(path: Path, *rows: str) -> Path:
    """A register as CSV, without its own header."""
    file = path / "台账.csv"
    file.write_text("\n".join(rows), "utf-8")
    return file


SAME = (
    "台账.csv:2：申请人类型不认识（内容不予显示，以免泄露个人信息）；请填：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他。"
    "这样的共37行：第2至4、6至21、24至41行。"
)
HEADS = "登记编号,收到日期,申请人类型,答复类型,答复日期"
ROW = "2024-001,2024-01-08,自然人,予以公开,2024-01-25"


def test_rows_that_are_no_requests(tmp_path: Path) -> None:
    """Titles, totals, repeated headers and remarks are skipped, and each is named."""
    path = csv(
        tmp_path, "某局2024年政府信息公开申请台账", HEADS, ROW, "本页合 计,,,1件", HEADS, ROW, "合计：,2,,,", ",合计,,2,",
        "填表人：张三,,,,", ",,,,", "注：第一季度停电,,,,",
    )  # fmt: skip
    result = tally(path, 2024)
    assert 2 == len(result.entries)
    assert [
        (1, "标题或说明"), (4, "合计"), (5, "重复的表头"), (7, "合计"), (8, "合计"), (9, "标题或说明"), (11, "标题或说明"),
    ] == list(result.skipped)  # fmt: skip


def test_total_in_a_column_of_dates(tmp_path: Path) -> None:
    """A number of requests beside 合计 is no date, though the template formats its column as dates."""
    path = written(tmp_path / "台账.xlsx")
    book = load_workbook(path)
    sheet = book[SHEET]
    row = HEAD + 6
    sheet.cell(row, 1).value, sheet.cell(row, 2).value = "合计", 40
    book.save(path)
    assert ((), (row, "合计")) == ((result := tally(path, 2024)).entries, result.skipped[-1])


def test_a_request_is_never_skipped(tmp_path: Path) -> None:
    """A row with a date of receipt is a request, whatever its other cells say."""
    path = csv(tmp_path, f"{HEADS},备注", f"{ROW},合计", "台账,2024-01-09,自然人,,,合计")
    result = tally(path, 2024)
    assert (2, ()) == (len(result.entries), result.skipped)
    with pytest.raises(ReturnError, match="没有填写收到日期"):
        tally(csv(tmp_path, HEADS, "1,,自然人,,"), 2024)


def test_a_repeated_problem_is_one(tmp_path: Path) -> None:
    """One problem in 40 rows is one line that names the rows; another one has its own."""
    rows = [f"{n},2024-01-08,外星人类,予以公开,2024-01-25" for n in range(40)]
    rows[3] = "3,2024-01-08,自然人,予以公开,2024-01-05"
    rows[20] = "20,2024-03-08,自然人,予以公开,2024-02-05"
    rows[21] = "21,,自然人,,"
    with pytest.raises(ReturnError) as caught:
        tally(csv(tmp_path, HEADS, *rows), 2024)
    assert [
        SAME,
        "台账.csv:5：答复日期2024-01-05早于收到日期2024-01-08；请核对。这样的共2行：第5、22行。",
        "台账.csv:23：没有填写收到日期；请补上。",
    ] == [str(problem) for problem in caught.value.problems]
