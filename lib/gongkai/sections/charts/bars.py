"""Horizontal bars with their numbers: the one look of all charts, legible in black and white."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Figure
from gongkai.document.display import register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gongkai import returns
    from gongkai.returns import Number

WIDTH_MM = 142
"""Width in print."""

_FILLS = (("#1f4e79", ""), ("#c7d8e8", ""), ("#e9a23b", "///"))
"""Fill and hatch of each series: dark, light, hatched; told apart without colour too."""


@dataclass(frozen=True)
class Bars:
    """What a chart shows.

    Attributes:
        subject: What is counted, for the sentence (``新收政府信息公开申请``).
        unit: Unit of all numbers.
        rows: Label and one number per series; ``None`` is not filled in.
        series: Names of the series; empty for a single one.
    """

    subject: str
    unit: str
    rows: tuple[tuple[str, tuple[Number | None, ...]], ...]
    series: tuple[str, ...] = ()

    def nothing(self) -> str | None:
        """A sentence instead of a chart, where there is nothing to draw; ``None`` where there is."""
        values = [value for _, numbers in self.rows for value in numbers]
        known = [value for value in values if value is not None]
        if any(known):
            return None
        if len(known) < len(values) or not values:
            return f"{self.subject}的数字没有填写，无法作图。"
        return f"{self.subject}均为0。"

    def sentence(self) -> str:
        """Alternative text: every number in words."""
        parts = []
        for label, numbers in self.rows:
            names = self.series or ("",)
            said = [f"{name}{_said(value, self.unit)}" for name, value in zip(names, numbers, strict=True)]
            parts.append(f"{label}{'、'.join(said)}")
        return f"条形图，{self.subject}：{'；'.join(parts)}。"


def _said(value: Number | None, unit: str) -> str:
    return "未填写" if value is None else f"{value}{unit}"


@cache
def _families(fonts: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(register(fonts))


def draw(bars: Bars, figure: returns.Figure, fonts: Sequence[Path]) -> Figure:
    """Draw the bars as SVG with selectable text; the same bytes for the same numbers and fonts.

    Args:
        bars: What to show.
        figure: Caption, and alternative text where the organ gives one.
        fonts: Font files.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    count = max(1, len(bars.series))
    height = 0.24 * count * len(bars.rows) + 0.12 * len(bars.rows) + (0.42 if bars.series else 0.16)
    rc: Any = {
        "svg.hashsalt": figure.id,
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.sans-serif": list(_families(tuple(fonts))),
        "font.size": 9.5,
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(rc):
        canvas = Canvas(figsize=(WIDTH_MM / 25.4, height), layout="constrained")
        FigureCanvasSVG(canvas)
        axes = canvas.add_subplot()
        top = max(float(value) for _, numbers in bars.rows for value in numbers if value is not None)
        thick = 0.76 / count
        for index in range(count):
            fill, hatch = _FILLS[index % len(_FILLS)]
            places = [row + (index - (count - 1) / 2) * thick for row in range(len(bars.rows))]
            numbers = [numbers[index] for _, numbers in bars.rows]
            axes.barh(
                places, [float(value or 0) for value in numbers], height=thick * 0.9, color=fill, hatch=hatch,
                edgecolor="#22313f", linewidth=0.5, label=bars.series[index] if bars.series else None,
            )  # fmt: skip
            for place, value in zip(places, numbers, strict=True):
                text = _said(value, bars.unit)
                axes.text(float(value or 0) + top * 0.012, place, text, va="center", ha="left", color="#1a1a1a")
        axes.set_yticks(range(len(bars.rows)), [label for label, _ in bars.rows])
        axes.invert_yaxis()
        axes.set_xlim(0, top * 1.14)
        axes.set_xticks([])
        axes.tick_params(axis="y", length=0)
        for side in ("top", "right", "bottom"):
            axes.spines[side].set_visible(False)
        axes.spines["left"].set_color("#22313f")
        if bars.series:
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=count, frameon=False, borderaxespad=0.2)
        out = io.StringIO()
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return Figure(
        media="image/svg+xml", data=out.getvalue(), alt=figure.alt or bars.sentence(), caption=figure.caption,
        width_mm=WIDTH_MM, anchor=f"figure-{figure.id}",
    )  # fmt: skip
