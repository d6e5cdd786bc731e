"""Pictures for Word: SVG unchanged, with a PNG fallback for programs that cannot display it; photos unchanged."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import typst
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from pathlib import Path

    from docx.text.run import Run

    from gongkai.document.blocks import Figure
    from gongkai.document.fonts import FontSet

_PPI = 220
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_FAMILIES = re.compile(r"font-family:[^;\"]*?(?=sans-serif)")
_ON_WINDOWS = "'Microsoft YaHei', 'SimHei', 'PingFang SC'"
"""Fonts that Word has if the font set is not installed; otherwise it would use a serif font for the text of charts."""

_SOURCE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.mm) * 1mm)
"""


def add(run: Run, block: Figure, planned: dict[str, Any], number: int, fonts: FontSet) -> None:
    """Insert a picture with its alternative text into a run.

    Args:
        run: The run to insert it into.
        block: The picture; its media is not ``None``.
        planned: Its SVG and size, as :func:`gongkai.document.layout.figures.plan` gives them.
        number: Sequence number of the picture in the document.
        fonts: Font set for rasterising SVG.
    """
    vector = block.media == "image/svg+xml"
    data = _png(planned["svg"], planned["width"], fonts.files) if vector else base64.b64decode(block.data)
    inline: Any = run.add_picture(io.BytesIO(data), width=Mm(planned["width"]))._inline  # noqa: SLF001 - alternative text
    properties = inline.find(qn("wp:docPr"))
    properties.set("id", str(number))
    properties.set("name", f"图{number}")
    properties.set("descr", clean_lines(block.alt or block.caption))
    if vector:
        _attach(run, inline, planned["svg"], number)


def _attach(run: Run, inline: Any, svg: str, number: int) -> None:
    """Reference the SVG next to its PNG fallback, as Word 2016 and later do."""
    package = run.part.package
    name = PackURI(f"/word/media/chart{number}.svg")
    named = _FAMILIES.sub(rf"\g<0>{_ON_WINDOWS}, ", svg)
    part = Part(name, "image/svg+xml", named.encode(), package)
    relation = run.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = next(inline.iter(qn("a:blip")))
    blip.append(
        parse_xml(
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{relation}" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
            "</a:ext></a:extLst>"
        )
    )


@lru_cache(maxsize=64)
def _png(svg: str, width_mm: float, files: tuple[Path, ...]) -> bytes:
    """The SVG as PNG, rendered by Typst with the same fonts as in the PDF."""
    folders = sorted({str(path.parent) for path in files})
    inputs: Any = {"svg": svg, "mm": str(width_mm)}
    places: Any = folders
    made = typst.compile(
        _SOURCE.encode(), format="png", ppi=_PPI, font_paths=places, ignore_system_fonts=True, sys_inputs=inputs
    )
    return bytes(made)
