"""Excel files that are refused: forms that were changed, and files that are no form or do harm."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import forms
from gongkai.excel import form_bytes, guard, write_form
from gongkai.excel.layout import META
from gongkai.importers.base import Expected
from gongkai.importers.formats import xlsx
from gongkai.returns import Agency, InputError
from tests.samples import AGENCY, edited, record

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

REQUESTS = "三、收到和处理政府信息公开申请情况"


def refused(path: Path, match: str, **expected: Any) -> None:
    """Reading ends with this sentence."""
    with pytest.raises(InputError, match=match):
        xlsx.read(path, Expected(**expected))


def test_renamed_sheet(tmp_path: Path) -> None:
    """A renamed sheet is named with its right name, and the sheets there are."""

    def rename(book: Workbook) -> None:
        book[REQUESTS].title = "三、申请情况"

    refused(
        edited(tmp_path / "form.xlsx", rename),
        f"^form.xlsx：没有找到工作表“{REQUESTS}”；文件里有“填报说明”、“二、主动公开政府信息情况”、“三、申请情况”、"
        f"“四、政府信息公开行政复议、行政诉讼情况”、“其他数据”、“文字材料”。请把工作表“三、申请情况”的名称改回“{REQUESTS}”。$",
    )


def test_sheets_that_are_not_there(tmp_path: Path) -> None:
    """Where several sheets are missing nobody guesses which is which."""

    def change(book: Workbook) -> None:
        book[REQUESTS].title = "表1"
        del book["其他数据"]

    refused(
        edited(tmp_path / "form.xlsx", change),
        f"没有找到工作表“{REQUESTS}”、“其他数据”；文件里有.*“表1”.*请改回原来的工作表名，或用原表重新填写。$",
    )


def test_inserted_row(tmp_path: Path) -> None:
    """An inserted row is noticed by the headers that moved; the first cell is named."""
    path = edited(tmp_path / "form.xlsx", lambda book: book[REQUESTS].insert_rows(8))
    refused(path, f"工作表“{REQUESTS}”的单元格A8应为“二、上年结转政府信息公开申请数量”，现为“”.*插入或删除了行列")


def test_other_organ(tmp_path: Path) -> None:
    """A form of another organ is refused by name."""
    path = edited(tmp_path / "form.xlsx", lambda _: None)
    other = Agency(id="other", name="另一局", level="department")
    refused(path, "这是某市某区试验局（lab-ju）的填报表，要导入的是另一局", agency=other)


def test_other_year(tmp_path: Path) -> None:
    """A form of another year is refused."""
    refused(edited(tmp_path / "form.xlsx", lambda _: None), "这是2024年的填报表，要导入的是2023年", year=2023)


@pytest.mark.parametrize(
    ("cell", "value", "match"),
    [
        ("B1", 2, "单元格B1、B2：填报表由更新版本的系统生成"),
        ("B2", 99, "单元格B1、B2：填报表由更新版本的系统生成"),
        ("B5", "2031", "单元格B5：填报表用的是2031版表式，本系统没有"),
        ("B5", "2019", "单元格B4、B5：2024年不用2019版表式，填报表却是2019版"),
        ("B4", 2012, "单元格B4、B5：2012年不用2021版表式"),
        ("B4", "去年", "隐藏工作表“_gongkai”被改动，无法确认"),
        ("B3", "{", "隐藏工作表“_gongkai”被改动，里面的数据不完整"),
    ],
)
def test_hidden_sheet(tmp_path: Path, cell: str, value: Any, match: str) -> None:
    """A form of a later version, or whose hidden sheet was changed, is refused with the reason."""
    refused(edited(tmp_path / "form.xlsx", lambda book: book[META].__setitem__(cell, value)), match)


def test_year_before_the_forms(tmp_path: Path) -> None:
    """There is no form for a year before the first edition."""
    with pytest.raises(forms.FormError, match="2018年没有适用的表式"):
        write_form(None, AGENCY, 2018, None, tmp_path / "form.xlsx")


def test_record_of_another_year(tmp_path: Path) -> None:
    """A return of another year, or a last year that is not the year before, is refused."""
    with pytest.raises(InputError, match="要生成2024年的填报表，给出的是2023年"):
        write_form(record(2023), AGENCY, 2024, None, tmp_path / "form.xlsx")
    with pytest.raises(InputError, match="应当从2023年结转，给出的是2021年"):
        write_form(None, AGENCY, 2024, record(2021), tmp_path / "form.xlsx")


def test_text_too_long(tmp_path: Path) -> None:
    """A text longer than an Excel cell can hold is refused, nothing is cut off."""
    long = record().model_copy(update={"sections": record().sections.model_copy(update={"problems": "长" * 32_768})})
    with pytest.raises(InputError, match="“五、存在的主要问题及改进情况”的文字有32768字"):
        write_form(long, AGENCY, 2024, None, tmp_path / "form.xlsx")
    assert list(tmp_path.iterdir()) == []


def repacked(path: Path, **parts: bytes) -> Path:
    """The form with parts added or replaced (``xl__evil.xml``)."""
    data = form_bytes(None, AGENCY, 2024, None)
    new = {name.replace("__", "/"): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in new:
                target.writestr(name, source.read(name))
        for name, content in new.items():
            target.writestr(name, content)
    return path


def test_zip_bomb(tmp_path: Path) -> None:
    """A file that unpacks to far more than a form is not opened."""
    path = repacked(tmp_path / "bomb.xlsx", **{"xl/media/a.bin": b"\0" * (guard.LARGEST_CONTENT + 1)})
    assert path.stat().st_size < 1_000_000
    refused(path, "bomb.xlsx：解压后有64MB")


def test_sheet_too_large(tmp_path: Path) -> None:
    """A sheet with far more cells than a form is not parsed."""
    sheet = b"<worksheet>" + b'<c r="A1"/>' * 800_000 + b"</worksheet>"
    refused(repacked(tmp_path / "s.xlsx", **{"xl/worksheets/sheet2.xml": sheet}), r"s\.xlsx：解压后有8MB")


def test_merged_bomb(tmp_path: Path) -> None:
    """A merged range over the whole sheet is not opened: each cell in it would take memory."""
    data = form_bytes(None, AGENCY, 2024, None)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        sheet = source.read("xl/worksheets/sheet2.xml")
    sheet = sheet.replace(b"<mergeCells", b'<mergeCells><mergeCell ref="A40:XFD1048576"/></mergeCells><mergeCells', 1)
    refused(repacked(tmp_path / "merged.xlsx", **{"xl/worksheets/sheet2.xml": sheet}), "合并单元格覆盖了")


def test_entities(tmp_path: Path) -> None:
    """A part with a document type declaration is not parsed."""
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    refused(repacked(tmp_path / "evil.xlsx", **{"xl/theme/theme1.xml": evil}), "xl/theme/theme1.xml含有DTD或实体定义")


def test_macros(tmp_path: Path) -> None:
    """A workbook with macros is not opened."""
    refused(repacked(tmp_path / "m.xlsx", **{"xl/vbaProject.bin": b"x"}), "m.xlsx：文件带有宏")


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版Excel格式（.xls）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (b"PK\x03\x04 broken", "不是完好的Excel工作簿"),
        (b"a,b,c\n1,2,3\n", "不是完好的Excel工作簿"),
    ],
)
def test_no_workbook(tmp_path: Path, content: bytes, match: str) -> None:
    """What is no workbook is refused with what it is."""
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    refused(path, match)


def test_too_large(tmp_path: Path) -> None:
    """A file of 200 MB is refused by its size, unread."""
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    refused(path, "large.xlsx：文件有200MB，超过20MB")


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    """Another zip file is refused."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    refused(path, "不是Excel工作簿")


def test_damaged_part(tmp_path: Path) -> None:
    """A workbook with a part that can't be parsed is refused in a sentence."""
    refused(repacked(tmp_path / "d.xlsx", **{"xl/workbook.xml": b"<workbook"}), "d.xlsx：工作簿内容损坏")


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is named."""
    refused(tmp_path / "no.xlsx", "no.xlsx：没有这个文件")
