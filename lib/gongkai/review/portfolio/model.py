"""The portfolio: tables that can be ranked and filtered, whose numbers lead to the reports, and charts."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gongkai.document import display

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

KINDS = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
"""Kinds of result, in the order of table 3."""

MOST = 50
"""Rows of a table that are shown; the files hold all."""


@dataclass(frozen=True, repr=False)
class View:
    """A table whose numbers are links.

    Attributes:
        frame: The table.
        links: Where each number leads: a frame of the same shape with paths, or missing.
        caption: What it shows.
    """

    frame: pd.DataFrame
    links: pd.DataFrame
    caption: str

    def head(self, rows: int) -> View:
        """The first rows."""
        return View(self.frame.head(rows), self.links.head(rows), self.caption)

    def __repr__(self) -> str:
        """The caption and the table as text."""
        return f"{self.caption}\n{self.frame}"

    def _repr_html_(self) -> str:
        """The table as HTML, with links relative to the working directory; everything else is escaped."""
        import pandas as pd

        names = [*(name or "" for name in self.frame.index.names), *map(str, self.frame.columns)]
        head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in names)
        body = []
        for (key, row), (_, link) in zip(
            self.frame.head(MOST).iterrows(), self.links.head(MOST).iterrows(), strict=True
        ):
            keys = key if isinstance(key, tuple) else (key,)
            cells = [f'<th scope="row">{escape(str(part))}</th>' for part in keys]
            for value, path in zip(row, link, strict=True):
                text = "" if pd.isna(value) else escape(_said(value))
                is_link = isinstance(path, str) and bool(text)
                cells.append(f'<td style="text-align:right">{_link(path, text) if is_link else text}</td>')
            body.append(f"<tr>{''.join(cells)}</tr>")
        more = f"<p>共{len(self.frame)}行，这里是前{MOST}行。</p>" if len(self.frame) > MOST else ""
        return f"<table><caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{more}"


def _said(value: Any) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _link(path: str, text: str) -> str:
    return f'<a href="{escape(relative(path, Path.cwd()))}">{text}</a>'


def relative(path: str, folder: Path) -> str:
    """A file's address relative to a folder."""
    try:
        return quote(Path(os.path.relpath(path, folder)).as_posix())
    except ValueError:  # another drive
        return Path(path).absolute().as_uri()


