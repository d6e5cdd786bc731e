"""The Excel form: what it holds, and that nothing gets lost on the way there and back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gongkai import files, forms
from gongkai.excel import form_bytes, write_form
from gongkai.excel.layout import FACTS, TEXTS, layout
from gongkai.excel.package import pack
from gongkai.excel.totals import totals
from gongkai.importers.base import Expected
from gongkai.importers.formats import xlsx
from gongkai.prose import render_texts
from gongkai.returns import Fact, Issue, Return, Sections, fact_names
from tests.samples import AGENCY, YEARS, edited, record, returns
from tests.strategies import any_returns

if TYPE_CHECKING:
    from pathlib import Path


REQUESTS = "三、收到和处理政府信息公开申请情况"


def read(path: Path) -> Return:
    """Read a form of the sample organ."""
    return xlsx.read(path, Expected()).record


@pytest.mark.parametrize("year", YEARS)
def test_empty_form_is_not_zero(tmp_path: Path, year: int) -> None:
    """An empty form read back has every cell of the edition, all not filled in."""
    path = tmp_path / "form.xlsx"
    write_form(None, AGENCY, year, None, path)
    found = read(path)
    assert found.cells == dict.fromkeys(forms.edition_for(year).cells)
    assert (found.agency, found.year, found.issues, found.facts) == (AGENCY, year, (), {})


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example writes a workbook: shrinking takes minutes
)
@given(returns() | any_returns())
def test_round_trip(tmp_path: Path, given_return: Return) -> None:
    """Any return, right or wrong, comes back from its form as it was."""
    path = tmp_path / "form.xlsx"
    write_form(given_return, given_return.agency, given_return.year, None, path)
    assert read(path) == given_return


@pytest.mark.parametrize("year", YEARS)
def test_printed_as_the_form(tmp_path: Path, year: int) -> None:
    """Every header is in its merged cell, and only cells for numbers are unlocked."""
    path = tmp_path / "form.xlsx"
    write_form(None, AGENCY, year, None, path)
    book = load_workbook(path)
    form = layout(forms.edition_for(year).id)
    for table in form.edition.tables.values():
        sheet = book[form.sheets[table.id]]
        merged = {str(item) for item in sheet.merged_cells.ranges}
        for cell in table.grid.cells:
            if cell.row_span > 1 or cell.column_span > 1:
                last = sheet.cell(3 + cell.row + cell.row_span, cell.column + cell.column_span).coordinate
                assert f"{sheet.cell(4 + cell.row, 1 + cell.column).coordinate}:{last}" in merged
        assert sheet.protection.sheet
    assert [book[at.sheet][at.at].value for at, _ in form.headers] == [text for _, text in form.headers]
    open_ = {path for path, at in form.cells.items() if not book[at.sheet][at.at].protection.locked}
    assert open_ == set(form.cells) - set(totals(form.edition.id))


def test_same_bytes() -> None:
    """The same inputs give the same bytes, and every part carries the same fixed date."""
    wrong = record(2024, 0, requests__new__total=4)
    first = form_bytes(wrong, AGENCY, 2024, record(2023, 1))
    assert first == form_bytes(wrong, AGENCY, 2024, record(2023, 1))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_validation_by_kind(tmp_path: Path) -> None:
    """Counts take whole numbers from 0, 本年增/减 also negative ones, amounts decimals."""
    path = tmp_path / "form.xlsx"
    write_form(None, AGENCY, 2020, None, path)
    book = load_workbook(path)
    form = layout("2019")

    def rule(cell: str) -> tuple[str, str]:
        at = form.cells[cell]
        found = [v for v in book[at.sheet].data_validations.dataValidation if at.at in v.sqref]
        assert len(found) == 1
        return found[0].type, "signed" if found[0].formula1.startswith("-") else "from 0"

    assert rule("disclosure.regulations.made") == ("whole", "from 0")
    assert rule("disclosure.penalty.change") == ("whole", "signed")
    assert rule("disclosure.procurement.amount") == ("decimal", "from 0")
    assert rule("requests.new.natural") == ("whole", "from 0")


def test_formulas_show_their_values(tmp_path: Path) -> None:
    """A filled form shows its totals and its balance also to a program that does not calculate."""
    path = tmp_path / "form.xlsx"
    cells = {"requests__new__natural": 2, "requests__new__total": 2}
    write_form(record(2024, 0, **cells), AGENCY, 2024, None, path)
    sheet = load_workbook(path, data_only=True)[REQUESTS]
    assert [sheet["J7"].value, sheet["J8"].value, sheet["D32"].value, sheet["E32"].value] == [2, 0, 2, 0]
    assert str(load_workbook(path)[REQUESTS]["J7"].value).startswith("=IF(OR(")


def test_balance_is_live(tmp_path: Path) -> None:
    """The balance of each column is below table 3, coloured by its value."""
    path = tmp_path / "form.xlsx"
    write_form(None, AGENCY, 2024, None, path)
    sheet = load_workbook(path)[REQUESTS]
    assert sheet["D32"].value == '=IF(OR($D$33="是",COUNT(D7,D8,D30,D31)=4),D7+D8-D30-D31,"未填全")'
    assert [str(item.sqref) for item in sheet.conditional_formatting] == ["D32:J32"]
    assert load_workbook(path, data_only=True)[REQUESTS]["D32"].value == "未填全"


def test_carry_over_is_filled_in_and_locked(tmp_path: Path) -> None:
    """Last year's 四、结转下年度 is locked in 二、上年结转, and is read back."""
    path = tmp_path / "form.xlsx"
    previous = record(2023, 0, requests__carried_out__natural=3, requests__carried_out__total=3)
    write_form(None, AGENCY, 2024, previous, path)
    sheet = load_workbook(path)[REQUESTS]
    assert (sheet["D8"].value, sheet["D8"].protection.locked) == (3, True)
    found = read(path)
    assert found.row("requests.carried_in") == [3, 0, 0, 0, 0, 0, 3]
    assert found.cells["requests.new.natural"] is None


