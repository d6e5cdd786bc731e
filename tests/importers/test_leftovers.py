"""What a report holds and a return has no place for is listed, and spoils nothing that is taken."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import pytest
from docx import Document
from openpyxl import load_workbook

from gongkai import importers
from gongkai.commands import import_ as command
from gongkai.excel import write_form
from tests.importers import own
from tests.importers.test_round_trip import AGENCY, consistent

if TYPE_CHECKING:
    from pathlib import Path

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
IMPRINT = """
附件：1.信息公开目录.docx
抄送：清河市人民政府办公室，档案馆。
某市某区试验局办公室　　2025年2月28日印发
打印日期：2025-03-01
【打印】【关闭】
"""


def report(signed: str = "某市某区试验局\n2025年1月20日\n") -> str:
    """A report that is signed."""
    return f"{own.text(consistent(1, 2024), chr(9)).rstrip()}\n{signed}"


def listed(found: importers.Imported) -> list[tuple[str, str]]:
    """What was not taken."""
    return [(item.kind, item.text) for item in found.leftovers]


def test_imprint(tmp_path: Path) -> None:
    """Attachments, copies, date of printing are listed; the date of the signature is not that of printing."""
    plain, path = tmp_path / "plain.txt", tmp_path / "report.txt"
    plain.write_text(report(), "utf-8")
    path.write_text(report() + IMPRINT, "utf-8")
    found = importers.read(path)
    assert [
        ("附件", "1.信息公开目录.docx"),
        ("版记", "抄送：清河市人民政府办公室，档案馆。"),
        ("版记", "某市某区试验局办公室 2025年2月28日印发"),
        ("打印日期", "2025-03-01"),
    ] == listed(found)
    assert "2025-01-20" == str(found.record.signed)
    assert importers.read(plain).record == found.record
    assert [] == listed(importers.read(plain))


def test_information_box(tmp_path: Path) -> None:
    """Fields of the information box that a return has no place for are listed."""
    path = tmp_path / "report.txt"
    path.write_text(f"索 引 号：QH-2025-001\n文号：清应急〔2025〕3号\n发布日期：2025-01-22\n{report()}", "utf-8")
    assert [("信息栏", "索引号：QH-2025-001"), ("信息栏", "文号：清应急〔2025〕3号")] == listed(importers.read(path))


def test_word(tmp_path: Path) -> None:
    """Images, headers and footers of a Word file are listed, page numbers are not."""
    document = Document()
    for line in report().split("\n"):
        document.add_paragraph(line)
    document.add_picture(io.BytesIO(DOT))
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    path = tmp_path / "report.docx"
    document.save(str(path))
    assert [("图片", "1张"), ("页眉页脚", "内部资料")] == listed(importers.read(path))


def test_web_page(tmp_path: Path) -> None:
    """Images of the article and linked files are listed; the site's own links are not."""
    lines = "".join(f"<p>{line}</p>" for line in report().split("\n"))
    path = tmp_path / "report.html"
    page = (
        f"<body><div>{lines}<img src='a.png'></div><a href='/'>首页</a><a href='/f/a.pdf?x=1'>年度报告.pdf</a></body>"
    )
    path.write_text(f"<html>{page}</html>", "utf-8")
    assert {("图片", "1张"), ("附件", "年度报告.pdf")} == set(listed(importers.read(path)))


def test_sheet_of_a_form(tmp_path: Path) -> None:
    """A sheet that somebody added to the form is listed."""
    path = tmp_path / "form.xlsx"
    write_form(consistent(1, 2024), AGENCY, 2024, None, path)
    assert [] == listed(importers.read(path))
    book = load_workbook(path)
    book.create_sheet("说明材料")["B2"] = "另附"
    book.save(path)
    assert [("工作表", "说明材料")] == listed(importers.read(path))


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says what was not taken, and so does the comment at the top of a new file."""
    path = tmp_path / "report.txt"
    path.write_text(report() + IMPRINT, "utf-8")
    (tmp_path / "params").mkdir()
    given = {"agency": None, "year": None, "published": False, "force": False, "json": None}
    assert 0 == command.run_import([path], params=tmp_path / "params", **given)  # type: ignore[arg-type]
    assert "没有读入 附件：1.信息公开目录.docx（数据文件里没有它的位置）\n" in capsys.readouterr().out
    (written,) = (tmp_path / "params").glob("*/2024.yaml")
    assert "没有读入：附件：1.信息公开目录.docx。版记：" in written.read_text("utf-8").partition("\nschema")[0]


@pytest.mark.parametrize("text", ["抄送" * 3_000, "附件：" + "\n附件：x" * 5_000, "【" * 5_000])
def test_long_ends(tmp_path: Path, text: str) -> None:
    """However much is behind the signature, few short lines are listed."""
    path = tmp_path / "report.txt"
    path.write_text(f"{report()}\n{text}", "utf-8")
    found = importers.read(path).leftovers
    assert len(found) <= 50
    assert max((len(item.text) for item in found), default=0) <= 61
