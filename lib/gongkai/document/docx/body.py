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
from gongkai.document.docx import contents, page, picture, table
from gongkai.document.docx.runs import Runs
from gongkai.document.docx.styles import AFTER_TABLE, DATE, FRAME, ORGAN, PITCH, RAGGED, SECTION_END
from gongkai.document.docx.xml import element, indent, put
from gongkai.document.layout import figures
from gongkai.document.layout.pages import TYPE_WIDTH, parts
from gongkai.document.layout.printed import anchors, printed
from gongkai.document.layout.tables import needs_a_page
from gongkai.document.layout.text import clean_lines, title_lines
from gongkai.document.metadata import Document
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as WordDocument

    from gongkai.document.fonts import FontSet
    from gongkai.document.layout.tables import TablePlan

_COLOURS = {"error": "B3261E", "warning": "8A5A00", "hint": "1F5A96", "info": "5A5A5A"}
_LATIN = 0.5
"""Width of a letter or digit of Times New Roman in hanzi."""

_LONG_ADDRESS = 12
"""Characters of an address that Word would carry to the next line as a whole, with the line before it torn."""

LINE_CHARACTERS, LINE_TWIPS = 28, round(156 * table.TWIPS)
"""Width of a line in characters and twips."""

_FRAME_LINES = 7
"""Lines of an empty frame, of which the middle one has text."""

_SEAL_ROOM = 700
"""Room above the organ and below the date for a seal of 42 mm, in twips."""


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
            for at, (block, following) in enumerate(zip(part, (*part[1:], None), strict=True), 1):
                if isinstance(block, Table):
                    self._table(block, width, whole=self._is_followed_by_a_page(part[at:], width))
                else:
                    self.block(block, width)
                if isinstance(following, Signature):
                    self._hold()
                if isinstance(block, Title) and not isinstance(following, Title) and not has_contents and self.contents:
                    has_contents = True
                    found = contents.build(self.headings)
                    if found is not None:
                        self._add(found)

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
                words = "\n".join(title_lines(clean_lines(block.content)))
                self._paragraph("Title", self.runs.inline(inline(words)))
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
            case Note():
                self._note(block)
            case Table():
                self._table(block, width)
            case Figure():
                self._figure(block, width)
            case Signature():
                self._signature(block)

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

    def _heading(self, block: Heading) -> None:
        self.written += 1
        content = self.runs.marked(block.anchor, self.runs.inline(block.content))
        self._paragraph(f"Heading{block.level}", self.runs.bookmark(contents.name(self.written), content))

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

    def _is_followed_by_a_page(self, following: Iterable[Block], width: float) -> bool:
        """Whether a table that needs a page comes next: the rest of one parted before it would be alone on its page."""
        block = next((block for block in following if not isinstance(block, Heading)), None)
        return isinstance(block, Table) and needs_a_page(self._planned(block, width))

    def _planned(self, block: Table, width: float) -> TablePlan:
        """How a table is set, planned once: it is also asked for by what comes before."""
        key = id(block), width
        if key not in self.plans:
            self.plans[key] = table.planned_for(block, width, draft=self.draft)
        return self.plans[key]

    def _table(self, block: Table, width: float, *, whole: bool = False) -> None:
        made = table.build(block, width, self.runs, self._planned(block, width), draft=self.draft, whole=whole)
        first = next(made.iter(qn("w:p")))
        if block.show_caption and block.caption:
            put(self._paragraph("Caption", self.runs.inline(inline(block.caption))), element("keepNext"))
        if made.find(f".//{qn('w:pageBreakBefore')}") is not None:
            put(self._headed(first).get_or_add_pPr(), element("pageBreakBefore"))
        marks = self.runs.marked(block.anchor, ())
        for number, mark in enumerate(marks):
            first.insert(1 + number, mark)
        self._add(made)
        if block.note:
            self._paragraph("TableNote", self.runs.inline(block.note))
        # Word merges adjacent tables.
        self._paragraph(AFTER_TABLE)

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
        if block.media is None:
            about = self._frame(planned["instead"], width - planned["width"], planned["height"])
        else:
            self.pictures += 1
            about = self._paragraph("Picture")
            paragraph = WordParagraph(about.getparent(), self.made._body)  # noqa: SLF001 - python-docx has no public way
            picture.add(paragraph.add_run(), block, planned, self.pictures, self.fonts)
        if not block.caption:
            put(about, element("keepNext", val=0))
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

    def _signature(self, block: Signature) -> None:
        """Organ and date after an empty line, by GB/T 9704: 7.3.5.1 with room for a seal, 7.3.5.2 without.

        Both lines have the same indents, or ones that differ by two characters: that they are centred or two characters
        apart does not depend on the fonts of the reader's machine.
        """
        organ, date = clean_lines(block.organ), clean_lines(block.date)
        blank = self._paragraph("Blank")
        put(blank, element("keepNext"))
        widths = {line: text_width(line, _LATIN) for line in (organ, date)}
        if block.seal:
            # Centred in a part of the line that ends at the right edge and has the middle of the date in its middle.
            middle = 4 + (widths[date] if date else widths[organ]) / 2
            left = max(0.0, LINE_CHARACTERS - 2 * middle)
            lefts = {organ: left, date: left}
        elif date and widths[date] > widths[organ]:
            left = LINE_CHARACTERS - 2 - widths[date]
            lefts = {organ: left - 2, date: left}
        else:
            left = max(0.0, LINE_CHARACTERS - 2 - widths[organ])
            lefts = {organ: left, date: left + 2}
        for line, style in ((organ, ORGAN), (date, DATE)):
            if not line:
                continue
            about = self._paragraph(style, self.runs.inline(inline(line)))
            # A date in a wider font goes into the margin rather than onto a second line.
            right = -4 * LINE_TWIPS // LINE_CHARACTERS if line is date and not block.seal else 0
            put(about, element("ind", left=round(max(0.0, lefts[line]) * LINE_TWIPS / LINE_CHARACTERS), right=right))
            if block.seal:
                put(about, element("jc", val="right" if widths[line] > LINE_CHARACTERS - lefts[line] else "center"))
                side = "before" if line is organ else "after"
                put(about, element("spacing", **{side: _SEAL_ROOM, "line": PITCH, "lineRule": "exact"}))

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
