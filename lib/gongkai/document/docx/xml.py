"""Small helpers for WordprocessingML: elements in the order required by the schema, fonts, fields, bookmarks."""

from __future__ import annotations

from functools import cache
from typing import Any

from docx.oxml.ns import NamespacePrefixedTag, qn
from docx.oxml.parser import oxml_parser

ORDER: dict[str, tuple[str, ...]] = {
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
        "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
        "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
        "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
        "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
    "rPr": (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
        "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
        "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em",
        "lang", "eastAsianLayout", "specVanish", "oMath",
    ),
    "tblPr": (
        "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
        "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
        "tblDescription",
    ),
    "tcPr": (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
        "tcFitText", "vAlign", "hideMark",
    ),
}  # fmt: skip
"""Order of the properties of paragraphs, runs, tables and cells (ECMA-376 part 1, annex A), which Word requires."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element ``w:tag`` with attributes in the same namespace (``r_id=…`` is written ``r:id``)."""
    name, namespaces = _tag(tag)
    made = oxml_parser.makeelement(name, nsmap=namespaces)
    for key, value in attributes.items():
        made.set(_attribute(key), str(value))
    for child in children:
        made.append(child)
    return made


@cache
def _tag(tag: str) -> tuple[str, dict[str, str]]:
    """The full name of an element and its namespace; a document has thousands of elements of some sixty names."""
    found = NamespacePrefixedTag(tag if ":" in tag else f"w:{tag}")
    return found.clark_name, found.nsmap


@cache
def _attribute(name: str) -> str:
    return qn(name.replace("_", ":", 1) if "_" in name else f"w:{name}")


def put(properties: Any, child: Any) -> None:
    """Insert a property in schema order, replacing an existing one of the same name."""
    places = _places(properties.tag)
    for old in properties.findall(child.tag):
        properties.remove(old)
    at = places[child.tag]
    for index, other in enumerate(properties):
        if places.get(other.tag, at) > at:
            properties.insert(index, child)
            return
    properties.append(child)


@cache
def _places(tag: str) -> dict[str, int]:
    """The place of each property in the properties with this full name."""
    return {qn(f"w:{name}"): place for place, name in enumerate(ORDER[tag.rpartition("}")[2]])}


def text(content: str) -> Any:
    """A ``w:t`` that preserves white space."""
    made = element("t")
    made.text = content
    made.set(_SPACE, "preserve")
    return made


def fonts(east_asia: str, latin: str = "Times New Roman") -> Any:
    """Fonts of run properties: one for hanzi, one for Latin letters and digits."""
    return element("rFonts", ascii=latin, hAnsi=latin, eastAsia=east_asia, cs=latin)


def indent(first: float = 0, *, left: float = 0, right: float = 0, size: float = 16) -> Any:
    """Indents in characters, as Chinese Word counts them, with the equivalent in twips for a font size in points."""
    given = {"left": left, "right": right, "firstLine": first}
    found: dict[str, int] = {}
    for side, characters in given.items():
        if characters or side == "firstLine":
            found |= {f"{side}Chars": round(100 * characters), side: round(20 * size * characters)}
    return element("ind", **found)


def field(code: str, shown: str) -> list[Any]:
    """The runs of a field, with the result shown until Word updates it."""
    instruction = element("instrText")
    instruction.text = code
    instruction.set(_SPACE, "preserve")
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        element("r", text(shown)),
        element("r", element("fldChar", fldCharType="end")),
    ]
