"""Tables in a tagged PDF: row headers, since Typst tags column headers only, and no cells that are there for layout."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from gongkai.document.errors import RenderError
from gongkai.document.grid import grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.document.blocks import Table


def finish(
    data: bytes, tables: Sequence[Table], kept: Sequence[Sequence[bool]] = (), identifier: str = ""
) -> bytes:  # fmt: skip
    """The PDF with row headers tagged ``TH`` of scope ``Row`` and listed in the ``Headers`` of their cells.

    Args:
        data: A tagged PDF.
        tables: The tables in it, in reading order.
        kept: For each table and row whether the row begins with an empty cell that keeps rows together, which is
            removed from the structure; none by default.
        identifier: What the metadata (XMP, ``dc:identifier``) are to say the document is; nothing if empty.

    Raises:
        RenderError: The PDF's tables do not match those given.
    """
    if not tables and not identifier:
        return data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if identifier:
            _identify(pdf, identifier)
        root = pdf.Root.StructTreeRoot
        found = list(_elements(root.get("/K"), "/Table"))
        if len(found) != len(tables):
            msg = f"PDF里有{len(found)}个表格，给出的有{len(tables)}个。"
            raise RenderError(msg)
        names: dict[str, Any] = {}
        gone: set[str] = set()
        for index, (element, table) in enumerate(zip(found, tables, strict=True)):
            if kept and any(kept[index]):
                gone |= _without_keepers(element, kept[index])
            names |= _tag(element, table, index)
        if tables:
            _set_names(root, names, gone)
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=True, fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )  # fmt: skip
        return out.getvalue()


def _identify(pdf: pikepdf.Pdf, identifier: str) -> None:
    """Add an identifier to the metadata, leaving every other byte of them as Typst wrote it."""
    metadata = pdf.Root.Metadata
    text = metadata.read_bytes().decode("utf-8")
    head, mark, rest = text.partition("</rdf:Description>")
    if not mark or "<dc:" not in head:
        msg = "PDF的元数据（XMP）里没有可以写标识的地方。"
        raise RenderError(msg)
    metadata.write(f"{head}<dc:identifier>{escape(identifier)}</dc:identifier>{mark}{rest}".encode())


def _elements(node: Any, kind: str) -> Iterator[Any]:
    """Structure elements of a type below a node, in reading order, without nested ones."""
    if isinstance(node, Array):
        for child in node:
            yield from _elements(child, kind)
    elif isinstance(node, Dictionary):
        if node.get("/S") == kind:
            yield node
        elif "/K" in node:
            yield from _elements(node.K, kind)


def _without_keepers(element: Any, kept: Sequence[bool]) -> set[str]:
    """Remove the first cell of some rows; returns the ids of those removed."""
    gone: set[str] = set()
    rows = [row for row in _elements(element.get("/K"), "/TR") if _cells(row)]
    for row, keeper in zip(rows, kept, strict=True):
        if keeper:
            first = _cells(row)[0]
            if "/ID" in first:
                gone.add(str(first.ID))
            row.K = Array([child for child in row.K if child.objgen != first.objgen])
    return gone


def _cells(row: Any) -> list[Any]:
    children = row.get("/K", Array([]))
    children = list(children) if isinstance(children, Array) else [children]
    return [child for child in children if isinstance(child, Dictionary) and child.get("/S") in ("/TH", "/TD")]


def _tag(element: Any, table: Table, index: int) -> dict[str, Any]:
    """Tag the row headers of one table and return the elements that were named."""
    found = [cells for row in _elements(element.get("/K"), "/TR") if (cells := _cells(row))]
    placed = grid(table)
    given = [row for row in placed.rows if row]
    if [len(cells) for cells in found] != [len(row) for row in given]:
        msg = f"表格“{table.caption}”在PDF里的行列与给出的不同。"
        raise RenderError(msg)
    if table.caption:
        _attributes(element).Summary = String(table.caption)
    names: dict[str, Any] = {}
    # Row headers by the grid rows that they span: (first column, name).
    reach: dict[int, list[tuple[int, str]]] = {}
    for cells, row in zip(found, given, strict=True):
        for tagged, place in zip(cells, row, strict=True):
            if not place.cell.header:
                continue
            if tagged.S == Name.TD:
                tagged.S = Name.TH
                _attributes(tagged).Scope = Name.Row
                name = f"R{index}x{place.column}y{place.row}"
                tagged.ID = String(name)
                names[name] = tagged
                for below in range(place.row, place.row + place.height):
                    reach.setdefault(below, []).append((place.column, name))
            elif place.cell.scope == "row":
                _attributes(tagged).Scope = Name.Both
    for cells, row in zip(found, given, strict=True):
        headers = sorted(reach.get(row[0].row, []))
        for tagged, place in zip(cells, row, strict=True):
            beside = [String(name) for left, name in headers if left < place.column]
            if beside:
                attributes = _attributes(tagged)
                attributes.Headers = Array([*attributes.get("/Headers", Array([])), *beside])
    return names


def _attributes(tagged: Any) -> Any:
    """The table attributes of a cell, created if absent."""
    given = tagged.get("/A")
    parts = list(given) if isinstance(given, Array) else [] if given is None else [given]
    for part in parts:
        if part.get("/O") == "/Table":
            return part
    tagged.A = Array([Dictionary(O=Name.Table), *parts])
    return tagged.A[0]


def _set_names(root: Any, names: dict[str, Any], gone: set[str]) -> None:
    """Add elements to the ID tree, sorted as the format requires, and take out those that are gone."""
    if not names and not gone:
        return
    entries = {name: element for name, element in _names(root.get("/IDTree")).items() if name not in gone} | names
    flat: list[Any] = []
    for name in sorted(entries, key=lambda text: text.encode("latin-1")):
        flat += [String(name), entries[name]]
    root.IDTree = Dictionary(Names=Array(flat))


def _names(node: Any) -> dict[str, Any]:
    if node is None:
        return {}
    found: dict[str, Any] = {}
    listed = list(node.get("/Names", []))
    for name, element in zip(listed[::2], listed[1::2], strict=True):
        found[str(name)] = element
    for kid in node.get("/Kids", []):
        found |= _names(kid)
    return found
