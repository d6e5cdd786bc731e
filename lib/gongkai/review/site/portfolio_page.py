"""The page of a government: what all organs below it reported over the years, ranked and filtered by a script."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.document import display, html
from gongkai.review import pages
from gongkai.review.portfolio.model import KINDS, relative
from gongkai.rules import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from gongkai.review.portfolio import Portfolio, View

GROUPS = {
    "申请": ("新收申请", "上年结转", "办结", "结转下年"),
    "办理结果": (*KINDS, "公开比例"),
    "复议和诉讼": ("行政复议", "复议未审结", "复议纠正", "行政诉讼", "诉讼未审结", "诉讼纠正", "纠正比例"),
    "公布": ("晚天数",),
    "核对": tuple(LEVELS.values()),
}
"""The numbers that can be chosen, by group."""

_SAID = {
    "公开比例": "公开比例：予以公开、部分公开占办结的百分之几",
    "纠正比例": "纠正比例：复议、诉讼中结果纠正占已审结的百分之几",
    "晚天数": "公布晚于期限的天数",
    **{name: f"{name}的处数" for name in LEVELS.values()},
}
"""What a number is called where its column's name is not enough."""

_FILES = {".csv": "CSV", ".xlsx": "Excel", ".parquet": "Parquet"}


def page(
    made: Portfolio, folder: Path, written: Iterable[Path], fonts: Sequence[Path], lower: Sequence[tuple[str, str]] = ()
) -> str:
    """The page of a government.

    Args:
        made: What is shown.
        folder: The absolute path of the folder in which the page will be, from which links lead.
        written: The files with the data, in the same folder.
        fonts: Font files of the charts.
        lower: Address and name of the pages of governments below it.
    """
    data = _data(made, folder)
    years = f"{made.years[0]}—{made.years[-1]}年" if len(made.years) > 1 else f"{made.years[0]}年"
    findings = made.findings()
    gaps: dict[str, list[int]] = {}
    names = dict(zip(made.frame["代号"], made.frame["机关"], strict=True))
    for id_, year in made.missing:
        gaps.setdefault(names.get(id_, id_), []).append(year)
    return pages.render(
        "portfolio.html.j2", script="portfolio.js", data=data, title=f"{made.name}：各机关年报（{years}）",
        organs=len(data["organs"]), reports=len(made.frame), lower=lower,
        files=[(path.name, _FILES[path.suffix]) for path in written],
        overview=_table(made.overview(), folder),
        groups=[(group, [(at, _SAID.get(name, name)) for at, name in _numbered(group)]) for group in GROUPS],
        rules=list(findings.index), levels=data["levels"], above=[name for _, name in data["above"]],
        years=made.years, findings=[(rule, [int(number) for number in row]) for rule, row in zip(findings.index, findings.to_numpy(), strict=True)],
        finding_years=list(findings.columns),
        gaps=list(gaps.items()), unreadable=made.unreadable,
        charts=dict(zip(("trend", "kinds", "spread", "by_rule"), _charts(made, fonts), strict=True)),
    )  # fmt: skip


def _numbered(group: str) -> list[tuple[int, str]]:
    """The numbers of a group, with their place among all."""
    names = [name for one in GROUPS.values() for name in one]
    return [(names.index(name), name) for name in GROUPS[group]]


def _data(made: Portfolio, folder: Path) -> dict[str, Any]:
    """What the script shows: numbers by organ and year, ``None`` where one is missing."""
    frame = made.table()
    order = list(dict.fromkeys(frame["代号"]))
    place = {id_: at for at, id_ in enumerate(order)}
    column = {year: at for at, year in enumerate(made.years)}
    cells = [place[id_] * len(column) + column[year] for id_, year in zip(frame["代号"], frame["年度"], strict=True)]
    size = len(order) * len(column)
    last = dict(zip(frame["代号"], frame[["机关", "级别", "上级"]].itertuples(index=False), strict=True))
    names = dict(zip(frame["代号"], frame["机关"], strict=True))
    levels = list(dict.fromkeys(frame["级别"]))
    above = list(dict.fromkeys(frame["上级"]))
    there = ["0"] * size
    for at, report in zip(cells, frame["报告"], strict=True):
        there[at] = "2" if _page(report) else "1"
    values = []
    for name in (name for group in GROUPS.values() for name in group):
        found: list[int | float | None] = [None] * size
        for at, value in zip(cells, frame[name].astype(object).where(frame[name].notna(), None), strict=True):
            found[at] = value
        values.append(found)
    rules: dict[str, list[int]] = {}
    counts = made.rules.groupby(["规则", "代号", "年度"], sort=False, as_index=False)["处数"].sum()
    for rule, id_, year, count in counts[["规则", "代号", "年度", "处数"]].itertuples(index=False):
        rules.setdefault(str(rule), []).extend((place[id_] * len(column) + column[year], int(count)))
    return {
        "years": list(made.years),
        "shares": [name.endswith("比例") for group in GROUPS.values() for name in group],
        "levels": levels,
        "above": [[id_, names.get(id_, id_)] for id_ in above],
        "organs": [[id_, row[0], levels.index(row[1]), above.index(row[2])] for id_, row in last.items()],
        "there": "".join(there), "values": values, "rules": rules, "top": place.get(made.agency, -1),
        "reports": relative(str(folder.parents[2]), folder),
    }  # fmt: skip


def _table(view: View, folder: Path) -> tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]:
    """The headers and the rows of a table; each number with the address of its report, empty if that was not built."""
    rows = []
    for (key, row), (_, links) in zip(view.frame.iterrows(), view.links.iterrows(), strict=True):
        found = [_said(value) for value in row]
        cells = [
            (text, relative(link, folder) if text and _page(link) else "")
            for text, link in zip(found, links, strict=True)
        ]
        rows.append((str(key), cells))
    return [str(name) for name in view.frame.columns], rows


def _said(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    return f"{value:.1f}%" if isinstance(value, float) else str(value)


def _page(report: Any) -> bool:
    """Whether a report was built: its page is there, not only its data."""
    return isinstance(report, str) and report.endswith(".html")


def _charts(made: Portfolio, fonts: Sequence[Path]) -> list[tuple[str, str]]:
    """Title and address of the picture of each chart."""
    import matplotlib as mpl

    if "matplotlib.pyplot" not in sys.modules:
        mpl.use("agg")
    with mpl.rc_context():
        if fonts:
            mpl.rcParams.update({"font.family": display.register(fonts), "axes.unicode_minus": False})
        return [_picture(draw(), fonts) for draw in (made.trend, made.kinds, made.spread, made.by_rule)]


def _picture(ax: Axes, fonts: Sequence[Path]) -> tuple[str, str]:
    from matplotlib import pyplot as plt

    try:
        figure: Any = ax.figure
        return ax.get_title(), html.source(display.figure(figure, fonts))
    finally:
        plt.close(figure)
