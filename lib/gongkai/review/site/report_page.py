"""The page of one report: its state, links to its working paper and files, its executed notebooks with code folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat

from gongkai.document import html
from gongkai.document.blocks import Code, Heading, Paragraph, Title, inline
from gongkai.document.markdown import to_blocks
from gongkai.document.metadata import Document, Meta
from gongkai.publish import formats
from gongkai.publish.collect import HIDDEN_TAGS, output_blocks
from gongkai.sections.review import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nbformat import NotebookNode

    from gongkai.document.blocks import Block
    from gongkai.review.state import Status

UP = "../../../"
"""From a page of a report to the folder of outputs."""


def report_page(name: str, status: Status, folder: Path) -> str:
    """The page.

    Args:
        name: Name of the organ.
        status: State of the report.
        folder: The report's folder of outputs.
    """
    beside = f"{UP}{status.year}/{status.agency}/"
    files = [("审核底稿", "review.html"), ("网页", "report.html"), *formats.downloads(formats.formats())]
    links = [("全部报告", "../../index.html"), ("按规则看问题", "../../rules.html")]
    links += [(label, beside + file) for label, file in files if (folder / file).is_file()]
    title = f"{name}{status.year}年政府信息公开工作年度报告"
    blocks: list[Block] = [
        Title(content=f"{name}{status.year}年\n政府信息公开工作年度报告"),
        pieces.heading("状态"),
        pieces.pairs("状态", _lines(status)),
    ]
    for path in sorted((folder / "sections").glob("*.ipynb")):
        blocks.append(pieces.heading(f"笔记本 {path.name}", folded=True))
        try:
            blocks += list(_shown(nbformat.read(path, as_version=4)))  # type: ignore[no-untyped-call]
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, nbformat.ValidationError):
            blocks.append(Paragraph(content=inline("这个笔记本读不出来；请重新生成报告。")))
    return html.page(Document(meta=Meta(title=title, links=tuple(links), style="paper"), blocks=tuple(blocks)))


def _lines(status: Status) -> list[tuple[str, str]]:
    lines = [("状态", status.name)]
    if status.reason:
        lines.append(("没有按现在的数据生成", status.reason))
    if status.last is not None:
        lines.append(("最近一步", status.last.describe()))
    if status.stale:
        lines.append(("签字之后变了的", "；".join(status.stale)))
    if status.unanswered:
        lines.append(("没有答复的意见", f"{status.unanswered}条"))
    if status.deadline is not None:
        lines.append(("公布期限", status.deadline.isoformat()))
    if status.published is not None:
        lines.append(("公布日期", status.published.isoformat()))
    return lines


def _shown(notebook: NotebookNode) -> Iterable[Block]:
    """The cells of a notebook, their code on demand; headings below that of the notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from map(_below, to_blocks(cell.source))
        elif cell.cell_type == "code":
            if cell.source.strip():
                yield Code(content=cell.source, folded="代码")
            if not HIDDEN_TAGS & set(cell.metadata.get("tags", [])):
                for output in cell.outputs:
                    yield from map(_below, output_blocks(output))


def _below(block: Block) -> Block:
    """A block of a notebook on the page of a report: titles and headings one level down, no anchors, nothing folded."""
    match block:
        case Title():
            return Heading(level=2, content=inline(block.content.replace("\n", "")))
        case Heading():
            return block.model_copy(update={"level": min(4, block.level + 1), "folded": False})
        case _:
            return block