@dataclass(frozen=True)
class Portfolio:
    """What the organs of a jurisdiction reported.

    Attributes:
        agency: Id of the government. ``name``: its name.
        years: The years.
        frame: A row for each organ and year: the numbers of its report, dates and findings; missing numbers are missing.
        rules: Findings by organ, year and rule.
        missing: Organs and years without a return.
        unreadable: What is wrong with returns that cannot be read.
        fonts: Font files of the charts; empty leaves matplotlib's.
    """

    agency: str
    name: str
    years: tuple[int, ...]
    frame: pd.DataFrame
    rules: pd.DataFrame
    missing: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[str, ...] = ()
    fonts: tuple[Path, ...] = ()

    @property
    def own(self) -> pd.DataFrame:
        """The rows of organs that add up no others, so that nothing counts twice."""
        return self.frame[~self.frame["汇总"]]

    def where(self, *, level: str | None = None, above: str | None = None, year: int | None = None) -> Portfolio:
        """Only the organs of a level (部门, 县级政府 …), only the members of a government, only a year."""
        chosen = self.frame
        if level is not None:
            chosen = chosen[chosen["级别"] == level]
        if above is not None:
            chosen = chosen[(chosen["上级"] == above) & (chosen["代号"] != above)]
        if year is not None:
            chosen = chosen[chosen["年度"] == year]
        kept = set(zip(chosen["代号"], chosen["年度"], strict=True))
        rules = self.rules[[pair in kept for pair in zip(self.rules["代号"], self.rules["年度"], strict=True)]]
        return replace(self, frame=chosen, rules=rules)

    def rank(self, column: str, *, smallest: bool = False, year: int | None = None) -> View:
        """The organs by a column, the largest first, in a year (the last by default); what is missing comes last.

        Raises:
            KeyError: There is no such column of numbers.
        """
        import pandas as pd

        chosen = year or max(self.frame["年度"], default=self.years[-1])
        of_year = self._with_shares(self.frame[self.frame["年度"] == chosen])
        ordered = of_year.sort_values([column, "代号"], ascending=[smallest, True], na_position="last", kind="stable")
        shown = ordered.set_index("机关")[[column]]
        links = pd.DataFrame({column: ordered["报告"].to_numpy()}, index=shown.index)
        return View(shown, links, f"{self.name}：各机关{chosen}年{column}")

    def by_year(self, column: str) -> View:
        """A column, organs by years."""
        frame = self._with_shares(self.frame)
        shown, links = (
            frame.pivot_table(index="机关", columns="年度", values=name, aggfunc="first", sort=False, dropna=False)
            for name in (column, "报告")
        )
        shown = shown.reindex(frame["机关"].drop_duplicates()).dropna(how="all")
        return View(shown, links.reindex(index=shown.index, columns=shown.columns), f"{self.name}：各机关{column}")

    def overview(self) -> View:
        """The government's own numbers, year by year."""
        import pandas as pd

        own = self._with_shares(self.frame[self.frame["代号"] == self.agency]).set_index("年度")
        columns = ["新收申请", "办结", *KINDS, "公开比例", "行政复议", "行政诉讼", "纠正比例", "晚天数", "错误", "提示"]
        links = pd.DataFrame(dict.fromkeys(columns, own["报告"]))
        return View(own[columns], links, f"{self.name}：历年")

    def findings(self) -> pd.DataFrame:
        """Findings of all organs, rules by years."""
        found = self.rules.pivot_table(
            index="规则", columns="年度", values="处数", aggfunc="sum", fill_value=0, sort=False
        )
        return found.loc[sorted(found.index, key=_rule_order)]

    def gaps(self) -> pd.DataFrame:
        """Organs and years without a return, and what is wrong with returns that cannot be read."""
        import pandas as pd

        rows: list[tuple[str, int | None, str]] = [(id_, year, "没有这一年的数据") for id_, year in self.missing]
        rows += [("", None, said) for said in self.unreadable]
        return pd.DataFrame(rows, columns=["代号", "年度", "情况"]).astype({"年度": "Int64"})

    def of_rule(self, rule: str) -> View:
        """The organs with findings of a rule, by years; each number leads to its report.

        Raises:
            KeyError: No report has a finding of it.
        """
        found = self.rules[self.rules["规则"] == rule].groupby(["代号", "年度"], sort=False)["处数"].sum().reset_index()
        if found.empty:
            raise KeyError(rule)
        joined = found.merge(self.frame[["代号", "年度", "机关", "报告"]], on=["代号", "年度"])
        shown, links = (
            joined.pivot_table(index="机关", columns="年度", values=name, aggfunc="first", sort=False)
            for name in ("处数", "报告")
        )
        shown = shown.sort_index(axis=1).astype("Int64")
        return View(shown, links.reindex(index=shown.index, columns=shown.columns), f"{self.name}：规则{rule}的问题")

    def _with_shares(self, frame: pd.DataFrame) -> pd.DataFrame:
        """With the shares in percent: of requests granted at least in part, of concluded cases that were corrected."""
        concluded = frame["行政复议"] - frame["复议未审结"] + frame["行政诉讼"] - frame["诉讼未审结"]
        return frame.assign(
            公开比例=_percent(frame["予以公开"] + frame["部分公开"], frame["办结"]),
            纠正比例=_percent(frame["复议纠正"] + frame["诉讼纠正"], concluded),
        )

    def table(self) -> pd.DataFrame:
        """All rows with the shares, as the files hold them."""
        return self._with_shares(self.frame)

    def trend(self, columns: Sequence[str] = ("新收申请", "办结", "结转下年")) -> Axes:
        """A chart of the government's own numbers over the years."""
        own = self.frame[self.frame["代号"] == self.agency].set_index("年度")[list(columns)]
        return self._drawn(
            f"{self.name}历年申请", lambda ax: own.astype(float).plot(ax=ax, marker="o"), "件", is_empty=own.empty
        )

    def kinds(self) -> Axes:
        """A chart of the kinds of result over the years."""
        own = self.frame[self.frame["代号"] == self.agency].set_index("年度")[list(KINDS)]
        return self._drawn(
            f"{self.name}历年办理结果",
            lambda ax: own.astype(float).plot.bar(ax=ax, stacked=True, rot=0),
            "件",
            is_empty=own.empty,
        )

    def spread(self, column: str = "公开比例") -> Axes:
        """A chart of how a column spreads over the organs in each year."""
        frame = self._with_shares(self.own)
        years = sorted(set(frame["年度"]))
        values = [frame.loc[frame["年度"] == year, column].dropna().astype(float).to_numpy() for year in years]
        return self._drawn(
            f"{self.name}各机关{column}",
            lambda ax: ax.boxplot(values, tick_labels=list(map(str, years))),
            "",
            is_empty=not years,
        )

    def by_rule(self, most: int = 12) -> Axes:
        """A chart of the rules with most findings."""
        total = self.findings().sum(axis=1).sort_values(kind="stable").tail(most)
        return self._drawn(
            f"{self.name}各规则问题数", lambda ax: total.astype(float).plot.barh(ax=ax), "", is_empty=total.empty
        )

    def _drawn(self, title: str, draw: Callable[[Axes], Any], unit: str, *, is_empty: bool) -> Axes:
        import matplotlib as mpl
        from matplotlib import pyplot as plt
        from matplotlib.ticker import MaxNLocator

        if self.fonts:
            # Labels of ticks are made when the chart is drawn, so that a context would not reach them.
            mpl.rcParams.update({"font.family": display.register(self.fonts), "axes.unicode_minus": False})
        _, ax = plt.subplots(figsize=(7.0, 3.6), layout="constrained")
        if is_empty:
            ax.text(0.5, 0.5, "没有数据", ha="center", va="center", transform=ax.transAxes)
            ax.set(xticks=[], yticks=[])
        else:
            draw(ax)
        ax.set_title(title)
        ax.set_ylabel(unit)
        if ax.get_legend() is None:
            ax.set_xlabel("")
        else:
            ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
        if ax.lines and ax.get_legend() is not None:
            ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        return ax


def _percent(part: pd.Series[Any], whole: pd.Series[Any]) -> pd.Series[Any]:
    """A share in percent with a decimal; missing if nothing is the whole."""
    import pandas as pd

    known = whole.where(whole > 0)
    return (part.astype("Float64") / known.astype("Float64") * 100).round(1).astype(pd.Float64Dtype())


def _rule_order(rule: str) -> tuple[str, int]:
    from gongkai.rules import order

    return order(rule)
