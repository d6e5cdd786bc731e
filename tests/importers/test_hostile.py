"""Files that are not what they seem: each a clear sentence, nothing executed or fetched."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from typing import TYPE_CHECKING

import pytest
from docx import Document

from gongkai import importers
from gongkai.document import fonts, pdf
from gongkai.importers.core.assemble import assemble
from gongkai.importers.core.parsed_report import ParsedTable
from gongkai.importers.core.pdf_content import drawn
from gongkai.importers.formats import html as html_format
from gongkai.importers.formats import pdf as pdf_format
from gongkai.importers.identify import identify
from gongkai.importers.registry import built_in
from gongkai.returns import Agency, InputError
from tests.importers import own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ORGAN = "某市某区试验局"
AGENCY = Agency(id="lab-ju", name=ORGAN, level="department")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach a host fails the test."""

    def refuse(*args: object, **kwargs: object) -> None:
        pytest.fail("a file was fetched from")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def refused(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(InputError) as error:
        importers.read(path, agency=AGENCY, year=2024)
    return str(error.value)


def word(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A Word file whose parts were changed."""
    made = io.BytesIO()
    Document().save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_zip_bomb(tmp_path: Path) -> None:
    """A Word file that unpacks to more than any report is not unpacked."""
    path = word(tmp_path / "a.docx", lambda parts: parts.update({"word/document.xml": b" " * 200_000_000}))

    assert path.stat().st_size < 1_000_000
    assert "解压后有" in refused(path)


def test_part_that_lies_about_its_size(tmp_path: Path) -> None:
    """A part that is longer than it declares is damage, not memory."""
    path = word(tmp_path / "a.docx", lambda parts: parts.update({"word/document.xml": b"x" * 5_000_000}))
    data = path.read_bytes()
    path.write_bytes(data.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    assert "已损坏" in refused(path)


def test_entities(tmp_path: Path) -> None:
    """A Word file that defines entities is not parsed."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    path = word(tmp_path / "a.docx", lambda parts: parts.update({"word/document.xml": bomb}))

    assert "实体定义" in refused(path)


def test_macros(tmp_path: Path) -> None:
    """A Word file with macros is not opened."""
    assert "带有宏" in refused(word(tmp_path / "a.docx", lambda parts: parts.update({"word/vbaProject.bin": b"x"})))


def test_damaged_word(tmp_path: Path) -> None:
    """A Word file with broken XML is named."""
    path = word(tmp_path / "a.docx", lambda parts: parts.update({"word/document.xml": b"<w:document"}))

    assert "Word文件内容损坏" in refused(path)


def test_word_without_text(tmp_path: Path) -> None:
    """A Word file that holds only pictures says what to do."""
    assert "没有文字" in refused(word(tmp_path / "a.docx", lambda parts: None))


def test_old_word_renamed(tmp_path: Path) -> None:
    """A .doc renamed .docx is known by its bytes."""
    path = tmp_path / "a.docx"
    path.write_bytes(OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"))

    assert "只改扩展名不行" in refused(path)


def test_locked_office(tmp_path: Path) -> None:
    """A locked Word file is known by its container."""
    path = tmp_path / "a.docx"
    path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))

    assert "打开密码" in refused(path)


def test_old_excel(tmp_path: Path) -> None:
    """An .xls is named."""
    path = tmp_path / "a.xls"
    path.write_bytes(OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"))

    assert ".xls" in refused(path)


@pytest.mark.parametrize("suffix", [suffix for item in built_in() for suffix in item.suffixes])
def test_large_file(tmp_path: Path, suffix: str) -> None:
    """200 MB are refused before they are read, whatever the format."""
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.write({".pdf": b"%PDF-1.7\n", ".html": b"<html>", ".json": b"{"}.get(suffix, b"\xe5\xb9\xb4"))
        file.truncate(200 * 1024 * 1024)

    assert refused(path)


def test_encrypted_pdf(tmp_path: Path) -> None:
    """A PDF with a password says so."""
    import pikepdf

    path = tmp_path / "a.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert "打开密码" in refused(path)


def test_scanned_pdf(tmp_path: Path) -> None:
    """A PDF without a text layer says so."""
    import pikepdf

    path = tmp_path / "a.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(path)

    assert "扫描件" in refused(path)


def test_long_pdf(tmp_path: Path) -> None:
    """A PDF of more pages than any report is not read."""
    import pikepdf

    path = tmp_path / "a.pdf"
    with pikepdf.new() as made:
        for _ in range(200):
            made.add_blank_page()
        made.save(path)

    assert "有200页" in refused(path)


@pytest.mark.parametrize(("most", "is_refused"), [(119, True), (120, False)])
def test_most_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_refused: bool) -> None:
    """As many pages as may be are opened, one more is not."""
    import pikepdf

    path = tmp_path / "a.pdf"
    with pikepdf.new() as made:
        for _ in range(120):
            made.add_blank_page()
        made.save(path)
    monkeypatch.setattr("gongkai.importers.formats.pdf.MOST_PAGES", most)

    assert is_refused == ("有120页" in _pdf_refused(path))


def _pdf_refused(path: Path) -> str:
    """The sentence, in this process, in which limits may be set."""
    with pytest.raises(InputError) as error:
        pdf_format.read(path)
    return str(error.value)


@pytest.mark.parametrize("pages", [1, 3])
@pytest.mark.parametrize("most", ["one less", "just"])
def test_crowded_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str, pages: int) -> None:
    """Pages that together have more marks than a report's are refused, with the number of the page where it is too much."""
    import pdfplumber

    path = tmp_path / "a.pdf"
    path.write_bytes(_page("A" * 40, pages))
    with pdfplumber.open(path) as opened:
        marks = sum(map(len, opened.pages[0].objects.values()))
    monkeypatch.setattr("gongkai.limits.PDF_MARKS", pages * marks - (most == "one less"))

    said = f"第{pages}页的文字、线条和框太多（一页最多{pages * marks - 1}个"
    if most == "one less":
        assert said in _pdf_refused(path)
    else:
        assert pdf_format.read(path).blocks


