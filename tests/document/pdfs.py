"""Reading PDFs back: words, places, structure."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pdfplumber
import pikepdf

from tests.document.pdf_content import broken_content, broken_links, broken_nesting, marked

if TYPE_CHECKING:
    from collections.abc import Iterator

MM = 72 / 25.4
"""Points in a millimetre."""


def squeezed(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s", "", text)


def page_texts(data: bytes) -> list[str]:
    """The text of each page without white space, as pdfminer reads it, page numbers left out."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [re.sub(r"—\d+—$", "", squeezed(page.extract_text() or "")) for page in pdf.pages]


def text(data: bytes) -> str:
    """All text without white space."""
    return "".join(page_texts(data))


def chars(data: bytes, page: int = 0) -> list[dict[str, Any]]:
    """Characters of a page with their places, page number and watermark left out."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = pdf.pages[page]
        lying = found.width > found.height
        bottom = found.height - (26 if lying else 35) * MM
        # On a landscape page the page number is in the margin at the left.
        left = 34 * MM if lying else 0
        return [
            c for c in found.chars if c["text"].strip() and c["upright"] and c["bottom"] < bottom + 4 and c["x0"] > left
        ]


def lines(data: bytes, page: int = 0) -> list[str]:
    """Lines of a page from top to bottom, page number left out."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for char in chars(data, page):
        rows.setdefault(round(char["bottom"] / 4), []).append(char)
    return ["".join(c["text"] for c in sorted(rows[key], key=lambda c: c["x0"])) for key in sorted(rows)]


@dataclass
class Element:
    """A structure element: its kind, its attributes for tables, and what is below it."""

    kind: str
    node: Any
    children: list[Element]

    def all(self, *kinds: str) -> Iterator[Element]:
        """Elements of some kinds below it, in reading order."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            yield from child.all(*kinds)

    def attribute(self, name: str, owner: str = "/Table") -> Any:
        """An attribute of the element."""
        given = self.node.get("/A")
        for part in given if isinstance(given, pikepdf.Array) else [given] if given is not None else []:
            if part.get("/O") == owner and name in part:
                return part[name]
        return None


def structure(pdf: pikepdf.Pdf) -> Element:
    """The structure tree."""
    return Element("root", pdf.Root.StructTreeRoot, _children(pdf.Root.StructTreeRoot.get("/K")))


def _children(node: Any) -> list[Element]:
    if isinstance(node, pikepdf.Array):
        return [element for child in node for element in _children(child)]
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        return [Element(str(node.S)[1:], node, _children(node.get("/K")))]
    return []


def opened(data: bytes) -> pikepdf.Pdf:
    """The PDF, opened."""
    return pikepdf.open(io.BytesIO(data))


def names(pdf: pikepdf.Pdf) -> list[str]:
    """The names in the tree of structure elements, in its order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        found.extend(str(name) for name in list(node.get("/Names", []))[::2])
        for kid in node.get("/Kids", []):
            walk(kid)

    if "/IDTree" in pdf.Root.StructTreeRoot:
        walk(pdf.Root.StructTreeRoot.IDTree)
    return found


