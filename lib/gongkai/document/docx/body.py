"""The blocks of a document in order, as Word paragraphs, tables and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from gongkai.document.blocks import (
    MARKS,
    Block,
    Code,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Run,
    Signature,
    Table,
    Title,
    inline,
    plain,
)
from gongkai.document.breaking import is_ragged
from gongkai.document.docx import contents, fitting, page, picture, signature, table
from gongkai.document.docx.flow import LINE, Flow
from gongkai.document.docx.runs import Runs
from gongkai.document.docx.styles import AFTER_TABLE, FRAME, RAGGED, SECTION_END, TITLE_LINE
from gongkai.document.docx.xml import element, indent, put
from gongkai.document.layout import figures
from gongkai.document.layout.cells import MM
from gongkai.document.layout.pages import TYPE_WIDTH, parts
from gongkai.document.layout.printed import anchors, printed
from gongkai.document.layout.text import clean_lines, title_lines
from gongkai.document.metadata import Document
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as WordDocument

    from gongkai.document.fonts import FontSet
    from gongkai.document.layout.tables import TablePlan

_COLOURS = {"error": "B3261E", "warning": "8A5A00", "hint": "1F5A96", "info": "5A5A5A"}
_LONG_ADDRESS = 12
"""Characters of an address that Word would carry to the next line as a whole, with the line before it torn."""

_FRAME_LINES = 7
"""Lines of an empty frame, of which the middle one has text."""

_BELOW_TITLE = 5.6
"""Space under the title in mm."""

_SMALL_LINE = 16 * MM
"""Height of a line of notes and code in mm."""

_CAPTION_LINE, _CAPTION_GAPS, _CAPTION_CHARACTERS = 18 * MM, 12 * MM, 36
"""Height of a line of a caption and of the gaps around it in mm; characters in it."""

_AFTER_TABLE = 10 * MM
"""Height of the empty paragraph after a table in mm."""


class Body:
    """Writes a document's blocks into a Word document."""

    def __init__(self, made: WordDocument, document: Document, fonts: FontSet) -> None:
        """Write into ``made``; charts are rasterised with ``fonts``."""
        self.made, self.fonts = made, fonts
        self.draft = document.meta.draft
        self.contents = document.meta.contents
        self.blocks = printed(document)
        if not any(isinstance(block, Title) for block in self.blocks):
            self.blocks.insert(0, Title(content=document.meta.title))
        self.runs = Runs(made.part, anchors(self.blocks))
        self.headings = [block for block in self.blocks if isinstance(block, Heading)]
        self.flow = Flow(landscape=False)
        self.plans: dict[tuple[int, float], TablePlan] = {}
        self.written = 0
        self.pictures = 0

    def write(self) -> None:
        """Write all blocks: a table of contents after the title if asked for, landscape tables on separate pages."""
        has_contents = False
        for number, (landscape, part) in enumerate(parts(self.blocks)):
            if number:
                self.made.add_section(WD_SECTION.NEW_PAGE)
                ended = list(self.made.element.body.iter(qn("w:sectPr")))[-2].getparent()
                put(ended, element("pStyle", val=SECTION_END))
            page.turn(self.made.sections[-1], landscape=landscape)
            if number:
                page.number(self.made.sections[-1], landscape=landscape)
            width = TYPE_WIDTH[landscape]
            self.flow = Flow(landscape=landscape)
            for at, (block, following) in enumerate(zip(part, (*part[1:], None), strict=True), 1):
                if isinstance(block, Table):
                    self._table(block, width, page_after=self._page_after(part[at:], width))
                else:
                    self.block(block, width)
                if isinstance(following, Signature):
                    self._hold()
                if isinstance(block, Title) and not isinstance(following, Title) and not has_contents and self.contents:
                    has_contents = True
                    found = contents.build(self.headings)
                    if found is not None:
                        self._add(found)
                        self.flow.rows(contents.heights(self.headings))

    def block(self, block: Block, width: float, style: str = "BodyText", depth: int = 0) -> None:
        """One block.

        Args:
            block: The block.
            width: Available width in mm.
            style: Style of running text.
            depth: Number of enclosing lists.
        """
        match block:
            case Title():
                lines = title_lines(clean_lines(block.content))
                self._paragraph("Title", self.runs.inline(inline("\n".join(lines))))
                self.flow.rows([len(lines) * TITLE_LINE * MM + _BELOW_TITLE])
            case Heading():
                self._heading(block)
            case Paragraph():
                self._text(block.content, style, depth)
            case List():
                self._list(block, width, style, depth)
            case Quote():
                for inner in block.blocks:
                    self.block(inner, width, "Quote", depth)
            case Code():
                self._paragraph("HTMLPreformatted", self.runs.inline((Run(text=block.content, code=True),)))
                self.flow.rows([_SMALL_LINE] * (block.content.count("\n") + 1))
            case Note():
                self._note(block)
            case Table():
                self._table(block, width)
            case Figure():
                self._figure(block, width)
            case Signature():
                for line in signature.build(block, self.runs):
                    self._add(line)

    def _add(self, child: Any) -> None:
        body = self.made.element.body
        body.insert(len(body) - 1, child)

    def _paragraph(self, style: str, content: Iterable[Any] = ()) -> Any:
        """Add a paragraph and return its properties."""
        about = element("pPr", element("pStyle", val=style))
        self._add(element("p", about, *content))
        return about

    def _text(self, content: Inline, style: str = "BodyText", depth: int = 0) -> None:
        if depth and style == "BodyText":
            style = ("List", "List2", "List3")[min(depth, 3) - 1]
        elif style == "BodyText" and is_ragged(plain(content), _LONG_ADDRESS):
            style = RAGGED
        self._paragraph(style, self.runs.inline(content, running=True))
        self.flow.text(plain(content), left=2 * min(depth - 1, 2) if depth else 0)

    def _heading(self, block: Heading) -> None:
        self.written += 1
        content = self.runs.marked(block.anchor, self.runs.inline(block.content))
        self._paragraph(f"Heading{block.level}", self.runs.bookmark(contents.name(self.written), content))
        self.flow.text(block.text(), heading=True)

    def _list(self, block: List, width: float, style: str, depth: int) -> None:
        """Numbers and bullets are plain text, so that they survive copying; a fixed gap follows, no stretched space."""
        for number, item in enumerate(block.items, block.start or 0):
            mark = inline("•\u2002" if block.start is None else f"{number}.\u2002")
            first, rest = (item[0], item[1:]) if item else (Paragraph(content=()), ())
            if isinstance(first, Paragraph):
                self._text((*mark, *first.content), style, depth + 1)
            else:
                self._text(mark, style, depth + 1)
                rest = item
            for inner in rest:
                self.block(inner, width, style, depth + 1)

    def _note(self, block: Note) -> None:
        first = (Run(text=f"【{MARKS[block.level]}】{block.title}", bold=True),)
        refs = tuple(
            piece
            for target, words in block.refs
            if target in self.runs.names
            for piece in (Run(text="，"), Run(text=words, href=f"#{target}"))
        )
        parts = [part for part in (first, block.content, refs[1:]) if part]
        content = [piece for part in parts for piece in (Run(text="\n"), *part)][1:]
        about = self._paragraph("Note", self.runs.marked(block.anchor, self.runs.inline(tuple(content))))
        left = element("left", val="single", sz=18, space=6, color=_COLOURS[block.level])
        put(about, element("pBdr", left))
        put(about, indent(left=1, size=10.5))
        self.flow.rows([_SMALL_LINE] * (len(block.text()) // 40 + len(parts)))

    def _page_after(self, following: Sequence[Block], width: float) -> float:
        """Height in mm of a table that needs a page and comes next, with its headings; 0 if none does.

        The rest of one parted before it would be alone on its page.
        """
        headings = next((n for n, block in enumerate(following) if not isinstance(block, Heading)), len(following))
        block = following[headings] if headings < len(following) else None
        if not isinstance(block, Table) or not fitting.needs_a_page(block, planned := self._planned(block, width)):
            return 0.0
        return headings * LINE + sum(planned.heights)

    def _planned(self, block: Table, width: float) -> TablePlan:
        """How a table is set, planned once: it is also asked for by what comes before."""
        key = id(block), width
        if key not in self.plans:
            self.plans[key] = table.planned_for(block, width, draft=self.draft)
        return self.plans[key]

    def _table(self, block: Table, width: float, *, page_after: float = 0.0) -> None:
        planned = self._planned(block, width)
        has_caption = bool(block.show_caption and block.caption)
        above = has_caption * (_CAPTION_LINE + _CAPTION_GAPS)
        below = _AFTER_TABLE + bool(block.note) * (_SMALL_LINE + 3 * MM)
        whole = page_after > 0 and planned.whole
        if whole and not fitting.needs_a_page(block, planned):
            planned = fitting.fitted(block, planned, self.flow, above + below, page_after, draft=self.draft)
        room = min(self.flow.rooms) - above - 2 * LINE
        room = room if room > self.flow.page_room / 3 else 0.0
        made = table.build(block, width, self.runs, planned, draft=self.draft, whole=whole, room=room)
        first = next(made[0].iter(qn("w:p")))
        if has_caption:
            put(self._paragraph("Caption", self.runs.inline(inline(block.caption))), element("keepNext"))
        if len(made) > 1 and not room:
            put(self._headed(first).get_or_add_pPr(), element("pageBreakBefore"))
            self.flow.turn()
        marks = self.runs.marked(block.anchor, ())
        for number, mark in enumerate(marks):
            first.insert(1 + number, mark)
        for number, part in enumerate(made):
            if number:
                put(self._paragraph(AFTER_TABLE), element("pageBreakBefore"))
            self._add(part)
        if block.note:
            self._paragraph("TableNote", self.runs.inline(block.note))
        # Word merges adjacent tables.
        self._paragraph(AFTER_TABLE)
        kept = whole or fitting.is_whole(block, planned)
        self.flow.rows([above + sum(planned.heights), below] if kept else [above, *planned.heights, below])

    def _headed(self, first: Any) -> Any:
        """The first of the headings and the caption at the end of what is written; ``first`` if there are none."""
        for child in reversed(self.made.element.body[:-1]):
            about = child.find(qn("w:pPr"))
            style = None if about is None else about.find(qn("w:pStyle"))
            if style is None or not style.get(qn("w:val")).startswith(("Heading", "Caption")):
                break
            first = child
        return first

    def _figure(self, block: Figure, width: float) -> None:
        planned = figures.plan(block, width)
        caption = (
            _CAPTION_LINE * -(-text_width(block.caption) // _CAPTION_CHARACTERS) + _CAPTION_GAPS if block.caption else 0
        )
        self.flow.rows([planned["height"] + 6 * MM + caption])
        if block.media is None:
            about = self._frame(planned["instead"], width - planned["width"], planned["height"])
        else:
            self.pictures += 1
            about = self._paragraph("Picture")
            paragraph = WordParagraph(about.getparent(), self.made._body)  # noqa: SLF001 - python-docx has no public way
            picture.add(paragraph.add_run(), block, planned, self.pictures, self.fonts)
        if not block.caption:
            put(about, element("keepNext", val=0))
            if block.media is None:
                # Between frames that follow each other, which would be one.
                self._paragraph(AFTER_TABLE)
        else:
            self._paragraph("Caption", self.runs.marked(block.anchor, self.runs.inline(inline(block.caption))))

    def _frame(self, words: str, beside: float, height: float) -> Any:
        """An empty frame in place of a missing picture: paragraphs, as LibreOffice parts a table from its caption.

        Word and LibreOffice draw one frame around neighbours that have the same.

        Args:
            words: What it says.
            beside: Room at both sides together in mm.
            height: Its height in mm.

        Returns:
            The properties of the last paragraph.
        """
        line, side = (round(each * table.TWIPS) for each in (height / _FRAME_LINES, beside / 2))
        for number in range(_FRAME_LINES):
            about = self._paragraph(FRAME, self.runs.inline(inline(words if number == _FRAME_LINES // 2 else "")))
            put(about, element("spacing", line=line, lineRule="exact"))
            put(about, element("ind", left=side, right=side))
        return about

    def _hold(self) -> None:
        """Keep the last paragraph with the next, so that the signature is never alone on a page."""
        for child in reversed(self.made.element.body[:-1]):
            if child.tag == qn("w:tbl"):
                for row in child.findall(qn("w:tr"))[-2:]:
                    _keep(row.iter(qn("w:p")))
                return
            _keep([child])
            if any(True for _ in child.iter(qn("w:t"), qn("w:drawing"))):
                return


def _keep(paragraphs: Iterable[Any]) -> None:
    for paragraph in paragraphs:
        put(paragraph.get_or_add_pPr(), element("keepNext"))