@pytest.mark.parametrize("most", ["one less", "just"])
def test_content_of_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str) -> None:
    """A content that pages share counts for each page, so that a small file cannot ask for any amount of work."""
    import pikepdf

    path = tmp_path / "a.pdf"
    path.write_bytes(_page("A" * 40, 50))
    with pikepdf.open(path) as opened:
        length = len(opened.pages[0].Contents.read_bytes()) + 1
        assert (50 * length, 2 * length) == (drawn(opened, 50 * length), drawn(opened, length))
    monkeypatch.setattr("gongkai.limits.PDF_CONTENT", 50 * length - (most == "one less"))

    if most == "one less":
        assert "页面上要绘制的内容解压后超过" in _pdf_refused(path)
    else:
        assert pdf_format.read(path).blocks


def test_content_drawn_by_forms() -> None:
    """A form counts each time that it is drawn, by forms in forms too, also one that draws itself; what is no form does not."""
    import pikepdf

    with pikepdf.new() as made:
        page = made.add_blank_page()
        inner = made.make_stream(b"0 0 m " * 100, Subtype=pikepdf.Name.Form)
        image = made.make_stream(b"x" * 5_000, Subtype=pikepdf.Name.Image)
        names = pikepdf.Dictionary(Inner=inner, Image=image)
        outer = made.make_stream(b"/Inner Do " * 10, Subtype=pikepdf.Name.Form)
        outer.Resources = pikepdf.Dictionary(XObject=names)
        own = made.make_stream(b"/Own Do ", Subtype=pikepdf.Name.Form)
        own.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Own=own))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Outer=outer, Own=own, Image=image))
        drawing = b"/Ou#74er Do /Outer Do /Own Do /Image Do /None Do"
        page.Contents = pikepdf.Array([made.make_stream(drawing), made.make_stream(b"/Outer Do")])

        outer_size = 101 + 10 * 601
        assert len(drawing) + 1 + 10 + 3 * outer_size + 9 == drawn(made, 1_000_000)


