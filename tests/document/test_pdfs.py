"""The walk of a PDF notices what it is there for: each damage that a valid file gets is named."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from gongkai.document.blocks import Figure, Heading, List, Paragraph, Run, Table, inline
from tests.document import pdfs
from tests.document.test_pdf import head, paragraph, render, row_head, svg, value

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def valid() -> bytes:
    """A PDF with a heading, a list, a table, a picture and a link."""
    return render(
        Heading(level=1, content=inline("一、甲")),
        Paragraph(content=(Run(text="网站", href="https://example.cn/"),)),
        List(items=((paragraph("乙"),), (paragraph("丙"),))),
        Table(rows=((head("事项"), head("数量")), (row_head("丁"), value("1"))), caption="表", header_rows=1),
        Figure(media="image/svg+xml", data=svg("图"), alt="图", caption="图1"),
    )


def first(pdf: pikepdf.Pdf, *kinds: str) -> Any:
    """The first structure element of some kinds."""
    return next(pdfs.structure(pdf).all(*kinds)).node


def content(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Replace part of the first page's content."""
    page = pdf.pages[0]
    page.contents_coalesce()
    data = page.Contents.read_bytes()
    assert old in data
    page.Contents.write(data.replace(old, new, 1))


def untagged(pdf: pikepdf.Pdf) -> None:
    content(pdf, b"/Artifact", b"/Span")


def picture(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 9 9 re B*")


def lost(pdf: pikepdf.Pdf) -> None:
    first(pdf, "H1").K = Array([])


def twice(pdf: pikepdf.Pdf) -> None:
    heading = first(pdf, "H1")
    heading.K = Array([*heading.K, *heading.K]) if isinstance(heading.K, Array) else Array([heading.K, heading.K])


def both(pdf: pikepdf.Pdf) -> None:
    content(pdf, b"/Span<</MCID 0>>BDC", b"/Artifact BMC /Span<</MCID 0>>BDC")
    content(pdf, b"EMC", b"EMC EMC")


def no_scope(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "TH")["/A"]


def no_alternative(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "Figure")["/Alt"]


def level(pdf: pikepdf.Pdf) -> None:
    first(pdf, "H1").S = Name("/H3")


def role(pdf: pikepdf.Pdf) -> None:
    first(pdf, "H1").S = Name("/Heading")


def cell(pdf: pikepdf.Pdf) -> None:
    first(pdf, "TR").S = Name("/Div")


def item(pdf: pikepdf.Pdf) -> None:
    first(pdf, "LBody").S = Name("/P")


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


def launch(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].A.S = Name.Launch


def stray(pdf: pikepdf.Pdf) -> None:
    first(pdf, "Link").K = Array([])


def language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def unicode_map(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == "/Type0":
            del font["/ToUnicode"]


def damaged(valid: bytes, damage: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A file after damage to it."""
    with pikepdf.open(io.BytesIO(valid)) as pdf:
        damage(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (untagged, "S outside marked content"),
        (picture, "B* outside marked content"),
        (lost, "content that is not in the tree"),
        (twice, "content twice in the tree"),
        (both, "artifact and content at once"),
        (no_scope, "scope"),
        (no_alternative, "alternative text"),
        (level, "heading levels"),
        (role, "role Heading"),
        (cell, "TH in Div"),
        (item, "P in LI"),
        (script, "/OpenAction in the catalogue"),
        (launch, "action /Launch"),
        (stray, "/Link that is not a link of the tree"),
        (language, "language"),
        (unicode_map, "unicode map"),
    ],
)
def test_damage_is_noticed(valid: bytes, damage: Callable[[pikepdf.Pdf], None], named: str) -> None:
    """What is broken in a valid file is named."""
    assert pdfs.broken_promises(valid) == []
    assert named in pdfs.broken_promises(damaged(valid, damage))


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (no_scope, "table 0: header without scope"),
        (lambda pdf: first(pdf, "TD").__delitem__("/A"), "table 0: cell without headers at 1, 1"),
        (lambda pdf: setattr(first(pdf, "TR"), "K", first(pdf, "TR").K[:1]), "table 0: not a rectangle"),
    ],
)
def test_open_grid_is_noticed(valid: bytes, damage: Callable[[pikepdf.Pdf], None], named: str) -> None:
    """A table that is no rectangle, and cells without headers or scope, are named."""
    assert pdfs.open_grids(valid) == []
    assert named in pdfs.open_grids(damaged(valid, damage))
