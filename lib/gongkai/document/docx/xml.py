"""Small helpers for WordprocessingML."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element ``w:tag`` with attributes in the same name space (``w_val=…`` is written ``val=…``)."""
    made = OxmlElement(tag if ":" in tag else f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(name.replace("_", ":", 1) if "_" in name else f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def set_fonts(properties: Any, east_asia: str, latin: str = "Times New Roman") -> None:
    """Set the fonts of run properties: hanzi in one, Latin letters and digits in another."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=latin, hAnsi=latin, eastAsia=east_asia, cs=latin))


def field(code: str, shown: str) -> list[Any]:
    """The runs of a field with what it shows until Word updates it."""
    text = element("t")
    text.text = shown
    instruction = element("instrText")
    instruction.text = code
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        element("r", text),
        element("r", element("fldChar", fldCharType="end")),
    ]