def test_damaged_content() -> None:
    """Content that cannot be unpacked counts as it is in the file."""
    import pikepdf

    with pikepdf.new() as made:
        stream = made.make_stream(b"")
        stream.write(b"x" * 70, filter=pikepdf.Name.FlateDecode)
        made.add_blank_page().Contents = stream
        with pytest.raises(pikepdf.PdfError):
            stream.read_bytes()
        assert 71 == drawn(made, 1_000)


def test_content_that_is_missing() -> None:
    """What a damaged page refers to and is no stream draws nothing, and is no reason to refuse the file."""
    import pikepdf

    with pikepdf.new() as made:
        page = made.add_blank_page().obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Lost=3))
        page.Contents = pikepdf.Array([made.make_stream(b"/Lost Do"), 3])
        assert len(b"/Lost Do") + 1 == drawn(made, 1_000)


@pytest.mark.parametrize("most", ["one less", "just"])
def test_large_tables(monkeypatch: pytest.MonkeyPatch, most: str) -> None:
    """Merged cells count as all that they cover, and tables of more cells than a report has are refused."""
    tall = "".join(f"<tr><td rowspan=9>予以公开{n}</td></tr>" for n in range(9))
    page = f"<html><p>{ORGAN}2024年政府信息公开工作年度报告<p>一、总体情况<p>二、主动公开政府信息情况"
    page += f"<table>{tall}</table><table><tr><td>一<td colspan=3>二<tr><td>三</table>"
    found = html_format.from_bytes(page.encode(), "a.html")
    assert [9 * 9, 2 * 4] == [block.area for block in found.blocks if isinstance(block, ParsedTable)]
    monkeypatch.setattr("gongkai.limits.GRID", 89 - (most == "one less"))

    if most == "one less":
        with pytest.raises(InputError, match=r"a\.html：表格连同合并的单元格共有89格，超过88格，"):
            assemble(found, lambda _: AGENCY)
    else:
        assert 2024 == assemble(found, lambda _: AGENCY).record.year


def test_table_without_cells() -> None:
    """A table without any cell has no area."""
    assert [0, 0] == [ParsedTable(rows).area for rows in ((), ((), ()))]


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf"])
def test_largest_file(tmp_path: Path, suffix: str) -> None:
    """A file of as many bytes as its format may have is opened, one of a byte more is not, and the sentence says how much."""
    importer = next(item for item in built_in() if suffix in item.suffixes)
    path = tmp_path / f"a{suffix}"
    path.write_bytes({".pdf": b"%PDF-1.7\n", ".html": b"<html>"}.get(suffix, b"a"))
    os.truncate(path, importer.max_bytes)
    assert importer.name == identify(path).name
    os.truncate(path, importer.max_bytes + 1)
    with pytest.raises(InputError, match=f"超过{importer.max_bytes // 1024 // 1024}MB"):
        identify(path)


def _page(text: str, pages: int) -> bytes:
    """A PDF with a line of Latin letters and another one, on each page."""
    import pikepdf

    made, out = pikepdf.new(), io.BytesIO()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    content = made.make_stream(f"BT /F 12 Tf 50 500 Td ({text}) Tj 0 -20 Td ({text[::-1]}) Tj ET".encode())
    for _ in range(pages):
        page = made.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = content
    made.save(out)
    return out.getvalue()


def test_damaged_pdf(tmp_path: Path) -> None:
    """A cut PDF says so."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(2_000))

    assert "PDF已损坏" in refused(path)


def test_scripts(tmp_path: Path) -> None:
    """Scripts, frames and remote pictures of a page are left out; an event handler's text is no text."""
    record = consistent(1, 2024)
    body = own.text(record, "\t").replace("\n", "<br>")
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body onload='steal()'><script>document.write('注入的文字')</script><iframe src='http://example.org'></iframe>"
        f"<img src='http://example.org/a.png'><link rel=stylesheet href='http://example.org/a.css'><div>{body}</div></body></html>",
        "utf-8",
    )

    found = importers.read(path, agency=AGENCY)

    assert "注入" not in found.record.model_dump_json()


