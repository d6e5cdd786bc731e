"""The register of requests: table 3, deadlines, fees, and no personal detail."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from gongkai.ledger import compare, tally, templates
from gongkai.ledger import table as csv_table
from gongkai.returns import InputError, ReturnError
from tests.samples import record

if TYPE_CHECKING:
    from pathlib import Path


HEAD = "编号,收到日期,申请人类型,答复类型,答复日期"


def ledger(path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    """A register as CSV."""
    file = path / "ledger.csv"
    file.write_bytes("\n".join([head, *rows, ""]).encode(encoding))
    return file


def counted(path: Path, year: int = 2024) -> dict[str, int]:
    """The cells of the tally that are not 0, the column and row 总计 left out."""
    cells = tally(path, year).cells
    return {key.removeprefix("requests."): n for key, n in cells.items() if n and "total" not in key}


def problems(path: Path, year: int = 2024) -> list[str]:
    """What is wrong with the rows of a register."""
    with pytest.raises(ReturnError) as caught:
        tally(path, year)
    return [str(problem) for problem in caught.value.problems]


def test_a_request_in_its_rows(tmp_path: Path) -> None:
    """A request counts as new or carried in, and by its result or as carried out."""
    path = ledger(
        tmp_path,
        "1,2024-01-08,自然人,予以公开,2024-01-25",
        "2,2023-12-20,律师事务所,重复申请,2024-01-12",
        "3,2024-12-20,企业,,",
        "4,2024-12-10,自然人,部分公开,2025-01-06",
    )
    assert counted(path) == {
        "new.natural": 2,
        "new.business": 1,
        "carried_in.legal_service": 1,
        "granted.natural": 1,
        "unprocessed_2.legal_service": 1,
        "carried_out.natural": 1,
        "carried_out.business": 1,
    }
    assert tally(path, 2024).cells["requests.total.total"] == 2
    assert [entry.line for entry in tally(path, 2024).behind["requests.carried_out.total"]] == [4, 5]


def test_other_years_do_not_count(tmp_path: Path) -> None:
    """Requests received after the year or answered before it are left out and counted."""
    path = ledger(tmp_path, "1,2023-03-01,自然人,予以公开,2023-03-20", "2,2025-01-02,自然人,,")
    result = tally(path, 2024)
    assert (set(result.cells.values()), result.outside) == ({0}, 2)


def test_balance_holds_for_the_example() -> None:
    """The example register is one without problems, and its table 3 balances in every column."""
    from importlib.resources import as_file, files

    with as_file(files("gongkai.ledger.templates") / "ledger-example.csv") as path:
        result = tally(path, 2024)
    cells = result.cells
    for column in ("natural", "business", "total"):
        new, carried_in, total, out = (
            cells[f"requests.{row}.{column}"] for row in ("new", "carried_in", "total", "carried_out")
        )
        assert new + carried_in == total + out
    assert len(result.entries) == 21


def test_template_has_the_columns_that_are_read() -> None:
    """Every header of the template is the usual name of a column, or its variant, and none asks for a person."""
    headers = templates.text("ledger-template.csv").strip().split(",")
    from gongkai.ledger.register import COLUMNS

    known = {name for names in COLUMNS.values() for name in names}
    assert set(headers) <= known
    assert templates.text("ledger-example.csv").startswith(",".join(headers))


def test_form_2019_has_one_row_for_other_results(tmp_path: Path) -> None:
    """In form 2019 all of （六） is one row."""
    path = ledger(tmp_path, "1,2020-03-02,自然人,逾期不补正,2020-04-02", "2,2020-03-02,自然人,其他处理,2020-04-02")
    assert counted(path, 2020)["other.natural"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """A CSV file is read in the encodings and with the separators that offices save it in."""
    rows = ["1,2024年1月8日,自然人,予以公开,2024/1/25", "2,20240108,自然人,予以公开,2024.1.25"]
    path = ledger(
        tmp_path, *(row.replace(",", delimiter) for row in rows), head=HEAD.replace(",", delimiter), encoding=encoding
    )
    assert counted(path) == {"new.natural": 2, "granted.natural": 2}


def test_workbook(tmp_path: Path) -> None:
    """An Excel register is read from the first sheet that has the headers, below a title, dates as dates."""
    book = Workbook()
    book.active["A1"] = "说明"  # type: ignore[index]
    sheet: Any = book.create_sheet("台账")
    sheet["A1"] = "某局依申请公开登记表"
    for column, head in enumerate(["序号", "姓名", "联系电话", *HEAD.split(",")[1:]], 1):
        sheet.cell(2, column, head)
    row = [1, "张三", "13900000000", dt.datetime(2024, 1, 8, 9, 30), "自然人", "予以公开", dt.date(2024, 1, 25)]  # noqa: DTZ001
    for column, value in enumerate(row, 1):
        sheet.cell(3, column, value)
    book.save(tmp_path / "a.xlsx")
    result = tally(tmp_path / "a.xlsx", 2024)
    assert result.cells["requests.granted.natural"] == 1
    assert (result.ignored, result.entries[0].name) == (2, "第3行（1）")


SECRET = ("张三丰", "13912345678", "370602199001011234", "海滨路9号", "小明", "甲村征地")


@pytest.mark.parametrize("column", range(5))
def test_personal_details_in_a_shifted_row(tmp_path: Path, column: int) -> None:
    """Where a row is shifted, the contents of columns that are read are not disclosed either."""
    for secret in SECRET:
        row = ["1", "2024-01-08", "自然人", "予以公开", "2024-01-25"]
        row[column] = secret
        path = ledger(tmp_path, ",".join(row))
        said = repr(tally(path, 2024)) if column == 0 else "".join(problems(path))
        assert secret not in said


def test_heads_that_are_missing_do_not_tell_the_first_row(tmp_path: Path) -> None:
    """A file without headers is refused without disclosing its contents."""
    path = ledger(tmp_path, "1,张三,2024-01-08", head="2,李四,2024-01-09")
    with pytest.raises(InputError, match=r"没有找到表头，缺少的列：收到日期.*申请人类型.*答复类型.*答复日期") as caught:
        tally(path, 2024)
    assert "李四" not in str(caught.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2024-02-30,自然人,,,,,,,", "收到日期“2024-02-30”不是有效的日期；请写成2024-03-05的样子。"),
        ("45000,自然人,,,,,,,", "收到日期不是有效的日期；请写成2024-03-05的样子。"),
        ("1999-01-01,自然人,,,,,,,", "收到日期1999-01-01早于条例施行（2008-05-01）；请核对。"),
        (",自然人,,,,,,,", "没有填写收到日期；请补上。"),
        ("2024-03-05,,,,,,,,", "没有填写申请人类型；请补上。"),
        ("2024-03-05,自然人,予以公开,2024-03-01,,,,,", "答复日期2024-03-01早于收到日期2024-03-05；请核对。"),
        ("2024-03-05,自然人,予以公开,,,,,,", "有答复类型，没有答复日期；已办结的请补上日期，未办结的请清空答复类型。"),
        ("2024-03-05,自然人,,2024-03-09,,,,,", "有答复日期2024-03-09，没有答复类型；请补上。"),
        ("2024-03-05,自然入,,,,,,,", "申请人类型“自然入”不认识，是不是“自然人”？"),
        ("2024-03-05,法人或其他组织,,,,,,,", "申请人类型“法人或其他组织”没有写明是哪一种；请填：商业企业、科研机构、社会公益组织、法律服务机构、其他。"),
        ("2024-03-05,自然人,重复申情,2024-03-09,,,,,", "答复类型“重复申情”不认识，是不是“重复申请”？"),
        ("2024-03-05,自然人,不予公开,2024-03-09,,,,,", "答复类型“不予公开”没有写明是哪一种；（三）不予公开分为：1.属于国家秘密"),
        ("2024-03-05,自然人,,,是,,,,", "上年结转为“是”，但收到日期是2024-03-05，不在2024年以前；请核对。"),
        ("2023-12-05,自然人,,,否,,,,", "上年结转为“否”，但收到日期是2023-12-05"),
        ("2024-03-05,自然人,,,也许,,,,", "上年结转只能填“是”或“否”；请改正。"),
        ("2024-03-05,自然人,,,,30,,,", "延长了30个工作日，条例第三十三条规定延长不得超过20个工作日；请核对。"),
        ("2024-03-05,自然人,,,,若干,,,", "延长工作日应当是工作日数，或“是”“否”；请改正。"),
        ("2024-03-05,自然人,,,,,很多,,", "不计入期限工作日应当是工作日数；请改正。"),
        ("2024-03-05,自然人,,,,,,2024-03-01,", "期限起算日期2024-03-01早于收到日期2024-03-05；请核对。"),
        ("2024-03-05,自然人,,,,,,,张三", "申请人代码只能是字母和数字的匿名代码（内容不予显示，以免泄露个人信息）"),
        ("2024-03-05,自然人,,,,,,,13912345678", "申请人代码只能是字母和数字的匿名代码（内容不予显示，以免泄露个人信息）"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row(tmp_path: Path, row: str, message: str) -> None:
    """Unknown kinds, impossible dates and contradictions are named with their row."""
    head = "收到日期,申请人类型,答复类型,答复日期,上年结转,延长工作日,不计入期限工作日,期限起算日期,申请人代码"
    found = problems(ledger(tmp_path, "2024-01-08,自然人,,,,,,,", row, head=head))
    assert len([problem for problem in found if "可以填" not in problem]) == 1
    assert found[0].startswith(f"ledger.csv:3：{message}")


def test_unknown_reply_says_what_may_be_written(tmp_path: Path) -> None:
    """An unknown kind of reply is reported with the nearest, and once with all kinds of the year's form."""
    path = ledger(tmp_path, "1,2020-01-08,自然人,部分公天,2020-01-20", "2,2020-01-08,自然人,李四,2020-01-20")
    assert problems(path, 2020) == [
        "ledger.csv:2：答复类型“部分公天”不认识，是不是“部分公开”？",
        "ledger.csv:3：答复类型不认识（内容不予显示，以免泄露个人信息）；请改正。",
        (
            "ledger.csv：答复类型可以填：予以公开、部分公开、国家秘密、法律行政法规禁止公开、三安全一稳定、第三方合法权益、"
            "内部事务信息、过程性信息、行政执法案卷、行政查询事项、本机关不掌握、需要另行制作、补正后仍不明确、信访举报投诉类申请、"
            "重复申请、要求提供公开出版物、无正当理由大量反复申请、要求确认或重新出具、其他处理；没有办结的空着。"
        ),
    ]


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every row that is wrong is named, not only the first."""
    found = problems(ledger(tmp_path, "1,2024-13-01,自然人,,", "2,2024-01-01,外星人,,", "3,2024-01-02,自然人,,"))
    assert [text.partition("：")[0] for text in found] == ["ledger.csv:2", "ledger.csv:3"]


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("a.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "不是文本表格（CSV）"),
        ("a.csv", b"", "没有找到表头"),
        ("a.csv", f"{HEAD},收到时间\n".encode(), "第1行有两列都是“收到日期”"),
        ("a.csv", f'{HEAD}\n"{"a" * 200_000}'.encode(), "不是正确的CSV"),
        ("a.xlsx", b"PK", "不是完好的Excel工作簿"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版Excel格式"),
    ],
)
def test_files_that_can_not_be_read(tmp_path: Path, name: str, content: bytes, match: str) -> None:
    """A file that is no register is refused with the reason."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=match):
        tally(tmp_path / name, 2024)


