"""The blocks of a document, one after the other, as Word's paragraphs, tables and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm, Pt, RGBColor

from gongkai.document.blocks import (
    Block,
    Code,
    Document,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Signature,
    Table,
    Title,
    inline,
)
from gongkai.document.docx import page, picture, table
from gongkai.document.docx.xml import element, set_fonts
from gongkai.document.markdown import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

    from gongkai.document.fonts import FontSet

_LEVELS = {"error": "错误", "warning": "警告", "hint": "提示", "info": "说明"}
_TYPE_AREA_MM = 156.0


class Body:
    """Writes a document's blocks into a Word document."""

    def __init__(self, made: WordDocument, document: Document, fonts: FontSet | None) -> None:
        """Write into ``made``; charts are rasterised in ``fonts``."""
        self.made, self.document, self.fonts = made, document, fonts
        self.headings = 0
        self.pictures = 0

    def write(self) -> None:
        """All blocks, the table of contents after the title."""
        contents = [b for b in self.document.blocks if isinstance(b, Heading) and b.level <= 2]
        titles = [b for b in self.document.blocks if isinstance(b, Title)]
        blocks = self.document.blocks
        if not titles:
            blocks = (Title(content=self.document.meta.title), *blocks)
        done = False
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            self.block(block, following)
            if isinstance(block, Title) and contents and not done:
                self._contents(contents)
                done = True

    def block(self, block: Block, following: Block | None = None) -> None:
        """One block."""
        match block:
            case Title():
                for line in block.content.split("\n"):
                    self.made.add_paragraph(clean(line), style="Title")
            case Heading():
                self._heading(block)
            case Paragraph():
                self._text(block.content)
            case List():
                self._list(block)
            case Quote():
                for inner in block.blocks:
                    self.block(inner)
            case Code():
                for line in block.content.split("\n"):
                    paragraph = self.made.add_paragraph()
                    self._runs(paragraph, inline(line), size=10.5)
                    paragraph.paragraph_format.line_spacing = Pt(16)
            case Note():
                self._note(block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Signature():
                self._signature(block)
        if isinstance(following, Signature) and isinstance(block, Paragraph):
            self.made.paragraphs[-1].paragraph_format.keep_with_next = True

    def _text(self, content: Inline, prefix: str = "") -> WordParagraph:
        """A paragraph of running text, indented by two characters and justified."""
        paragraph = self.made.add_paragraph()
        page.indent(paragraph._p.get_or_add_pPr(), 200)  # noqa: SLF001 - python-docx has no character indents
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        self._runs(paragraph, (*inline(prefix), *content))
        return paragraph

    def _runs(self, paragraph: WordParagraph, content: Inline, size: float | None = None) -> None:
        for piece in content:
            run = paragraph.add_run()
            for n, line in enumerate(clean(piece.text).split("\n")):
                if n:
                    run.add_break()
                run.add_text(line)
            run.bold, run.italic = piece.bold or None, piece.italic or None
            if size:
                run.font.size = Pt(size)
            if piece.href and not piece.href.startswith("#"):
                run.font.color.rgb, run.font.underline = RGBColor(0x1F, 0x4E, 0x79), True
                relation = self.made.part.relate_to(piece.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link = element("hyperlink", r_id=relation)
                run._r.addprevious(link)  # noqa: SLF001 - python-docx has no hyperlinks
                link.append(run._r)  # noqa: SLF001

    def _heading(self, block: Heading) -> None:
        paragraph = self.made.add_paragraph(style=f"Heading {block.level}")
        self._runs(paragraph, block.content)
        self.headings += 1
        name = f"_Toc{self.headings:06}"
        marks = (
            element("bookmarkStart", id=self.headings, name=name),
            element("bookmarkEnd", id=self.headings),
        )
        paragraph._p.insert(1, marks[0])  # noqa: SLF001 - python-docx has no bookmarks
        paragraph._p.append(marks[1])  # noqa: SLF001

    def _contents(self, headings: Sequence[Heading]) -> None:
        """A table of contents field without page numbers, so that what it shows is right before Word updates it."""
        numbers = {id(b): n for n, b in enumerate((b for b in self.document.blocks if isinstance(b, Heading)), 1)}
        runs: list[Any] = []
        for block in headings:
            paragraph = self.made.add_paragraph()
            paragraph.paragraph_format.line_spacing = Pt(22)
            paragraph._p.get_or_add_pPr().append(element("ind", leftChars=200 * (block.level - 1)))  # noqa: SLF001
            link = element("hyperlink", anchor=f"_Toc{numbers[id(block)]:06}")
            run = paragraph.add_run(clean(block.text()))
            run.font.size = Pt(12)
            set_fonts(run._r.get_or_add_rPr(), page.SONG)  # noqa: SLF001
            run._r.addprevious(link)  # noqa: SLF001
            link.append(run._r)  # noqa: SLF001
            runs.append(paragraph._p)  # noqa: SLF001
        instruction = element("instrText")
        instruction.text = ' TOC \\o "1-2" \\n \\h \\z '
        opening = [
            element("r", element("fldChar", fldCharType="begin")),
            element("r", instruction),
            element("r", element("fldChar", fldCharType="separate")),
        ]
        for n, run in enumerate(opening):
            runs[0].insert(1 + n, run)
        runs[-1].append(element("r", element("fldChar", fldCharType="end")))
        self.made.add_paragraph()

    def _list(self, block: List) -> None:
        for number, item in enumerate(block.items, block.start or 0):
            mark = "• " if block.start is None else f"{number}. "
            first, *rest = item or (Paragraph(content=()),)
            if isinstance(first, Paragraph):
                self._text(first.content, mark)
            else:
                self._text((), mark)
                rest = [first, *rest]
            for inner in rest:
                self.block(inner)

    def _note(self, block: Note) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(18)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders
        properties.append(element("pBdr", element("left", val="single", sz=24, space=6, color="7F7F7F")))
        head = f"【{_LEVELS[block.level]}】{block.title}"
        self._runs(paragraph, (*(run.model_copy(update={"bold": True}) for run in inline(head)),), size=10.5)
        if block.content:
            paragraph.add_run().add_break()
            self._runs(paragraph, block.content, size=10.5)

    def _table(self, block: Table) -> None:
        width = _TYPE_AREA_MM
        if block.landscape:
            page.landscape(self._section(WD_ORIENT.LANDSCAPE))
            width = 237.0
        if block.show_caption:
            self.made.add_paragraph(clean(block.caption), style="Caption").paragraph_format.keep_with_next = True
        made = table.build(block, width, draft=self.document.meta.draft)
        self.made.element.body.insert(len(self.made.element.body) - 1, made)
        if block.note:
            self._runs(self.made.add_paragraph(), block.note, size=10.5)
        if block.landscape:
            page.portrait(self._section(WD_ORIENT.PORTRAIT))
        else:
            # Word joins two tables with nothing between them.
            after = self.made.add_paragraph()
            after.paragraph_format.line_spacing = Pt(12)

    def _section(self, orientation: WD_ORIENT) -> Any:
        section = self.made.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = orientation
        return section

    def _figure(self, block: Figure) -> None:
        width = min(block.width_mm or 142.0, _TYPE_AREA_MM)
        if block.media is None:
            self.made.element.body.insert(len(self.made.element.body) - 1, table.frame("（图片暂缺）", 120.0, 55.0))
        else:
            paragraph = self.made.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            paragraph.paragraph_format.keep_with_next = bool(block.caption)
            self.pictures += 1
            picture.add(paragraph.add_run(), block, Mm(width), self.pictures, self.fonts)
        if block.caption:
            self.made.add_paragraph(clean(block.caption), style="Caption")

    def _signature(self, block: Signature) -> None:
        """The date four characters in from the right, the organ centred over it."""
        self.made.add_paragraph().paragraph_format.keep_with_next = True
        half = (_characters(block.date) - _characters(block.organ)) / 2 if block.date else 0.0
        lines = [(block.organ, max(0.0, 4 + half)), (block.date, 4.0)]
        for line, right in lines:
            if line:
                paragraph = self.made.add_paragraph(clean(line))
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                page.indent(paragraph._p.get_or_add_pPr(), 0, right=round(100 * right))  # noqa: SLF001
                paragraph.paragraph_format.keep_with_next = line == block.organ


def _characters(text: str) -> float:
    """Width in hanzi; Latin letters and digits are half as wide."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)
