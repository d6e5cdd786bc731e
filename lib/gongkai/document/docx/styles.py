"""The styles of the Word file: Word's built-in ones by their ids, so that Chinese Word shows 标题 1, 正文文本, 题注, 目录 1.

The file contains no others. Fonts are changed in a style, not paragraph by paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from gongkai.document.docx.xml import element, fonts, indent, put

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

FANG, HEI, KAI, SONG, TITLE = "仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"
"""The fonts of GB/T 9704 by their Windows names."""

INSTEAD = {
    FANG: ("仿宋_GB2312,FangSong,STFangsong,华文仿宋", "modern"),
    HEI: ("SimHei,STHeiti,华文黑体", "modern"),
    KAI: ("楷体_GB2312,KaiTi,STKaiti,华文楷体", "modern"),
    SONG: ("SimSun,STSong,华文宋体", "auto"),
    TITLE: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,STZhongsong,华文中宋,SimSun", "script"),
}
"""Names that Word tries if a font is not installed, and the font's family."""

PITCH = 579
"""Line pitch in twips: 22 lines in 225 mm."""

TITLE_LINE = 34
"""Distance of lines of the title in points."""

_TIGHTER = -5
"""Condensed character spacing of body text in twips: 28 characters of 16 pt in 156 mm. Word's character grid would do
as well, but LibreOffice interprets it differently."""

TABLE_TEXT, TABLE_HEADER, TABLE_LABEL, TABLE_NUMBER = "TableText", "TableHeader", "TableLabel", "TableNumber"
"""Ids of the styles of cells: 表格文字 centred, 表头, 表格标目 at the left, 表格数字 at the right."""

RAGGED = "BodyTextLeft"
"""Id of the style of paragraphs whose lines long addresses or Latin text would tear: 正文左对齐."""

TABLE_STYLE = "ReportTable"
"""Id of the style of tables."""

FRAME = "MissingPicture"
"""Id of the style of an empty frame in place of a picture: 图片暂缺."""

ORGAN, DATE = "Signature", "Date"
"""Ids of the styles of the organ and the date at the end."""

STRONG, EMPHASIS, CODE, LINK = "Strong", "Emphasis", "HTMLCode", "Hyperlink"
"""Ids of the styles of runs: bold, 楷体 for emphasis, code, links."""

AFTER_TABLE, SECTION_END = "AfterTable", "SectionEnd"
"""Ids of the styles of empty paragraphs that Word requires: 表后空行 between tables, 分节 at the end of a section."""

TABLE_LINE = 26
"""Line height in a cell in twips, by point of the font size."""


@dataclass(frozen=True)
class _Style:
    """A paragraph style; sizes in points, ``line`` in points exactly or ``None`` for single spacing, ``shift`` in twips, ``boxed`` has a frame."""

    id: str
    name: str
    font: str
    size: float = 16
    bold: bool = False
    based: str | None = "Normal"
    next: str = "BodyText"
    line: float | None = PITCH / 20
    grid: bool = False
    first: float = 0
    left: float = 0
    shift: int = 0
    align: str | None = None
    before: float = 0
    after: float = 0
    keep: bool = False
    boxed: bool = False
    outline: int | None = None
    priority: int = 1


