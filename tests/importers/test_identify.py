"""What a file is, by its bytes and its name, and the sentence where it cannot be read."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gongkai.importers.base import MB, Expected, Importer
from gongkai.importers.core.container import zip_parts
from gongkai.importers.core.parsed_report import ParsedReport
from gongkai.importers.identify import identify
from gongkai.importers.registry import Registry, built_in, registry
from gongkai.returns import InputError

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


def unread(path: Path, _expected: Expected) -> ParsedReport:
    """A file is only identified here."""
    return ParsedReport(path.name, ())


def said(path: Path, data: bytes | None = None, known: Registry | None = None) -> str:
    """The sentence with which a file is refused, without its name."""
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        identify(path, known)
    return str(caught.value).removeprefix(f"{path.name}：")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"", "文件是空的。"),
        ("a.gz", b"\x1f\x8b\x08", "是压缩文件；请解压后再导入其中的报告。"),
        ("a.txt", b"7z\xbc\xaf", "是压缩文件；请解压后再导入其中的报告。"),
        ("a", b"BZh9", "是压缩文件；请解压后再导入其中的报告。"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "是图片，没有可读取的文字；请先转换成文字（OCR）并核对，存为.txt后再导入。"),
        ("a.txt", b"GIF89a", "是图片，没有可读取的文字；请先转换成文字（OCR）并核对，存为.txt后再导入。"),
        ("a.tif", b"II*\0x", "是图片，没有可读取的文字；请先转换成文字（OCR）并核对，存为.txt后再导入。"),
        ("a.tif", b"MM\0*x", "是图片，没有可读取的文字；请先转换成文字（OCR）并核对，存为.txt后再导入。"),
        ("a.doc", b"{\\rtf1", "是RTF文件；请用Word或WPS打开，另存为.docx后再导入。"),
        ("a.DOCX", b"text", "内容不是.docx文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"),
        ("a.docm", b"text", "内容不是.docm文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"),
        ("a.xlsx", b"text", "内容不是.xlsx文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"),
        ("a.xlsm", b"text", "内容不是.xlsm文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"),
        ("a.pdf", b"text", "内容不是.pdf文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"),
        ("a.zip", ZIP, "文件已损坏，无法打开；请用原来的程序打开检查，另存后再导入。"),
        ("a.doc", OLE + "EncryptedPackage".encode("utf-16-le"), "文件设了打开密码；请去掉密码，另存后再导入。"),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), "这是旧版Excel格式（.xls）；请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再导入。"),
        ("a.XLS", OLE, "这是旧版Excel格式（.xls）；请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再导入。"),
        ("a.xlsx", OLE, "这是旧版Excel格式（.xls）；请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再导入。"),
        ("a.xlsm", OLE, "这是旧版Excel格式（.xls）；请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再导入。"),
        ("a.txt", OLE, "这是旧版Word格式（.doc），只改扩展名不行；请用Word或WPS打开，另存为“Word 文档（.docx）”后再导入。"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    """A file that cannot be read is named as what it is, with what to do, whatever its name says."""
    assert expected == said(tmp_path / name, data)


@pytest.mark.parametrize(
    ("part", "expected"), [("mimetype", "是ODF或OFD一类的文件；请另存为.docx或PDF后再导入。"), ("a.txt", None)]
)
def test_other_archives(tmp_path: Path, part: str, expected: str | None) -> None:
    """An archive with a type of its own is an open document; of any other the readable formats are named."""
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert (expected or f"是压缩文件或不认识的类型；可以导入{registry().titles}。") == said(path)
    assert frozenset({part}) == zip_parts(path)


def test_no_archive(tmp_path: Path) -> None:
    """Of what is no archive, or not there, there are no parts."""
    (tmp_path / "a.zip").write_bytes(ZIP)
    assert [None, None] == [zip_parts(tmp_path / name) for name in ("a.zip", "b.zip")]


def test_not_a_file(tmp_path: Path) -> None:
    """A file that is not there, a folder and an unknown type are named."""
    assert "没有这个文件。" == said(tmp_path / "a.txt")
    assert "是一个文件夹，请指明其中的文件。" == said(tmp_path)
    assert f"不认识的文件类型“.exe”；可以导入{registry().titles}。" == said(tmp_path / "a.EXE", b"MZ")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a", "报告".encode(), "txt"), ("a.md", b"x", "txt"), ("a.TXT", b"x", "txt"), ("a.json", b"x", "json"), ("a.dat", b" {", "json"),
        ("a.txt", b"%PDF-1.7", "pdf"), ("a.htm", b"x", "html"), ("a.txt", b"  <!doctype html>", "html"),
    ],
)  # fmt: skip
def test_what_can_be_read(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    """What the bytes prove goes before the name, the name before what the bytes look like."""
    path = tmp_path / name
    path.write_bytes(data)
    assert expected == identify(path).name


@pytest.mark.parametrize(("place", "is_seen"), [(4_095, True), (4_096, False)])
def test_first_bytes(tmp_path: Path, place: int, is_seen: bool) -> None:
    """An importer is shown the first 4,096 bytes."""
    path = tmp_path / "a.xyz"
    path.write_bytes(b"." * place + b"!")
    one = Importer("xyz", "某格式", (".abc",), MB, unread, sniff=lambda head, _path: b"!" in head)
    found = Registry((one, *built_in()), ("插件坏了。",))
    if is_seen:
        assert "xyz" == identify(path, found).name
    else:
        assert said(path, None, found).endswith("。\n插件坏了。")


@pytest.mark.parametrize(
    ("size", "expected"), [(2 * MB, None), (2 * MB + 1, "文件有2MB，超过2MB"), (3 * MB, "文件有3MB，超过2MB")]
)
def test_size(tmp_path: Path, size: int, expected: str | None) -> None:
    """A file of more bytes than its format may have is refused with both numbers, before anything looks into it."""
    seen: list[Path] = []
    txt = next(item for item in built_in() if item.name == "txt")
    found = Registry((replace(txt, max_bytes=2 * MB, check=seen.append),))
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * size)
    if expected is None:
        assert ("txt", [path]) == (identify(path, found).name, seen)
    else:
        assert said(path, None, found) == f"{expected}，不像一份年度报告；请核对文件，或删去其中的图片后再导入。"
        assert [] == seen


def test_old_office_is_looked_through_in_part(tmp_path: Path) -> None:
    """What an old file of Office is, is looked for in its first two megabytes."""
    mark = "EncryptedPackage".encode("utf-16-le")
    path = tmp_path / "a.doc"
    assert "打开密码" in said(path, OLE + b"\0" * (2 * MB - len(OLE) - len(mark)) + mark)
    assert "旧版Word" in said(path, OLE + b"\0" * (2 * MB - len(OLE) - len(mark) + 1) + mark)


def test_defaults_of_an_importer(tmp_path: Path) -> None:
    """An importer that does not say otherwise recognises and guesses nothing, is of text, and accepts any file."""
    one = Importer("a", "甲", (".a",), 1, unread)
    assert (False, False, None) == (one.sniff(b"x", tmp_path), one.guess(b"x", tmp_path), one.check(tmp_path))  # type: ignore[func-returns-value]
    assert (False, (), None) == (one.binary, one.uses, one.plugin)
