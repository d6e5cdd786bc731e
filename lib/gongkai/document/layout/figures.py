"""Pictures in print: each becomes SVG text, so that none is ever written to a file."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

from gongkai.document.errors import RenderError
from gongkai.document.layout.pages import TYPE_WIDTH
from gongkai.document.text import clean

if TYPE_CHECKING:
    from gongkai.document.blocks import Figure

_WIDEST = 144.0
"""Default width of a picture in mm."""

_TALLEST = 96.0
"""Maximum height of a picture in mm; larger ones are scaled down."""

_MISSING_HEIGHT = 60.0
_LENGTH = re.compile(r"^\s*([\d.]+)\s*(mm|cm|in|pt|pc|px|)\s*$")
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96, "": 25.4 / 96}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LOADING = {f"{_SVG}image", f"{_SVG}feImage", f"{_SVG}use"}


def plan(figure: Figure, room: float = TYPE_WIDTH[False]) -> dict[str, Any]:
    """The printed form of a figure: its SVG, size in mm, caption, alternative text.

    Args:
        figure: The figure.
        room: Available width in mm.

    Raises:
        RenderError: The data are not a picture of the media type given; the message names the picture.
    """
    caption = clean(figure.caption)
    alt = clean(figure.alt) or caption or "没有说明的图"
    drawn: dict[str, Any] = {"type": "figure", "caption": caption, "alt": alt}
    if figure.media is None:
        wanted = min(figure.width_mm or 120.0, room)
        return {**drawn, "width": wanted, "height": _MISSING_HEIGHT, "instead": "（图片暂缺）"}
    if figure.media == "image/svg+xml":
        svg, width, height = _svg(figure)
    else:
        svg, width, height = _wrapped(figure)
        # A photo of few pixels is not blown up.
        room = min(room, width)
    wanted = min(figure.width_mm or _WIDEST, room)
    factor = min(wanted / width, _TALLEST / height)
    return {**drawn, "svg": svg, "width": round(width * factor, 3), "height": round(height * factor, 3)}


def _named(figure: Figure) -> str:
    return f"图片“{figure.caption or figure.alt}”" if figure.caption or figure.alt else "一张没有说明的图片"


def _root(figure: Figure) -> Any:
    """The parsed SVG without external references."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the text declares
        resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(figure.data.strip().encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        msg = f"{_named(figure)}的数据不是完整的SVG图：请重新生成。"
        raise RenderError(msg) from error
    if root.tag != f"{_SVG}svg":
        msg = f"{_named(figure)}的数据不是SVG图：请重新生成。"
        raise RenderError(msg)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        target = element.get("href") or element.get(_HREF) or ""
        elsewhere = element.tag in _LOADING and not target.startswith(("#", "data:"))
        if (elsewhere or element.tag == f"{_SVG}script") and element.getparent() is not None:
            element.getparent().remove(element)
    return root


def _svg(figure: Figure) -> tuple[str, float, float]:
    """The SVG as text, with its size in mm."""
    from lxml import etree

    root = _root(figure)
    text = etree.tostring(root, encoding="unicode")
    sizes = []
    for name in ("width", "height"):
        match = _LENGTH.match(root.get(name, ""))
        sizes.append(float(match[1]) * _MM[match[2]] if match else 0.0)
    if all(size > 0 for size in sizes):
        return text, sizes[0], sizes[1]
    box = [float(part) for part in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return text, box[2] * _MM["px"], box[3] * _MM["px"]
    return text, 100.0, 60.0


def _wrapped(figure: Figure) -> tuple[str, float, float]:
    """A photo wrapped in an SVG, with its size in mm at 96 dpi."""
    from PIL import Image, UnidentifiedImageError

    try:
        raw = base64.b64decode(figure.data, validate=False)
        with Image.open(io.BytesIO(raw)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError) as error:
        msg = f"{_named(figure)}的数据不是完整的图片：请换一个文件。"
        raise RenderError(msg) from error
    encoded = base64.b64encode(raw).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:{figure.media};base64,{encoded}"/></svg>'
    )
    return svg, width * 25.4 / 96, height * 25.4 / 96
