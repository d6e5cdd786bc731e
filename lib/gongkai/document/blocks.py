"""The block model: what a notebook shows and a report is made of. Knows nothing of the domain.

A block displays itself in Jupyter as ``text/html`` (see :data:`FORMATS`), ``text/plain`` and
``application/vnd.gongkai.block+json``; the exporters read the last one back and render all formats from the same blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

MIME = "application/vnd.gongkai.block+json"
"""Mime type of a block in a notebook's output."""

Mark = Literal["error", "warning", "hint", "info", "blank"]
"""Why a table cell or a sentence is marked: the level of a note, or not filled in."""

MARKS = {"error": "错误", "warning": "警告", "hint": "提示", "info": "说明", "blank": "未填"}
"""Names of the levels of notes and of the marks of cells."""


class Part(BaseModel):
    """Base of everything that a document is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(Part):
    """A stretch of text in one style.

    Attributes:
        text: The text; a newline is a line break.
        bold, italic, code: Style.
        href: Target of a link (``https:``, ``http:``, ``mailto:``, ``tel:`` or ``#anchor`` only), or ``None``.
        mark: Why it is highlighted; ``None`` if it is not. Only web pages show it, as they do the following two.
        anchor: Id that links can point to.
        refs: Anchors of the notes about it.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str | None = None
    mark: Mark | None = None
    anchor: str | None = None
    refs: tuple[str, ...] = ()


Inline = tuple[Run, ...]


def plain(inline: Inline) -> str:
    """The text without its style."""
    return "".join(run.text for run in inline)


def inline(text: str) -> Inline:
    """Unstyled text."""
    return (Run(text=text),) if text else ()


class _Block(Part):
    """Base of all blocks: how they display in Jupyter."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        shown = {mime: write((self,)) for mime, write in FORMATS.items()}  # type: ignore[arg-type]
        return {**shown, "text/plain": self.text(), MIME: to_json(self)}  # type: ignore[arg-type]

    def text(self) -> str:
        """The block as plain text."""
        raise NotImplementedError


class Title(_Block):
    """The title of the whole document, one per report; a newline is a line break."""

    type: Literal["title"] = "title"
    content: str

    def text(self) -> str:
        """The title."""
        return self.content.replace("\n", "")


class Heading(_Block):
    """A heading; level 1 is a section (一、), 2 （一）, 3 1., 4 （1）.

    Attributes:
        level: Level.
        content: Its text.
        anchor: Id that links can point to.
        folded: Whether a web page shows what follows, up to the next heading of this level or above, on demand only.
    """

    type: Literal["heading"] = "heading"
    level: Annotated[int, Field(ge=1, le=4)]
    content: Inline
    anchor: str | None = None
    folded: bool = False

    def text(self) -> str:
        """The heading's text."""
        return plain(self.content)


class Paragraph(_Block):
    """A paragraph of running text."""

    type: Literal["paragraph"] = "paragraph"
    content: Inline

    def text(self) -> str:
        """The paragraph's text."""
        return plain(self.content)


class List(_Block):
    """A list; each item is a sequence of blocks. ``start`` is the first number; ``None`` makes it unordered."""

    type: Literal["list"] = "list"
    items: tuple[tuple[Block, ...], ...]
    start: int | None = None

    def text(self) -> str:
        """The items, one per line."""
        return "\n".join(" ".join(block.text() for block in item) for item in self.items)


class Quote(_Block):
    """Quoted blocks."""

    type: Literal["quote"] = "quote"
    blocks: tuple[Block, ...]

    def text(self) -> str:
        """The quoted text."""
        return "\n".join(block.text() for block in self.blocks)


class Code(_Block):
    """Preformatted text.

    Attributes:
        content: The text.
        folded: If not empty, what a web page calls it and shows it by on demand only.
    """

    type: Literal["code"] = "code"
    content: str
    folded: str = ""

    def text(self) -> str:
        """The text."""
        return self.content


class Note(_Block):
    """A boxed remark for the reviewer (a finding, a warning); not part of the published text.

    Attributes:
        level: Determines colour and symbol.
        title: First line.
        anchor: Id that marked cells link to.
        refs: Anchors that it links back to, with their labels.
        folded: A text to copy, preformatted, and what it is called; web pages show it on demand, other formats leave it out.
    """

    type: Literal["note"] = "note"
    level: Literal["error", "warning", "hint", "info"]
    title: str
    content: Inline = ()
    anchor: str | None = None
    refs: tuple[tuple[str, str], ...] = ()
    folded: tuple[str, str] | None = None

    def text(self) -> str:
        """Title and content."""
        return f"{self.title} {plain(self.content)}".strip()


class Cell(Part):
    """A cell of a table.

    Attributes:
        content: Its text.
        header: Whether it is a header cell.
        scope: What a header cell applies to, as in HTML.
        row_span, column_span: Extent in grid rows and columns.
        align: Alignment of the text.
        anchor: Id that links can point to.
        mark: Why it is highlighted; ``None`` if it is not.
        refs: Anchors of the notes about it.
        key: What it shows, for programs that read the web page, which has it as ``data-cell``.
    """

    content: Inline = ()
    header: bool = False
    scope: Literal["row", "col", "rowgroup", "colgroup"] | None = None
    row_span: int = 1
    column_span: int = 1
    align: Literal["left", "center", "right"] = "center"
    anchor: str | None = None
    mark: Mark | None = None
    refs: tuple[str, ...] = ()
    key: str | None = None


class Table(_Block):
    """A table with merged cells.

    Attributes:
        rows: For each row the cells that start in it, left to right.
        caption: Name of the table, for assistive technology too; ``show_caption`` says whether it is printed.
        header_rows: Leading rows that repeat on each page.
        widths: Relative width of each grid column.
        landscape: Whether it requests a landscape page.
        note: A line printed under the table.
    """

    type: Literal["table"] = "table"
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    show_caption: bool = False
    header_rows: int = 0
    widths: tuple[float, ...] | None = None
    landscape: bool = False
    anchor: str | None = None
    note: Inline = ()

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return sum(cell.column_span for cell in self.rows[0]) if self.rows else 0

    def text(self) -> str:
        """Caption and rows, cells separated by tabs."""
        return "\n".join([self.caption, *("\t".join(plain(cell.content) for cell in row) for row in self.rows)])


class Figure(_Block):
    """A picture with caption and alternative text.

    Attributes:
        media: ``image/svg+xml``, ``image/png`` or ``image/jpeg``; ``None`` is a missing picture, shown as an empty
            frame with its caption.
        data: The picture: SVG as text, other types in base64.
        alt: Alternative text, one sentence; the build warns if it is empty.
        caption: The printed caption, with its number.
        width_mm: Printed width in mm; ``None`` is the full type area.
        screen: The SVG for screens, with its texts as outlines; empty if it is ``data``.
        phone: A narrow SVG for phones; empty if there is none.
    """

    type: Literal["figure"] = "figure"
    media: Literal["image/svg+xml", "image/png", "image/jpeg"] | None
    data: str = ""
    alt: str = ""
    caption: str = ""
    width_mm: float | None = None
    anchor: str | None = None
    screen: str = ""
    phone: str = ""

    def text(self) -> str:
        """Caption and alternative text."""
        return "：".join(part for part in (self.caption, self.alt) if part)


class Signature(_Block):
    """Organ and date at the end (落款).

    Attributes:
        organ: The organ.
        date: The date as printed.
        seal: Whether room is left for the organ's seal.
    """

    type: Literal["signature"] = "signature"
    organ: str
    date: str
    seal: bool = False

    def text(self) -> str:
        """Organ and date."""
        return f"{self.organ}\n{self.date}"


Block = Annotated[
    Title | Heading | Paragraph | List | Quote | Code | Note | Table | Figure | Signature,
    Field(discriminator="type"),
]
"""Any block."""

FORMATS: dict[str, Callable[[tuple[Block, ...]], str]] = {}
"""MIME types of blocks in Jupyter besides plain text and JSON, with their renderers. Blocks do not know their
renderers: :mod:`gongkai.document.display` registers HTML here.
"""

List.model_rebuild()
Quote.model_rebuild()

_ANY: TypeAdapter[Block] = TypeAdapter(Block)


class Group(_Block):
    """Several blocks shown by one notebook cell; never part of a document itself."""

    type: Literal["group"] = "group"
    blocks: tuple[Block, ...] = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        shown = {mime: write(self.blocks) for mime, write in FORMATS.items()}
        data = {"type": "group", "blocks": [to_json(block) for block in self.blocks]}
        return {**shown, "text/plain": self.text(), MIME: data}

    def text(self) -> str:
        """The blocks, separated by blank lines."""
        return "\n\n".join(block.text() for block in self.blocks)


def to_json(block: Block) -> dict[str, Any]:
    """The JSON of a block under :data:`MIME`: non-default fields, and the type of each block."""
    data: dict[str, Any] = {"type": block.type, **block.model_dump(mode="json", exclude_defaults=True)}
    if isinstance(block, List):
        data["items"] = [[to_json(inner) for inner in item] for item in block.items]
    elif isinstance(block, Quote):
        data["blocks"] = [to_json(inner) for inner in block.blocks]
    return data


def all_from_json(data: Any) -> tuple[Block, ...]:
    """The blocks of one output: all members of a group, else the single block.

    Raises:
        pydantic.ValidationError: The data are neither a block nor a group.
    """
    if isinstance(data, dict) and data.get("type") == "group":
        return Group.model_validate(data).blocks
    return (from_json(data),)


def from_json(data: Any) -> Block:
    """A block from the JSON under :data:`MIME`.

    Raises:
        pydantic.ValidationError: The data are not a block.
    """
    return _ANY.validate_python(data, strict=False)
