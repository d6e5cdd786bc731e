"""matplotlib's SVG canvas with sizes of texts that are measured once a process.

matplotlib shapes a text again in every drawing, thus twice for the two widths of a chart, which takes half of a chart's time.
What is written is the same.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from matplotlib import cbook, font_manager
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.ft2font import LoadFlags
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    from collections.abc import Hashable

    from matplotlib.font_manager import FontProperties

    Files = tuple[Hashable, ...]
    """Font files, in the order in which a character is looked for."""

_UNSHAPED = re.compile(r"[0-9\u3400-\u9fff（）、，。,.%]+")
"""Texts that are as large as their characters side by side: without kerning and ligatures."""


class Canvas(FigureCanvasSVG):
    """A canvas that writes SVG."""

    def print_svg(
        self, filename: Any, *, bbox_inches_restore: Any = None, metadata: Any = None, **_rest: object
    ) -> None:
        """Write the figure as matplotlib does, with a renderer that remembers sizes of texts.

        Args:
            filename: File or its name.
            bbox_inches_restore: What matplotlib passes when only a part of the figure is written.
            metadata: Metadata in the SVG.
            _rest: Options of raster formats, which matplotlib passes to canvases that are not its own.
        """
        figure: Any = self.figure
        with cbook.open_file_cm(filename, "w", encoding="utf-8") as opened:
            out = opened if cbook.file_requires_unicode(opened) else codecs.getwriter("utf-8")(cast("Any", opened))
            dpi, figure.dpi = figure.dpi, 72
            width, height = figure.get_size_inches()
            svg = _Renderer(width * 72, height * 72, out, image_dpi=dpi, metadata=metadata)
            mixed: Any = MixedModeRenderer
            renderer = mixed(figure, width, height, dpi, svg, bbox_inches_restore=bbox_inches_restore)
            figure.draw(renderer)
            renderer.finalize()


class _Renderer(RendererSVG):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # type: ignore[no-untyped-call]
        self._found: dict[FontProperties, Files] = {}

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Size of a text; that of a formula as matplotlib measures it."""
        if ismath:
            of_formula: Any = super().get_text_width_height_descent
            return cast("tuple[float, float, float]", of_formula(s, prop, ismath))
        width, height, descent = _size(self._files(prop), s)
        scale = prop.get_size_in_points() / TextToPath.FONT_SCALE
        return width / 64 * scale, height / 64 * scale, descent / 64 * scale

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float | None]:
        """Ascent, descent and line gap of a font; without this method matplotlib reads them for each text."""
        if (line := _line(self._files(prop))) is None:
            return None, None, None
        units, ascent, descent, gap = line
        scale = 1 / units * prop.get_size_in_points() * 72 / 72
        return ascent * scale, -descent * scale, gap * scale

    def _files(self, prop: FontProperties) -> Files:
        if (files := self._found.get(prop)) is None:
            manager: Any = font_manager.fontManager
            files = self._found[prop.copy()] = tuple(manager._find_fonts_by_props(prop))  # noqa: SLF001 - as matplotlib's renderers do
        return files


def _size(files: Files, text: str) -> tuple[int, int, int]:
    """Width, height and descent of a text, in 64ths at matplotlib's size for outlines."""
    if not _UNSHAPED.fullmatch(text):
        return _shaped(files, text)
    sizes = [_shaped(files, char) for char in text]
    descent = max(descent for _, _, descent in sizes)
    return sum(width for width, _, _ in sizes), max(height - below for _, height, below in sizes) + descent, descent


@lru_cache(maxsize=8192)
def _shaped(files: Files, text: str) -> tuple[int, int, int]:
    font: Any = font_manager.get_font(cast("Any", files))
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = font.get_width_height()
    return int(width), int(height), int(font.get_descent())


@lru_cache(maxsize=64)
def _line(files: Files) -> tuple[int, int, int, int] | None:
    """Units per em, ascent, descent and line gap, from the first table that has them."""
    font: Any = font_manager.get_font(cast("Any", files))
    for table, *names in (
        ("OS/2", "sTypoAscender", "sTypoDescender", "sTypoLineGap"), ("hhea", "ascent", "descent", "lineGap"),
    ):  # fmt: skip
        if (found := font.get_sfnt_table(table)) is not None:
            ascent, descent, gap = (int(found[name]) for name in names)
            return int(font.get_sfnt_table("head")["unitsPerEm"]), ascent, descent, gap
    return None