_STYLES = (
    _Style("Normal", "Normal", FANG, based=None, next="Normal", grid=True, priority=0),
    _Style("BodyText", "Body Text", FANG, first=2, align="both", grid=True),
    _Style(RAGGED, "正文左对齐", FANG, first=2, align="left", grid=True, next="BodyText"),
    _Style("Title", "Title", TITLE, 22, line=TITLE_LINE, align="center", keep=True, after=16, priority=10),
    _Style("Heading1", "heading 1", HEI, first=2, keep=True, outline=0, grid=True, priority=9),
    _Style("Heading2", "heading 2", KAI, first=2, keep=True, outline=1, grid=True, priority=9),
    _Style("Heading3", "heading 3", FANG, bold=True, first=2, keep=True, outline=2, grid=True, priority=9),
    _Style("Heading4", "heading 4", FANG, first=2, keep=True, outline=3, grid=True, priority=9),
    _Style("Quote", "Quote", KAI, first=2, left=1, align="both", grid=True, priority=29),
    _Style("Caption", "caption", HEI, 12, line=18, align="center", before=4, after=8, priority=35),
    _Style("TOCHeading", "TOC Heading", HEI, 14, line=24, align="center", keep=True, priority=39),
    _Style("TOC1", "toc 1", SONG, 12, line=20, next="Normal", priority=39),
    _Style("TOC2", "toc 2", SONG, 12, line=20, left=2, next="Normal", priority=39),
    _Style("HTMLPreformatted", "HTML Preformatted", SONG, 10.5, line=15, priority=99),
    _Style("Header", "header", SONG, 9, line=12, next="Header", priority=99),
    _Style("Footer", "footer", SONG, 14, line=18, next="Footer", priority=99),
    _Style("List", "List", FANG, first=2, align="both", grid=True, priority=34),
    _Style("List2", "List 2", FANG, first=2, left=2, align="both", grid=True, priority=34),
    _Style("List3", "List 3", FANG, first=2, left=4, align="both", grid=True, priority=34),
    _Style(TABLE_TEXT, "表格文字", SONG, 10.5, line=13.65, align="center", next=TABLE_TEXT, priority=36),
    _Style(TABLE_HEADER, "表头", HEI, 10.5, line=13.65, align="center", next=TABLE_TEXT, priority=36),
    _Style(TABLE_LABEL, "表格标目", SONG, 10.5, line=13.65, shift=28, align="left", next=TABLE_TEXT, priority=36),
    _Style(TABLE_NUMBER, "表格数字", SONG, 10.5, line=13.65, align="right", next=TABLE_NUMBER, priority=36),
    _Style("TableNote", "表注", SONG, 10.5, line=16, after=3, priority=36),
    _Style("Picture", "图片", SONG, 10.5, line=None, align="center", before=6, keep=True, next="Caption", priority=36),
    _Style(FRAME, "图片暂缺", SONG, 10.5, align="center", keep=True, boxed=True, next="Caption", priority=36),
    _Style("Note", "核对意见", SONG, 10.5, line=16, before=3, after=3, next="Note", priority=36),
    _Style(AFTER_TABLE, "表后空行", FANG, 1, line=10, priority=36),
    _Style(SECTION_END, "分节", FANG, 1, line=1, priority=36),
    _Style("Blank", "空行", FANG, grid=True, priority=36),
    _Style(ORGAN, "Signature", FANG, keep=True, grid=True, next=DATE, priority=36),
    _Style(DATE, "Date", FANG, grid=True, next=DATE, priority=36),
)
_OWN = {
    TABLE_TEXT,
    TABLE_HEADER,
    TABLE_LABEL,
    TABLE_NUMBER,
    "TableNote",
    "Picture",
    FRAME,
    "Note",
    "Blank",
    RAGGED,
    AFTER_TABLE,
    SECTION_END,
}


def set_up(made: WordDocument) -> None:
    """Replace the styles of python-docx's template."""
    styles = made.styles.element
    for old in [child for child in styles if child.tag in {qn("w:style"), qn("w:docDefaults")}]:
        styles.remove(old)
    defaults = element(
        "rPr", fonts(FANG), element("sz", val=32), element("szCs", val=32),
        element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )  # fmt: skip
    styles.insert(0, element("docDefaults", element("rPrDefault", defaults), element("pPrDefault", element("pPr"))))
    for style in _STYLES:
        styles.append(_paragraph(style))
    for style in (_character(), *_runs(), *_tables()):
        styles.append(style)


def sized(styles: Any, style: str, size: float) -> str:
    """The id of a style of cells for a font size in points, e.g. 表格文字 9磅; it is added if it is not there yet."""
    found = next(each for each in styles if each.get(qn("w:styleId")) == style)
    name = f"{style}{round(10 * size)}"
    if any(each.get(qn("w:styleId")) == name for each in styles):
        return name
    label = found.find(qn("w:name")).get(qn("w:val"))
    # The same line height in every program, whichever font is substituted.
    spacing = element("spacing", line=round(size * TABLE_LINE), lineRule="exact")
    half = round(2 * size)
    styles.append(
        element(
            "style", element("name", val=f"{label} {size:g}磅"), element("basedOn", val=style), element("next", val=name),
            element("uiPriority", val=36), element("qFormat"), element("pPr", spacing),
            element("rPr", element("sz", val=half), element("szCs", val=half)),
            type="paragraph", customStyle=1, styleId=name,
        )
    )  # fmt: skip
    return name


