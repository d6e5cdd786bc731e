"""Horizontal bars with their numbers: the data of a chart, and its description in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from gongkai.returns.sums import add

if TYPE_CHECKING:
    import pandas as pd

    from gongkai.returns import Number


@dataclass(frozen=True)
class Bars:
    """The data of a chart.

    Attributes:
        subject: What is counted, for the sentence (``新收政府信息公开申请``).
        unit: Unit of all numbers.
        rows: Label and one number per series; ``None`` if not filled in.
        series: Names of the series; empty if there is only one.
        shares: Whether the rows are parts of a whole, so that percentages are stated too.
        years: Whether the rows are years: the description then proceeds by year, else by series.
        whole: The total of which the rows are parts; their sum by default.
    """

    subject: str
    unit: str
    rows: tuple[tuple[str, tuple[Number | None, ...]], ...]
    series: tuple[str, ...] = ()
    shares: bool = False
    years: bool = False
    whole: Number | None = None

    def to_frame(self) -> pd.DataFrame:
        """The numbers as a DataFrame: one row per bar, one column per series, or a single column named by the unit.

        Returns:
            ``Int64`` if all numbers of a column are whole, else ``Decimal`` objects; missing is ``<NA>``. ``attrs``:
            ``caption`` (the subject), ``unit``, ``whole`` (the total for percentages, or ``None``), ``years``.
        """
        import pandas as pd  # pandas: not needed for merely checking charts

        found = {}
        for number in range(max(1, len(self.series))):
            values: Any = [pd.NA if numbers[number] is None else numbers[number] for _, numbers in self.rows]
            whole = all(value is pd.NA or (isinstance(value, int) and abs(value) < 2**63) for value in values)
            found[number] = pd.array(values, dtype="Int64") if whole else pd.Series(values, dtype=object).array
        frame = pd.DataFrame(found, index=pd.Index([label for label, _ in self.rows], dtype=object))
        frame.columns = pd.Index(self.series or (self.unit,), dtype=object)
        frame.attrs |= {
            "caption": self.subject, "unit": self.unit, "whole": self._whole() if self.shares else None,
            "years": self.years,
        }  # fmt: skip
        return frame

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Bars:
        """The data of a frame: one from :meth:`to_frame`, whole or in part, or any other frame of numbers.

        Raises:
            ValueError: A value is not a number.
        """
        given = frame.attrs
        rows = tuple(
            (" ".join(map(str, label)) if isinstance(label, tuple) else str(label), tuple(map(_number, values)))
            for label, values in zip(frame.index, frame.itertuples(index=False, name=None), strict=True)
        )
        names = tuple(map(str, frame.columns)) if len(frame.columns) > 1 else ()
        whole = given.get("whole")
        return cls(
            str(given.get("caption", "")), str(given.get("unit", "")), rows, names, whole is not None,
            bool(given.get("years")), whole,
        )  # fmt: skip

    def nothing(self) -> str | None:
        """A sentence to replace the chart if there is nothing to draw, else ``None``."""
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
        """Indices of the series that are drawn, leaving out those with only zeros."""
        count = max(1, len(self.series))
        return tuple(n for n in range(count) if any(numbers[n] != 0 for _, numbers in self.rows))

    def note(self) -> str | None:
        """The note under the bars about series that are not drawn."""
        left = [name for number, name in enumerate(self.series) if number not in self.drawn()]
        return f"{'、'.join(left)}均为0{self.unit}。" if left else None

    def said(self, value: Number | None) -> str:
        """A number as printed beside its bar."""
        if value is None:
            return "未填写"
        return f"{_plain(value)}{self.unit}{self._share(value)}"

    def _whole(self) -> Number | None:
        """The total for percentages; ``None`` if a part is not filled in."""
        if self.whole is not None:
            return self.whole
        return add([numbers[0] for _, numbers in self.rows])

    def _share(self, value: Number) -> str:
        total = self._whole() if self.shares else None
        if not total or not value or value == total:
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
        subject = f"，{self.subject}" if self.subject else ""
        return f"条形图{subject}：{'；'.join(parts)}。"


def _plain(value: Number) -> str:
    return str(value) if isinstance(value, int) else f"{value:f}"


def _number(value: Any) -> Number | None:
    """A value of a frame as a number; ``None`` if missing."""
    import pandas as pd

    if not pd.api.types.is_number(value) and not isinstance(value, Decimal) and not pd.isna(value):
        msg = f"图里只能画数字，这里是“{value}”。"
        raise ValueError(msg)
    if pd.isna(value):
        return None
    if isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else Decimal(str(value))