def broken_promises(data: bytes) -> list[str]:
    """What PDF/A-2a and PDF/UA-1 ask for and the file does not keep, as far as its structure shows."""
    found: list[str] = []

    def ask(met: object, what: str) -> None:
        if not met:
            found.append(what)

    with opened(data) as pdf:
        root = pdf.Root
        ask(bool(root.MarkInfo.get("/Marked")), "marked")
        ask(str(root.get("/Lang", "")), "language")
        ask(bool(root.ViewerPreferences.get("/DisplayDocTitle")), "title shown")
        ask("/OutputIntents" in root, "output intent")
        ask("/Encrypt" not in pdf.trailer, "no encryption")
        ask("/ID" in pdf.trailer, "file id")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            ask(xmp.get("pdfaid:part") == "2", "PDF/A part")
            ask(xmp.get("pdfaid:conformance") == "A", "PDF/A conformance")
            ask(xmp.get("pdfuaid:part") == "1", "PDF/UA part")
            ask(xmp.get("dc:title"), "title")
        tree = structure(pdf)
        roles = {str(key)[1:] for key in root.StructTreeRoot.get("/RoleMap", {})}
        known = set(names(pdf))
        ask(names(pdf) == sorted(names(pdf)), "names sorted")
        for element in tree.all(*{e.kind for e in _every(tree)}):
            ask(element.kind in _STANDARD | roles, f"role {element.kind}")
            if element.kind == "Figure":
                ask(str(element.node.get("/Alt", "")).strip(), "alternative text")
            if element.kind == "TH":
                ask(element.attribute("/Scope"), "scope")
            for name in element.attribute("/Headers") or []:
                ask(str(name) in known, f"head {name}")
            if "/ID" in element.node:
                ask(str(element.node.ID) in known, f"name {element.node.ID}")
        levels = [int(e.kind[1]) for e in tree.all("H1", "H2", "H3", "H4", "H5", "H6")]
        ask(all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False)), "heading levels")
        for page in pdf.pages:
            if "/Annots" in page:
                ask(page.get("/Tabs") == "/S", "tab order")
                ask(all("/Contents" in annotation for annotation in page.Annots), "text of links")
            ask("/StructParents" in page or not _marked(page), "marked content in the tree")
            found += _undefined(page)
        for font in (obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"):
            ask("/ToUnicode" in font or font.get("/Subtype") != "/Type0", "unicode map")
            if "/FontDescriptor" in font:
                ask(any(k in font.FontDescriptor for k in ("/FontFile", "/FontFile2", "/FontFile3")), "font embedded")
            ask(font.get("/Subtype") != "/Type3", "font of outlines")
        ask(not pdf.check_pdf_syntax(), "syntax")
        found += broken_content(pdf) + broken_nesting(tree) + broken_links(pdf, tree)
    return found


_STANDARD = {
    "Document", "Part", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR",
    "TH", "TD", "THead", "TBody", "TFoot", "Span", "Link", "Figure", "Caption", "BlockQuote", "Code", "Quote", "NonStruct",
}  # fmt: skip


def _every(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _every(child)


def _marked(page: Any) -> bool:
    return any(str(each.operator) == "BDC" for each in pikepdf.parse_content_stream(page))


def _undefined(page: Any) -> list[str]:
    """Whether a page shows glyphs that are ``.notdef``."""
    for each in pikepdf.parse_content_stream(page):
        if str(each.operator) in {"Tj", "TJ"}:
            operands = each.operands
            parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
            for part in parts:
                octets = bytes(part) if isinstance(part, pikepdf.String) else b""
                if any(octets[at : at + 2] == b"\0\0" for at in range(0, len(octets), 2)):
                    return [".notdef"]
    return []


def tagged_text(data: bytes, *, without: tuple[str, ...] = ("Figure",)) -> str:
    """The text in the order of the structure tree, without white space and without elements of some kinds."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        texts: dict[tuple[int, int], str] = {}
        for number, page in enumerate(opened.pages):
            for char in page.chars:
                if char["mcid"] is not None:
                    texts[number, char["mcid"]] = texts.get((number, char["mcid"]), "") + char["text"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return squeezed("".join(texts.get(place, "") for place in marked(pdf, without=without)))


def open_grids(data: bytes) -> list[str]:
    """Tables of the structure tree that are no closed rectangle, headers without a scope, cells that name no header."""
    found: list[str] = []
    with opened(data) as pdf:
        for number, table in enumerate(structure(pdf).all("Table")):
            taken: dict[tuple[int, int], int] = {}
            rows = list(table.all("TR"))
            for y, row in enumerate(rows):
                x = 0
                for cell in row.children:
                    while (y, x) in taken:
                        x += 1
                    down, across = (int(cell.attribute(name) or 1) for name in ("/RowSpan", "/ColSpan"))
                    for at in ((y + dy, x + dx) for dy in range(down) for dx in range(across)):
                        taken[at] = taken.get(at, 0) + 1
                    if cell.kind == "TH" and not cell.attribute("/Scope"):
                        found.append(f"table {number}: header without scope")
                    if cell.kind == "TD" and not cell.attribute("/Headers"):
                        found.append(f"table {number}: cell without headers at {y}, {x}")
                    x += across
            width = max((x + 1 for _, x in taken), default=0)
            if sorted(taken) != [(y, x) for y in range(len(rows)) for x in range(width)] or set(taken.values()) != {1}:
                found.append(f"table {number}: not a rectangle")
    return found