def test_html_without_text(tmp_path: Path) -> None:
    """A page whose content a script would load says so."""
    path = tmp_path / "a.html"
    path.write_text("<html><body><div id=app></div><script>load()</script></body></html>", "utf-8")

    assert "没有文字" in refused(path)


def test_deeply_nested_html(tmp_path: Path) -> None:
    """Nesting without end is refused or read, never a crash."""
    path = tmp_path / "a.html"
    path.write_text("<html>" + "<div>" * 100_000 + "年报" + "</div>" * 100_000, "utf-8")

    assert refused(path)


def test_entities_in_html(tmp_path: Path) -> None:
    """Entities defined in a page are not expanded."""
    path = tmp_path / "a.html"
    path.write_text(
        '<!DOCTYPE html [<!ENTITY a "AAAA"><!ENTITY b SYSTEM "file:///etc/passwd">]><html><body>&a;&b;正文</body></html>',
        "utf-8",
    )

    assert "root:" not in refused(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "空的"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 40, "已损坏"),
        ("a.rar", b"Rar!\x1a\x07", "压缩文件"),
        ("a.png", b"\x89PNG\r\n", "图片"),
        ("a.rtf", b"{\\rtf1", "RTF"),
        ("a.docx", b"plain text", "改过扩展名"),
        ("a.pdf", b"plain text", "改过扩展名"),
        ("a.exe", b"MZ\x90", "不认识的文件类型"),
        ("a.txt", b"\xff\xff\xff\xff\xe5", "编码"),
        ("a.json", b"{", "不是本系统的report.json"),
        ("a.json", b"[1]", "不是本系统的report.json"),
        ("a.json", b'{"agency": {"id": "a"}, "year": 2024}', "不是本系统的report.json"),
        ("a.json", b"[" * 100_000, "不是本系统的report.json"),
        ("a.txt", "买菜清单：白菜、萝卜。".encode(), "不像政府信息公开工作年度报告"),
    ],
)
def test_no_report(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """What is no report is named as what it is."""
    path = tmp_path / name
    path.write_bytes(data)

    assert said in refused(path)


def test_missing_and_folder(tmp_path: Path) -> None:
    """A file that is not there, and a folder, are named."""
    assert "没有这个文件" in refused(tmp_path / "a.txt")
    assert "是一个文件夹" in refused(tmp_path)


def test_other_archive(tmp_path: Path) -> None:
    """An archive that is no document is named."""
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")

    assert "压缩文件" in refused(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Text is read in the encodings that offices use, with or without a byte order mark."""
    record = consistent(2, 2024)
    path = tmp_path / "a.txt"
    path.write_bytes(own.text(record, "\t").encode(encoding))

    assert record.cells == importers.read(path, agency=AGENCY).record.cells


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8"])
def test_encodings_of_pages(tmp_path: Path, charset: str) -> None:
    """A page is read in the encoding that it names."""
    record = consistent(2, 2024)
    body = own.text(record, "\t").replace("\n", "<br>\n")
    path = tmp_path / "a.html"
    encoding = "gb18030" if charset.startswith("gb") else charset
    path.write_bytes(f'<html><head><meta charset="{charset}"></head><body>{body}</body></html>'.encode(encoding))

    assert importers.read(path, agency=AGENCY).record.year == 2024


def test_bytes_go_before_names(tmp_path: Path) -> None:
    """A PDF named .txt is read as a PDF."""
    record = consistent(3, 2024)
    path = tmp_path / "a.txt"
    path.write_bytes(pdf.render(own.document(record), fonts.font_set("bundled")))

    assert "pdf" == identify(path).name
    assert record.cells == importers.read(path, agency=AGENCY).record.cells
