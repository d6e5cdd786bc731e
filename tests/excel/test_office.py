"""The container of an Office file: each check refuses what it is for, and nothing that is just allowed."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.excel.office import _PROLOGUE, MB, Limits, xml_parts
from gongkai.returns import InputError

LIMITS = Limits("Word", "Word 文档（.docx）", "一份年度报告", parts=3, xml=2_000, content=3_000)
XML = b"<a/>"


def archive(**parts: bytes) -> zipfile.ZipFile:
    """An archive with parts (``word__a.xml``)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return zipfile.ZipFile(made)


def refused(parts: dict[str, bytes], limits: Limits = LIMITS) -> str:
    """The sentence with which an archive is refused."""
    with pytest.raises(InputError) as caught:
        list(xml_parts("a.docx", archive(**parts), limits))
    return str(caught.value)


def test_what_is_just_allowed() -> None:
    """As many parts and bytes as the limits say are read, XML parts alone."""
    parts = {"a.xml": b"x" * 1_000, "b.rels": b"y" * 1_000, "c.png": b"z" * 1_000}
    assert [parts["a.xml"], parts["b.rels"]] == list(xml_parts("a.docx", archive(**parts), LIMITS))


@pytest.mark.parametrize(
    "parts",
    [
        {"a.xml": XML, "b.xml": XML, "c.png": b"", "d.png": b""},
        {"a.xml": b"x" * 2_001},
        {"A.XML": b"x" * 1_000, "b.rels": b"x" * 1_001},
        {"a.xml": XML, "b.png": b"x" * 2_997},
    ],
    ids=["parts", "xml", "rels", "content"],
)
def test_one_more_than_allowed(parts: dict[str, bytes]) -> None:
    """One part or byte more is refused before anything is unpacked."""
    assert "a.docx：解压后有0MB，不像一份年度报告；为安全起见没有打开。" == refused(parts)


def test_size_in_megabytes() -> None:
    """The message names the size."""
    assert "解压后有5MB" in refused({"a.xml": b"x" * 5 * MB})


@pytest.mark.parametrize("name", ["word__vbaProject.bin", "word__vbaData.xml", "VBAPROJECT.BIN"])
def test_macros(name: str) -> None:
    """Macros are refused under any of their names, with what to do."""
    assert "文件带有宏，为安全起见没有打开；请另存为不带宏的“Word 文档（.docx）”后再导入" in refused({name: XML})


def test_encrypted() -> None:
    """An encrypted part is named as such."""
    encrypted = archive(**{"a.xml": XML})
    encrypted.infolist()[0].flag_bits |= 1
    with pytest.raises(InputError, match="文件是加密的；请去掉密码后再导入"):
        list(xml_parts("a.docx", encrypted, LIMITS))


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE a><a/>",
        b"<!-- a --><!DOCTYPE a><a/>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16-le"),
        b" " * (_PROLOGUE - 2) + b"<!",
    ],
    ids=["plain", "behind a comment", "UTF-16", "at the end of the prologue"],
)
def test_document_types(content: bytes) -> None:
    """A document type is refused in any XML part, wherever it may be declared."""
    limits = Limits("Word", "", "", parts=3, xml=MB, content=MB)
    for name in ("a.xml", "b.rels"):
        assert f"内部的{name}含有DTD或实体定义，正常的Word文件没有这种内容" in refused(
            {"0.xml": XML, name: content}, limits
        )


def test_comments_are_allowed() -> None:
    """A comment is no document type."""
    assert [b"<!-- a --><a/>"] == list(xml_parts("a.docx", archive(**{"a.xml": b"<!-- a --><a/>"}), LIMITS))
