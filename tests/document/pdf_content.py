"""What PDF/UA-1 and PDF/A-2a ask of the content of pages, of nesting in the structure tree, and of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"}
"""Operators that leave something on the page."""

PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI", "Note", "Caption"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}
"""Elements that may be below some kinds only."""

CHILDREN = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
"""Kinds of element that may be below these."""

FORBIDDEN = ("/AA", "/OpenAction", "/AcroForm", "/Collection", "/Requirements")
"""Entries of the catalogue that a report has no use for; archives allow some of them in narrow bounds."""

ACTIONS = {"/URI", "/GoTo"}
"""Actions that links may have."""


def painted(page: Any) -> Iterator[tuple[str, tuple[str, ...], int | None]]:
    """Each painting operator of a page with the tags around it and the number of its marked content."""
    around: list[tuple[str, int | None]] = []
    for each in pikepdf.parse_content_stream(page):
        operator = str(each.operator)
        if operator in {"BDC", "BMC"}:
            about = each.operands[1] if operator == "BDC" else None
            number = about.get("/MCID") if isinstance(about, pikepdf.Dictionary) else None
            around.append((str(each.operands[0])[1:], None if number is None else int(number)))
        elif operator == "EMC":
            around.pop()
        elif operator in PAINTING:
            numbers = [number for _, number in around if number is not None]
            yield operator, tuple(tag for tag, _ in around), numbers[-1] if numbers else None


def broken_content(pdf: pikepdf.Pdf) -> list[str]:
    """What is painted and neither in the tree, exactly once, nor an artifact; artifacts in the tree, and the reverse."""
    found: set[str] = set()
    in_tree = _numbers(pdf)
    for number, page in enumerate(pdf.pages):
        shown: set[int] = set()
        for operator, tags, marked in painted(page):
            if marked is None and "Artifact" not in tags:
                found.add(f"{operator} outside marked content")
            if marked is not None and "Artifact" in tags:
                found.add("artifact and content at once")
            if marked is not None:
                shown.add(marked)
        listed = in_tree.get(number, [])
        if len(listed) != len(set(listed)):
            found.add("content twice in the tree")
        if shown - set(listed):
            found.add("content that is not in the tree")
    return sorted(found)


def _numbers(pdf: pikepdf.Pdf) -> dict[int, list[int]]:
    """Numbers of marked content in the structure tree, by page."""
    found: dict[int, list[int]] = {}
    for page, number in marked(pdf):
        found.setdefault(page, []).append(number)
    return found


def marked(pdf: pikepdf.Pdf, *, without: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
    """Page and number of all marked content in the structure tree, in its order; page -1 if the tree names none.

    Args:
        pdf: The file.
        without: Kinds of element that are left out with all in them.
    """
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def walk(node: Any, page: int) -> Iterator[tuple[int, int]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child, page)
        elif isinstance(node, pikepdf.Dictionary):
            at = pages[node.Pg.objgen] if "/Pg" in node else page
            if node.get("/Type") == "/MCR":
                yield at, int(node.MCID)
            elif node.get("/Type") != "/OBJR" and str(node.get("/S", "/"))[1:] not in without:
                yield from walk(node.get("/K"), at)
        elif node is not None:
            yield page, int(node)

    yield from walk(pdf.Root.StructTreeRoot.get("/K"), -1)


def broken_nesting(element: Any) -> list[str]:
    """Lists and tables whose elements are below or above something else than their kind allows.

    Args:
        element: An element of the structure tree, as :func:`tests.document.pdfs.structure` gives it.
    """
    found = []
    for child in element.children:
        above, below = PARENTS.get(child.kind, {element.kind}), CHILDREN.get(element.kind, {child.kind})
        if element.kind not in above or child.kind not in below:
            found.append(f"{child.kind} in {element.kind}")
        found += broken_nesting(child)
    return sorted(set(found))


def broken_links(pdf: pikepdf.Pdf, tree: Any) -> list[str]:
    """Annotations that are not links of the structure tree, and actions that a report has no use for."""
    found = {f"{entry} in the catalogue" for entry in FORBIDDEN if entry in pdf.Root}
    found |= {"embedded files"} if "/EmbeddedFiles" in pdf.Root.get("/Names", {}) else set()
    linked = {child.Obj.objgen for link in tree.all("Link") for child in _objects(link.node.get("/K"))}
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.Subtype != "/Link" or annotation.objgen not in linked:
                found.add(f"{annotation.Subtype} that is not a link of the tree")
            action = annotation.get("/A")
            if action is not None and str(action.S) not in ACTIONS:
                found.add(f"action {action.S}")
    return sorted(found)


def _objects(node: Any) -> Iterator[Any]:
    for child in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(child, pikepdf.Dictionary) and child.get("/Type") == "/OBJR":
            yield child
