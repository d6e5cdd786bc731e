"""Texts in drawings as outlines."""

from __future__ import annotations

import io
import re
from typing import Any

import matplotlib as mpl
from lxml import etree
from matplotlib.figure import Figure

from gongkai.document import display, fonts, svg_text

FILES = fonts.font_set("bundled").files
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*texts: str, **style: Any) -> tuple[str, list[str]]:
    """An SVG with some texts, as matplotlib draws it, and the families of its fonts."""
    families = display.register(FILES)
    rc: Any = {"svg.fonttype": "none", "svg.hashsalt": "x", "font.sans-serif": families, "text.parse_math": False}
    out = io.StringIO()
    with mpl.rc_context(rc):
        figure = Figure(figsize=(3, 2))
        for number, text in enumerate(texts):
            figure.text(0.5, 0.2 + number / 10, text, **style)
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue(), families


def used(svg: str) -> list[str]:
    """The characters that are drawn, in order."""
    root = etree.fromstring(svg.encode())
    shapes = {path.get("id") for path in root.iter(f"{SVG}path")}
    names = [use.get("href").removeprefix("#") for use in root.iter(f"{SVG}use") if "g" in str(use.get("href"))]
    assert set(names) <= shapes
    return [chr(int(name.removeprefix("g"), 16)) for name in names]


def test_texts_become_outlines() -> None:
    """Every letter is an outline, drawn once and used as often as it occurs; no text and no font is left."""
    svg, families = drawn("件件 2024<&>", "年")
    found = svg_text.outlined(svg, families)
    assert list("件件2024<&>年") == used(found)
    assert not re.search(r"<text|font|<metadata|<!DOCTYPE", found)
    assert 1 == found.count('id="g4ef6"')


def test_same_place() -> None:
    """The outlines of a text that ends at a point end there, and one in the middle is centred on it."""
    for align, start in (("left", 0.0), ("center", -1.0), ("right", -2.0)):
        svg, families = drawn("件件", ha=align, fontsize=20)
        x = float(re.search(r'<text [^>]*\bx="([\d.]+)"', svg)[1])  # type: ignore[index]
        placed = re.search(r'<g transform="translate\(([\d.]+),', svg_text.outlined(svg, families))
        assert placed is not None
        assert abs(float(placed[1]) - (x + start * 20)) < 0.02


def test_turned_texts() -> None:
    """A text that is turned stays turned; colours stay."""
    svg, families = drawn("单位", rotation=90, color="#ff0000")
    found = svg_text.outlined(svg, families)
    assert re.search(r'<g transform="translate\([\d.,]+\),rotate\(-90\)translate\(', found)
    assert 'fill="#ff0000"' in found


def test_other_drawings_stay() -> None:
    """A drawing without texts of matplotlib's keeps everything but white space."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text x="1">甲</text><path d="M 1 2"/></svg>'
    assert svg == svg_text.outlined(svg, display.register(FILES))