def test_carry_over_that_differs_stays_open(tmp_path: Path) -> None:
    """What the return says wins over last year's figure, unlocked and with a remark."""
    path = tmp_path / "form.xlsx"
    previous = record(2023, 0, requests__carried_out__natural=3, requests__carried_out__total=3)
    write_form(record(2024, 0), AGENCY, 2024, previous, path)
    cell = load_workbook(path)[REQUESTS]["D8"]
    assert (cell.value, cell.protection.locked) == (0, False)
    assert cell.comment is not None
    assert cell.comment.text == "按2023年的数据，此处为3，请核对。"
    assert read(path) == record(2024, 0)


def test_item_counts_of_form_2019_are_carried(tmp_path: Path) -> None:
    """上一年项目数量 is last year's with its 增/减."""
    path = tmp_path / "form.xlsx"
    previous = record(2019, 0, disclosure__penalty__previous_items=10, disclosure__penalty__change=-3)
    write_form(None, AGENCY, 2020, previous, path)
    assert read(path).cells["disclosure.penalty.previous_items"] == 7


def test_rest_is_zero(tmp_path: Path) -> None:
    """With the choice that empty cells are 0, they are 0 and named as not typed."""

    def fill(book: Workbook) -> None:
        book[REQUESTS]["D33"] = "是"
        book[REQUESTS]["D7"] = 5
        book[REQUESTS]["D9"] = "/"

    found = read(edited(tmp_path / "form.xlsx", fill))
    assert found.row("requests.new") == [5, 0, 0, 0, 0, 0, 5]
    assert found.cells["requests.granted.natural"] is None
    assert found.cells["disclosure.licensing.decisions"] is None
    assert "requests.new.business" in found.rest
    assert "requests.new.natural" not in found.rest


def test_totals_without_cached_values(tmp_path: Path) -> None:
    """Our own formulas need not have been calculated: complete totals are sums, others are missing."""

    def fill(book: Workbook) -> None:
        for column in "DEFGHI":
            book[REQUESTS][f"{column}7"] = 2
        book[REQUESTS]["D8"] = 1

    found = read(edited(tmp_path / "form.xlsx", fill))
    assert found.cells["requests.new.total"] == 12
    assert found.cells["requests.carried_in.total"] is None
    assert found.issues == ()


def one(path: str, kind: str, raw: str, message: str, found: Return) -> None:
    """The return has one issue, and it is this."""
    assert [(i.path, i.kind, i.raw, i.message) for i in found.issues] == [(path, kind, raw, message)]