def _paragraph(style: _Style) -> Any:
    made = element("style", type="paragraph", styleId=style.id)
    if style.based is None:
        made.set(qn("w:default"), "1")
    elif style.id in _OWN:
        made.set(qn("w:customStyle"), "1")
    made.append(element("name", val=style.name))
    if style.based:
        made.append(element("basedOn", val=style.based))
    made.append(element("next", val=style.next))
    made.append(element("uiPriority", val=style.priority))
    made.append(element("qFormat"))
    about = element("pPr")
    if style.keep:
        about.append(element("keepNext"))
        about.append(element("keepLines"))
    if style.based is None:
        # No space between hanzi and Latin letters or digits: the grid of GB/T 9704, and the same in all formats.
        about.append(element("autoSpaceDE", val=0))
        about.append(element("autoSpaceDN", val=0))
    if style.boxed:
        sides = ("top", "left", "bottom", "right")
        put(about, element("pBdr", *(element(side, val="single", sz=8, space=0, color="000000") for side in sides)))
    put(about, element("snapToGrid", val=int(style.grid)))
    spacing = element("spacing", before=round(20 * style.before), after=round(20 * style.after))
    rule, line = ("auto", 240) if style.line is None else ("exact", round(20 * style.line))
    spacing.set(qn("w:line"), str(line))
    spacing.set(qn("w:lineRule"), rule)
    put(about, spacing)
    if style.first or style.left:
        put(about, indent(style.first, left=style.left, size=style.size))
    if style.shift:
        put(about, element("ind", left=style.shift, right=-style.shift))
    if style.align:
        put(about, element("jc", val=style.align))
    if style.outline is not None:
        put(about, element("outlineLvl", val=style.outline))
    made.append(about)
    size = round(2 * style.size)
    runs = element("rPr", fonts(style.font))
    if style.bold:
        runs.append(element("b"))
        runs.append(element("bCs"))
    if style.grid and style.based:
        runs.append(element("spacing", val=_TIGHTER))
    runs.append(element("sz", val=size))
    runs.append(element("szCs", val=size))
    made.append(runs)
    return made


def _character() -> Any:
    return element(
        "style", element("name", val="Default Paragraph Font"), element("uiPriority", val=1),
        type="character", default=1, styleId="DefaultParagraphFont",
    )  # fmt: skip


def _runs() -> list[Any]:
    """Word's own styles of runs. Chinese emphasis is a change of typeface: slanted hanzi are hard to read."""
    found = (
        (STRONG, "Strong", 22, (element("b"), element("bCs"))),
        (EMPHASIS, "Emphasis", 20, (fonts(KAI),)),
        (CODE, "HTML Code", 99, (fonts(SONG, "Consolas"),)),
        (LINK, "Hyperlink", 99, (element("color", val="1F4E79"), element("u", val="single"))),
    )
    return [
        element(
            "style", element("name", val=name), element("basedOn", val="DefaultParagraphFont"),
            element("uiPriority", val=priority), element("qFormat"), element("rPr", *look),
            type="character", styleId=id_,
        )
        for id_, name, priority, look in found
    ]  # fmt: skip


def _tables() -> tuple[Any, Any]:
    """Word's plain table style, and 年报表格 with a frame and thin rules based on it."""
    margins = (("top", 0), ("left", 57), ("bottom", 0), ("right", 57))
    plain = element(
        "tblPr",
        element("tblInd", w=0, type="dxa"),
        element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in margins)),
    )
    return (
        element(
            "style", element("name", val="Normal Table"), element("uiPriority", val=99), plain,
            type="table", default=1, styleId="TableNormal",
        ),
        element(
            "style", element("name", val="年报表格"), element("basedOn", val="TableNormal"),
            element("uiPriority", val=39), element("tblPr", _borders()), type="table", customStyle=1, styleId=TABLE_STYLE,
        ),
    )  # fmt: skip


def _borders() -> Any:
    """A frame around a table, thin rules inside; sizes in eighths of a point."""
    sizes = {"top": 8, "left": 8, "bottom": 8, "right": 8, "insideH": 4, "insideV": 4}
    return element(
        "tblBorders",
        *(element(side, val="single", sz=size, space=0, color="000000") for side, size in sizes.items()),
    )


def font_table() -> bytes:
    """The font table part, with substitutes for fonts that are not installed."""
    declared = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (instead, family) in INSTEAD.items()
    )
    latin = (
        '<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{declaration}<w:fonts {declared}>{entries}{latin}</w:fonts>".encode()