@pytest.mark.parametrize("limit", [1_000, 1 << 30])
def test_limits_of_others_do_not_count(tmp_path: Path, limit: int) -> None:
    """A cell that is too long is refused, whatever limit another package has set for all of Python."""
    path = ledger(tmp_path, f'"{"a" * 200_000}"')
    before = csv.field_size_limit(limit)
    try:
        with pytest.raises(InputError, match="不是正确的CSV"):
            tally(path, 2024)
    finally:
        csv.field_size_limit(before)


def test_missing_file(tmp_path: Path) -> None:
    """A register that is not there is named."""
    with pytest.raises(InputError, match=r"no\.csv：没有这个文件"):
        tally(tmp_path / "no.csv", 2024)


def test_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large, or has too many rows, is refused before it fills the memory."""
    path = ledger(tmp_path, *["1,2024-01-08,自然人,,"] * 20)
    monkeypatch.setattr(csv_table, "MOST_ROWS", 10)
    with pytest.raises(InputError, match="超过10行"):
        tally(path, 2024)
    with path.open("ab") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(InputError, match="文件有200MB，超过50MB"):
        tally(path, 2024)


def test_year_before_the_forms(tmp_path: Path) -> None:
    """A register for a year before the forms is refused."""
    with pytest.raises(InputError, match="2018年没有适用的表式"):
        tally(ledger(tmp_path), 2018)


def test_deadlines(tmp_path: Path) -> None:
    """Requests answered late are distinguished from those not answered, with extension, days that do not count, and a new start."""
    head = f"{HEAD},延期,不计入期限工作日,期限起算日期"
    path = ledger(
        tmp_path,
        "1,2024-03-04,自然人,予以公开,2024-04-01,,,",
        "2,2024-03-04,自然人,予以公开,2024-04-02,,,",
        "3,2024-03-04,自然人,予以公开,2024-04-02,是,,",
        "4,2024-03-04,自然人,予以公开,2024-04-02,,1,",
        "5,2024-03-04,自然人,予以公开,2024-04-02,,,2024-03-05",
        "6,2024-03-04,自然人,,,,,",
        "7,2024-12-25,自然人,,,,,",
        head=head,
    )
    found = [item.status for item in tally(path, 2024).deadlines]
    assert found == ["in_time", "late", "in_time", "in_time", "in_time", "overdue", "running"]


def test_fees_by_month_and_applicant(tmp_path: Path) -> None:
    """The fee is worked out for each calendar month and applicant, where the register has codes."""
    rows = [f"{n},2024-03-{n:02d},自然人,,,A1" for n in range(1, 13)] + [
        "13,2024-04-01,自然人,,,A1",
        "14,2024-03-01,自然人,,,",
    ]
    result = tally(ledger(tmp_path, *rows, head=f"{HEAD},申请人代码"), 2024)
    assert [(item.month, item.code, item.requests, item.amount) for item in result.fees] == [("2024-03", "A1", 12, 200)]


def test_differences(tmp_path: Path) -> None:
    """A typed table that differs is shown cell by cell with the rows behind the register's number."""
    result = tally(ledger(tmp_path, "甲〔2024〕1号,2024-01-08,自然人,,", "1,2024-01-08,自然人,,"), 2024)
    typed = record(2024, 0, requests__new__natural=None, requests__new__total=3)
    found = {
        item.path: (item.typed, item.counted, [entry.name for entry in item.behind]) for item in compare(result, typed)
    }
    assert found["requests.new.natural"] == (None, 2, ["第2行", "第3行（1）"])
    assert found["requests.new.total"] == (3, 2, ["第2行", "第3行（1）"])
    assert set(found) == {
        f"requests.{row}.{column}" for row in ("new", "carried_out") for column in ("natural", "total")
    }


def test_compare_other_year(tmp_path: Path) -> None:
    """A return of another year is not compared."""
    with pytest.raises(InputError, match="台账按2024年统计，数据是2023年的"):
        compare(tally(ledger(tmp_path), 2024), record(2023))