@pytest.mark.parametrize(
    ("typed", "value", "kind", "message"),
    [
        ("约3件", None, "invalid", "里是文字“约3件”，不是数字；请只填数字，没有发生的填0。"),
        ("／", None, "blank", "里是“／”，当作没有填写，不当作0；没有发生的请填0。"),
        ("１２", 12, "note", "里的数字１２是以文字形式存放的，已按数字读取，但表内求和不会计入；请改为数字格式。"),
        ("=3+5", None, "invalid", "是公式，文件里没有它的计算结果；请用Excel或WPS打开、保存后再导入，或改填数字。"),
        (True, None, "invalid", "里是TRUE，不是数字；请填数字。"),
        (
            dt.datetime(2024, 1, 2),  # noqa: DTZ001 - a cell has no zone
            None,
            "invalid",
            "里是日期或时间“2024-01-02 00:00:00”，不是数字；请把单元格格式改为常规后填数字。",
        ),
        ("#REF!", None, "invalid", "里是错误值#REF!；请改正公式或改填数字。"),
    ],
)
def test_what_is_no_number(tmp_path: Path, typed: Any, value: int | None, kind: str, message: str) -> None:
    """A cell that holds no number is missing, with a sentence that names sheet and cell."""
    found = read(edited(tmp_path / "form.xlsx", lambda book: book[REQUESTS].__setitem__("D7", typed)))
    assert found.cells["requests.new.natural"] == value
    one("requests.new.natural", kind, str(typed), f"工作表“{REQUESTS}”的单元格D7{message}", found)


def test_numbers_against_the_rules_are_read(tmp_path: Path) -> None:
    """A negative or fractional count is read unchanged: the rules judge it."""

    def fill(book: Workbook) -> None:
        book[REQUESTS]["D7"], book[REQUESTS]["E7"], book[REQUESTS]["F7"] = -2, 1.5, 3.0

    found = read(edited(tmp_path / "form.xlsx", fill))
    assert found.row("requests.new")[:3] == [-2, Decimal("1.5"), 3]


def test_total_typed_over(tmp_path: Path) -> None:
    """A total whose formula was replaced by a number is that number."""
    found = read(edited(tmp_path / "form.xlsx", lambda book: book[REQUESTS].__setitem__("J7", 9)))
    assert found.cells["requests.new.total"] == 9


def test_wrong_total_is_shown_open(tmp_path: Path) -> None:
    """A total that is not the sum is kept as typed, unlocked, with a remark."""
    path = tmp_path / "form.xlsx"
    write_form(record(2024, 0, requests__new__total=4), AGENCY, 2024, None, path)
    cell = load_workbook(path)[REQUESTS]["J7"]
    assert (cell.value, cell.protection.locked) == (4, False)
    assert cell.comment is not None
    assert cell.comment.text == "各项之和为0，与此处不一致，请核对。"


def test_texts_and_facts(tmp_path: Path) -> None:
    """Texts and numbers outside the form that were typed into their sheets are read."""

    def fill(book: Workbook) -> None:
        texts = {row[0].value: row for row in book[TEXTS].iter_rows(min_row=4)}
        texts["problems"][3].value = "存在的问题"
        texts["overview.disclosure"][3].value = "主动公开若干条"
        sheet = book[FACTS]
        sheet["B4"], sheet["C4"], sheet["D4"] = "公开信息", 334, "条"

    found = read(edited(tmp_path / "form.xlsx", fill))
    assert found.sections.problems == "存在的问题"
    assert isinstance(found.sections.overview, tuple)
    assert [(item.id, item.text) for item in found.sections.overview] == [("disclosure", "主动公开若干条")]
    assert [(id_, f.label, f.value, f.unit) for id_, f in found.facts.items()] == [("公开信息", "公开信息", 334, "条")]


