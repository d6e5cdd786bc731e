"""GB/T 9704 for Word: page, grid, styles, page numbers, watermark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.document.docx.xml import element, field, set_fonts

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

    from gongkai.document.blocks import Meta

FANG, HEI, KAI, SONG, TITLE = "仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"
"""The fonts of GB/T 9704 by their Windows names."""

PITCH = Pt(28.95)
"""Distance of lines: 22 in 225 mm."""

_HEADINGS = {1: (HEI, False), 2: (KAI, False), 3: (FANG, True), 4: (FANG, False)}
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "List Bullet", "Quote")


def set_up(made: WordDocument, meta: Meta) -> None:
    """Page, styles, page numbers, language; the watermark 草稿 of a draft."""
    for name in _STYLES:
        style: Any = made.styles[name]
        style.font.size, style.font.color.rgb = Pt(16), RGBColor(0, 0, 0)
        style.font.bold = style.font.italic = False
        set_fonts(style.element.get_or_add_rPr(), FANG)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    for level, (family, bold) in _HEADINGS.items():
        style = made.styles[f"Heading {level}"]
        set_fonts(style.element.get_or_add_rPr(), family)
        style.font.bold = bold
        indent(style.element.get_or_add_pPr(), 200)
        style.paragraph_format.keep_with_next = True
    title: Any = made.styles["Title"]
    set_fonts(title.element.get_or_add_rPr(), TITLE)
    title.font.size = Pt(22)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(34)
    title.paragraph_format.keep_with_next = True
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    caption: Any = made.styles["Caption"]
    caption.font.size = Pt(12)
    set_fonts(caption.element.get_or_add_rPr(), HEI)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.line_spacing = Pt(22)
    _language(made)
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    portrait(section)
    _numbers(section)
    if meta.draft:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0]._p.append(_watermark())  # noqa: SLF001 - python-docx has no watermark


def portrait(section: Section) -> None:
    """A4 upright with the margins of GB/T 9704 and its grid of 22 lines of 28 characters."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no grid
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.append(element("docGrid", type="lines", linePitch=579))  # noqa: SLF001


def landscape(section: Section) -> None:
    """A4 lying, the same margins turned."""
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(30), Mm(30)


def indent(properties: Any, first: int, right: int = 0) -> None:
    """Indents in hundredths of a character, as Chinese Word counts them."""
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    made = element("ind", firstLineChars=first, firstLine=round(first * 3.2))
    if right:
        made = element("ind", rightChars=right, right=round(right * 3.2))
    properties.append(made)


def _language(made: WordDocument) -> None:
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))


def _numbers(section: Section) -> None:
    """``— 1 —`` in 4号 宋体, odd pages right, even pages left, one character in."""
    for footer, align, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "rightChars"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "leftChars"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        paragraph._p.get_or_add_pPr().append(element("ind", **{side: 100, side.removesuffix("Chars"): 280}))  # noqa: SLF001
        for piece in ("— ", None, " —"):
            if piece is None:
                for run in field(" PAGE ", "1"):
                    paragraph._p.append(run)  # noqa: SLF001
            else:
                paragraph.add_run(piece)
        for run in paragraph._p.findall(qn("w:r")):  # noqa: SLF001
            properties = run.get_or_add_rPr()
            set_fonts(properties, SONG, SONG)
            properties.append(element("sz", val=28))


def _watermark() -> Any:
    return parse_xml(
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office'>"
        "<w:pict><v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' path='m@7,l@8,m@5,21600l@6,21600e'>"
        "<v:path textpathok='t' o:connecttype='rect'/><v:textpath on='t' fitshape='t'/></v:shapetype>"
        "<v:shape id='draft' o:spid='_x0000_s2049' type='#_x0000_t136' alt='草稿' fillcolor='#c0c0c0' stroked='f'"
        " style='position:absolute;width:360pt;height:180pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin'>"
        "<v:fill opacity='.5'/><v:textpath style='font-family:宋体' string='草稿'/></v:shape></w:pict></w:r>"
    )
