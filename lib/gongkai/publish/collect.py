"""From a notebook to a document: Gongkai blocks unchanged, everything else that an analyst adds converted to blocks."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from gongkai.document import foreign, hidden_data, svg_clean
from gongkai.document.blocks import MIME, Block, Code, Figure, List, Quote, Table, all_from_json
from gongkai.document.markdown import to_blocks
from gongkai.document.metadata import Document, Meta
from gongkai.document.outline import stepwise
from gongkai.document.text import clean

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETER_TAGS = frozenset({"parameters", "injected-parameters"})
"""Tags of the cells that say which report it is."""

HIDDEN_TAGS = frozenset({"remove-cell", "remove_cell"}) | PARAMETER_TAGS
"""Cells with one of these tags are not published."""

SILENT_TAGS = frozenset({"remove-output", "remove_output", "remove-all-outputs", "remove_all_outputs"})
"""Outputs of cells with one of these tags are not published, but later cells can use their definitions."""


def document(notebook: NotebookNode, warnings: list[str] | None = None) -> Document:
    """The document that a notebook shows: its Markdown cells and the outputs of its code cells, without their sources.

    Args:
        notebook: An executed notebook; ``metadata.gongkai`` describes the document.
        warnings: Receives a sentence for each thing a reader would miss (a picture without alternative text).
    """
    given = dict(notebook.metadata.get("gongkai", {}))
    given.setdefault("title", str(notebook.metadata.get("title", "")) or "未命名")
    meta = Meta.model_validate(given)
    warned: list[str] = warnings if warnings is not None else []
    blocks: list[Block] = []
    for index, cell in enumerate(notebook.cells):
        tags = set(cell.metadata.get("tags", []))
        if HIDDEN_TAGS & tags:
            continue
        name = cell.get("id", index)
        if cell.cell_type == "markdown":
            blocks += to_blocks(cell.source)
        elif cell.cell_type == "code" and not SILENT_TAGS & tags:
            for output in cell.outputs:
                blocks += [
                    _described(_safe(block, name, warned), cell, name, warned) for block in output_blocks(output)
                ]
    return Document(meta=meta, blocks=tuple(stepwise(blocks)))


def _safe(block: Block, name: object, warnings: list[str]) -> Block:
    """A picture without scripts, references and hidden data, as an empty frame if it cannot be read; also in lists and quotes."""
    if isinstance(block, List):
        items = tuple(tuple(_safe(inner, name, warnings) for inner in item) for item in block.items)
        return block.model_copy(update={"items": items})
    if isinstance(block, Quote):
        return block.model_copy(update={"blocks": tuple(_safe(inner, name, warnings) for inner in block.blocks)})
    if not isinstance(block, Figure) or block.media is None:
        return block
    try:
        if block.media == "image/svg+xml":
            drawn = {"data": block.data, "screen": block.screen, "phone": block.phone}
            return block.model_copy(
                update={key: hidden_data.removed(svg_clean.cleaned(svg)) for key, svg in drawn.items()}
            )
        raw = base64.b64decode(block.data.encode("ascii", "replace"))
        if hidden_data.is_bare(block.media, raw):
            return block
        from gongkai.document import photos  # Pillow: only if a cell shows a picture that nothing has prepared

        media, data = photos.without_metadata(raw, f"单元格{name}的图")
        return block.model_copy(update={"media": media, "data": base64.b64encode(data).decode()})
    except ValueError as error:  # the picture's, whose message is Chinese, or base64's
        why = "数据不完整。" if isinstance(error, binascii.Error) else str(error)
        warnings.append(f"单元格{name}的图没有发布：{why}")
        return block.model_copy(update={"media": None, "data": "", "screen": "", "phone": ""})


def _described(block: Block, cell: NotebookNode, name: object, warnings: list[str]) -> Block:
    """A table or figure with the cell's caption; a figure with alternative text from metadata, title or caption."""
    given = str(cell.metadata.get("caption") or "")
    if isinstance(block, Table) and given:
        return block.model_copy(update={"caption": given, "show_caption": True})
    if not isinstance(block, Figure):
        return block
    caption = given or block.caption
    alt = str(cell.metadata.get("alt") or block.alt or caption)
    if not alt:
        warnings.append(f"单元格{name}的图没有替代文字：请给图加标题，或在单元格元数据里写alt。")
        alt = "没有说明的图"
    return block.model_copy(update={"alt": alt, "caption": caption})


def output_blocks(output: Any) -> list[Block]:
    """The blocks of one output of a cell."""
    if output.output_type == "stream":
        return [Code(content=clean(output.text).rstrip())] if output.name == "stdout" and output.text.strip() else []
    data = output.get("data", {})
    if MIME in data:
        try:
            return list(all_from_json(data[MIME]))
        except ValidationError:
            pass
    if "image/svg+xml" in data:
        return [Figure(media="image/svg+xml", data=data["image/svg+xml"])]
    for media in ("image/png", "image/jpeg"):
        if media in data:
            return [Figure(media=media, data=str(data[media]).replace("\n", ""))]
    if "text/html" in data:
        return foreign.blocks(data["text/html"])
    if "text/markdown" in data:
        return to_blocks(data["text/markdown"])
    if "text/plain" in data:
        return [Code(content=clean(data["text/plain"]))]
    return []