def test_facts_under_their_labels(tmp_path: Path) -> None:
    """Facts typed without an id get one from their label, no two the same, and texts can use them under the label."""

    def fill(book: Workbook) -> None:
        typed = [
            ("《公报》（期数）", 6, "期"),
            ("12345热线", 7, "件"),
            ("公报期数", 8, "期"),
            ("……", 9, "个"),
            (None, 10, None),
        ]
        for row, values in enumerate(typed, 4):
            for column, value in enumerate(values, 2):
                book[FACTS].cell(row, column).value = value

    found = read(edited(tmp_path / "form.xlsx", fill))
    assert ["公报期数", "项12345热线", "公报期数_2", "added_1", "added_2"] == list(found.facts)
    text = "热线{{ facts.项12345热线 }}件，公报{{ facts.公报期数 }}期，{{ facts.added_1 }}。"
    published = render_texts(found.model_copy(update={"sections": Sections(other=text)}))
    assert "热线7件，公报6期，9。" == published.markdown("other")


@given(st.text(max_size=30), st.sets(st.text(max_size=3)))
def test_ids_from_labels(label: str, taken: set[str]) -> None:
    """Any label gives an id that is not taken; one with letters gives a name that a placeholder can use."""
    assert fact_names.unused(label, taken) not in taken
    name = fact_names.from_label(label)
    assert not name or name.isidentifier()
    record_ = record().model_copy(update={"facts": {"x": Fact(value=1, unit="条", label=label)}})
    if name:
        text = Sections(other=f"{{{{ facts.{name} }}}}")
        assert "1" == render_texts(record_.model_copy(update={"sections": text})).markdown("other")


def test_fact_that_is_no_number(tmp_path: Path) -> None:
    """A fact typed as text is missing, with its sheet and cell."""

    def fill(book: Workbook) -> None:
        book[FACTS]["B4"], book[FACTS]["C4"] = "公开信息", "很多"

    found = read(edited(tmp_path / "form.xlsx", fill))
    message = f"工作表“{FACTS}”的单元格C4里是文字“很多”，不是数字；请只填数字，没有发生的填0。"
    one("facts.公开信息", "invalid", "很多", message, found)
    assert found.facts["公开信息"].value is None


def test_unit_of_procurement(tmp_path: Path) -> None:
    """The unit chosen below table 2 of form 2019 is read; anything else is named."""
    path = tmp_path / "form.xlsx"
    at = layout("2019").units["disclosure.procurement"]
    assert read(edited(path, lambda book: book[at.sheet].__setitem__(at.at, "万元"), 2020)).units == {
        "disclosure.procurement": "万元"
    }
    found = read(edited(path, lambda book: book[at.sheet].__setitem__(at.at, "亿元"), 2020))
    assert found.units == {}
    message = f"{at}里是“亿元”，采购总金额的单位只能是“元”或“万元”；当作没有填写。"
    one("disclosure.procurement.amount", "invalid", "亿元", message, found)


def test_choice_that_is_none(tmp_path: Path) -> None:
    """Anything but 是 in the choice below a table is named and not taken for 是."""
    found = read(edited(tmp_path / "form.xlsx", lambda book: book[REQUESTS].__setitem__("D33", "对")))
    message = f"工作表“{REQUESTS}”的单元格D33里是“对”，只能选“是”或空着；当作没有选。"
    one("requests", "invalid", "对", message, found)


def test_issue_goes_when_its_cell_is_filled(tmp_path: Path) -> None:
    """A cell that was blank and is filled in now has no issue any more; others keep theirs."""
    issues = tuple(Issue(path=f"requests.new.{column}", kind="blank") for column in ("natural", "business"))
    blank = record(2024, None).model_copy(update={"issues": issues})
    found = read(edited(tmp_path / "form.xlsx", lambda book: book[REQUESTS].__setitem__("D7", 1), filled=blank))
    assert [issue.path for issue in found.issues] == ["requests.new.business"]


def test_formula_of_their_own(tmp_path: Path) -> None:
    """A formula that somebody typed counts with the value it showed when the file was saved."""
    path = tmp_path / "form.xlsx"
    write_form(None, AGENCY, 2024, None, path)
    book = load_workbook(path)
    book[REQUESTS]["D7"], book[REQUESTS]["J7"] = "=3+5", "=SUM(D7:I7)"
    shown: dict[str, Any] = defaultdict(lambda: None, {"D7": 8, "J7": 8})
    files.write(path, pack(book, {REQUESTS: shown}))
    found = read(path)
    assert (found.cells["requests.new.natural"], found.cells["requests.new.total"], found.issues) == (8, 8, ())
