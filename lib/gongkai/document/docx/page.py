"""GB/T 9704 for Word: page, grid, page numbers, watermark, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from gongkai.document.docx import styles
from gongkai.document.docx.xml import element, field, indent, put, text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

    from gongkai.document.metadata import Meta

_NOT_FIRST = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
_NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
"""What Word lets no line of Chinese begin and end with."""

_UNITS, _COUNTERS = "年月日号件次份元户万亿", "第图"
"""Words of one hanzi that stay with the number before and after them. Only those that seldom begin or end a word, as
Word knows characters only: 条 begins 条例."""

_UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")
"""Parts of python-docx's template that no report needs, by the end of their relationship type."""

_PAPER = (210, 297)
"""Width and height of A4 in mm."""

_MARGINS = (37, 26, 35, 28)
"""Margins in mm: top, right, bottom, left."""

_DASH = 3.3
"""Height in mm of a line of the footer above the dashes of the page number."""

_BOX = 6.35
"""Height in mm of a line of the footer."""

_FOOTER = 28 + _DASH - _BOX
"""Distance in mm of the footer from the edge of the paper: the dashes are 7 mm under the type area."""


def set_up(made: WordDocument, meta: Meta) -> None:
    """Styles, fonts, settings, page and page numbers; the watermark 草稿 of a draft."""
    for rels in (made.part.package.rels, made.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_UNUSED)]:
            del rels[key]
    styles.set_up(made)
    for rel in made.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            rel.target_part._blob = styles.font_table()  # noqa: SLF001 - python-docx reads this part as bytes only
    _settings(made)
    section = made.sections[0]
    turn(section, landscape=False)
    number(section, landscape=False)
    if meta.draft:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0]._p.append(_watermark())  # noqa: SLF001 - python-docx has no watermark


def turn(section: Section, *, landscape: bool) -> None:
    """A4 with the margins of GB/T 9704 and its grid of 22 lines; landscape is the page turned to the left."""
    width, height = _PAPER
    top, right, bottom, left = _MARGINS
    section.orientation = WD_ORIENT.PORTRAIT
    if landscape:
        width, height = height, width
        top, right, bottom, left = left, top, right, bottom
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(_FOOTER)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no grid
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.append(element("docGrid", type="lines", linePitch=styles.PITCH))  # noqa: SLF001


def _settings(made: WordDocument) -> None:
    """Chinese, current compatibility mode, full-width punctuation compressed if needed, no dialog on opening."""
    made.settings.odd_and_even_pages_header_footer = True
    root = made.settings.element
    for name, attribute, value in (
        ("zoom", "percent", "100"),
        ("characterSpacingControl", "val", "compressPunctuation"),
        ("themeFontLang", "eastAsia", "zh-CN"),
    ):
        for found in root.findall(qn(f"w:{name}")):
            found.set(qn(f"w:{attribute}"), value)
    for found in root.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")
    spacing = root.find(qn("w:characterSpacingControl"))
    for name, characters in (("noLineBreaksBefore", _NOT_FIRST + _UNITS), ("noLineBreaksAfter", _NOT_LAST + _COUNTERS)):
        spacing.addnext(element(name, lang="zh-CN", val=characters))
    for name in ("rsids", "savePreviewPicture"):
        for found in root.findall(qn(f"w:{name}")):
            root.remove(found)


def number(section: Section, *, landscape: bool) -> None:
    """``— 1 —`` in 4号 宋体, odd pages right, even pages left, indented one character (GB/T 9704, 7.5).

    On a landscape page it is where other pages have it: at the left, turned.
    """
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]._p  # noqa: SLF001 - fields and character indents
        put(line.get_or_add_pPr(), element("pStyle", val="Footer"))
        if landscape:
            line.append(_turned(_number_line(element("p"), align)))
        else:
            _number_line(line, align)


def _number_line(line: Any, align: str) -> Any:
    """A paragraph with the page number."""
    about = line.get_or_add_pPr()
    put(about, element("pStyle", val="Footer"))
    put(about, indent(right=1, size=14) if align == "right" else indent(left=1, size=14))
    put(about, element("jc", val=align))
    for run in (element("r", text("— ")), *field(" PAGE ", "1"), element("r", text(" —"))):
        line.append(run)
    return line


def _turned(line: Any) -> Any:
    """A text box beside the type area of a landscape page, its text turned to the right."""
    emu = 36000
    left, top, width, height = (round(emu * mm) for mm in (28 + _DASH - _BOX, _MARGINS[3], _BOX, 156))
    run = parse_xml(
        f"<w:r {nsdecls('w', 'wp', 'a')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
        " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        "<wp:anchor distT='0' distB='0' distL='0' distR='0' simplePos='0' relativeHeight='2' behindDoc='0' locked='0'"
        " layoutInCell='1' allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        f"<wp:positionH relativeFrom='page'><wp:posOffset>{left}</wp:posOffset></wp:positionH>"
        f"<wp:positionV relativeFrom='page'><wp:posOffset>{top}</wp:posOffset></wp:positionV>"
        f"<wp:extent cx='{width}' cy='{height}'/><wp:wrapNone/><wp:docPr id='9001' name='页码'/><wp:cNvGraphicFramePr/>"
        "<a:graphic><a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><wps:wsp>"
        f"<wps:cNvSpPr txBox='1'/><wps:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='{width}' cy='{height}'/></a:xfrm>"
        "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"
        "<wps:txbx><w:txbxContent/></wps:txbx>"
        "<wps:bodyPr vert='vert' lIns='0' tIns='0' rIns='0' bIns='0' anchor='t'><a:noAutofit/></wps:bodyPr>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    next(run.iter(qn("w:txbxContent"))).append(line)
    return run


def _watermark() -> Any:
    return parse_xml(
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office'>"
        "<w:pict><v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' path='m@7,l@8,m@5,21600l@6,21600e'>"
        "<v:path textpathok='t' o:connecttype='rect'/><v:textpath on='t' fitshape='t'/></v:shapetype>"
        "<v:shape id='draft' o:spid='_x0000_s2049' type='#_x0000_t136' alt='草稿' fillcolor='#d0d0d0' stroked='f'"
        " style='position:absolute;width:320pt;height:160pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin'>"
        "<v:fill opacity='.5'/><v:textpath style='font-family:宋体' string='草稿'/></v:shape></w:pict></w:r>"
    )
