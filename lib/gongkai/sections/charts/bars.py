"""Horizontal bars with their numbers: what a chart shows, and how it is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.returns import Number


@dataclass(frozen=True)
class Bars:
    """What a chart shows.

    Attributes:
        subject: What is counted, for the sentence (``新收政府信息公开申请``).
        unit: Unit of all numbers.
        rows: Label and one number per series; ``None`` is not filled in.
        series: Names of the series; empty for a single one.
        shares: Whether the rows are parts of a whole, so that each is said in per cent too.
        years: Whether the rows are years: the sentence then goes year by year, else series by series.
    """

    subject: str
    unit: str
    rows: tuple[tuple[str, tuple[Number | None, ...]], ...]
    series: tuple[str, ...] = ()
    shares: bool = False
    years: bool = False

    def nothing(self) -> str | None:
        """A sentence instead of a chart, where there is nothing to draw; ``None`` where there is."""
        values = [value for _, numbers in self.rows for value in numbers]
        known = [value for value in values if value is not None]
        if any(value < 0 for value in known):
            return f"{self.subject}的数字有负数，无法作图。"
        if any(known):
            return None
        if len(known) < len(values) or not values:
            return f"{self.subject}的数字没有填写，无法作图。"
        return f"{self.subject}均为0。"

    def drawn(self) -> tuple[int, ...]:
        """Indices of the series that are drawn: not those of nothing but zeros."""
        count = max(1, len(self.series))
        return tuple(n for n in range(count) if any(numbers[n] != 0 for _, numbers in self.rows))

    def note(self) -> str | None:
        """What is said under the bars of the series that are not drawn."""
        left = [name for number, name in enumerate(self.series) if number not in self.drawn()]
        return f"{'、'.join(left)}均为0{self.unit}。" if left else None

    def said(self, value: Number | None) -> str:
        """A number as it stands beside its bar."""
        if value is None:
            return "未填写"
        return f"{_plain(value)}{self.unit}{self._share(value)}"

    def _share(self, value: Number) -> str:
        numbers = [numbers[0] for _, numbers in self.rows]
        known = [number for number in numbers if number is not None]
        total = sum(known, 0)
        if not self.shares or len(known) < len(numbers) or not value or value == total:
            return ""
        share = (Decimal(100) * value / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if not 0 < share < 100:
            return "（不足0.1%）" if not share else "（超过99.9%）"
        return f"（{share}%）"

    def sentence(self) -> str:
        """Alternative text: every number in words."""
        if not self.series:
            parts = [f"{label}{self.said(numbers[0])}" for label, numbers in self.rows]
        elif self.years:
            parts = [
                label + "、".join(f"{name}{self.said(n)}" for name, n in zip(self.series, numbers, strict=True))
                for label, numbers in self.rows
            ]
        else:
            parts = [
                f"{name}中，" + "、".join(f"{label}{self.said(numbers[n])}" for label, numbers in self.rows)
                for n, name in enumerate(self.series)
            ]
        return f"条形图，{self.subject}：{'；'.join(parts)}。"


def _plain(value: Number) -> str:
    return str(value) if isinstance(value, int) else f"{value:f}"
