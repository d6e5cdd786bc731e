"""Collect the returns of a government and of all organs below it, with what their checks found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.document import display, fonts
from gongkai.pipeline.job import Options
from gongkai.reading import quantity_names
from gongkai.returns import InputError, Params, audience, project
from gongkai.review.many import check_many
from gongkai.review.portfolio.model import Portfolio
from gongkai.rules import LEVELS
from gongkai.rules.base import order

if TYPE_CHECKING:
    from gongkai.returns import Number, Return
    from gongkai.review.check import Checked

QUANTITIES = {
    "新收申请": "requests.new.total", "上年结转": "requests.carried_in.total", "办结": "requests.total.total",
    "予以公开": "requests.granted.total", "部分公开": "requests.partial.total", "不予公开": "requests.refused.total",
    "无法提供": "requests.unavailable.total", "不予处理": "requests.unprocessed.total", "其他处理": "requests.other.total",
    "结转下年": "requests.carried_out.total", "行政复议": "disputes.reconsideration.total",
    "复议未审结": "disputes.reconsideration.pending", "复议纠正": "disputes.reconsideration.corrected",
    "行政诉讼": "disputes.litigation.total", "诉讼未审结": "disputes.litigation.pending", "诉讼纠正": "disputes.litigation.corrected",
}  # fmt: skip
"""Columns of numbers, each with the name of its quantity; one that a form has not is missing."""


COLUMNS = (
    "代号", "机关", "级别", "汇总", "上级", "年度", *QUANTITIES, "公布日期", "期限", "晚天数", *LEVELS.values(), "报告",
)  # fmt: skip
"""Columns of the frame."""


@dataclass(frozen=True)
class Row:
    """What a portfolio shows of a return.

    Attributes:
        cells: Its row but for the government above it.
        findings: Its findings by rule and level.
        unreadable: What is wrong, if it cannot be read.
    """

    cells: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[dict[str, Any]] = ()
    unreadable: str = ""


def load(
    agency: str | None = None, years: object = None, params: Path | str | None = None, outputs: Path | str | None = None
) -> Portfolio:
    """The portfolio of a government.

    Args:
        agency: Its folder in ``params`` or its Chinese name; ``None`` is the one government that no other adds up.
        years: ``2019-2024``, one year, or several; ``None`` is all that it reports for.
        params: The folder of inputs; see :class:`~gongkai.returns.Params`.
        outputs: The folder of outputs, to which the tables link; ``None`` is the project's.

    Raises:
        InputError: There is no such government or year, or none of its organs' returns can be read.
    """
    with audience.notebook():
        inputs = Params(params)
        top = _government(inputs, agency)
        chosen = _years(inputs, top, years)
        made = collect(inputs, top, chosen, project.outputs(Path(outputs) if outputs is not None else None))
    files = fonts.font_set(inputs.agency(top).fonts, (inputs.root / "fonts",)).files
    display.prepare(lambda: files, f"portfolio {top} {chosen}")
    return replace(made, fonts=tuple(files))


def collect(params: Params, top: str, years: Iterable[int], outputs: Path) -> Portfolio:
    """The portfolio of a government for years.

    Raises:
        InputError: No return can be read, or a member is not an organ in the folder.
    """
    chosen = tuple(years)
    return assemble(params, top, chosen, read(params, reports(params, top, chosen), outputs))


def reports(params: Params, top: str, years: Iterable[int]) -> list[tuple[str, int]]:
    """The organs and years of a government and of all below it for which there is a return.

    Raises:
        InputError: A member is not an organ in the folder.
    """
    return [(id_, year) for year in years for id_, _ in _below(params, top, year) if year in params.years(id_)]


def read(params: Params, wanted: Sequence[tuple[str, int]], outputs: Path) -> Mapping[tuple[str, int], Row]:
    """What portfolios show of returns, by organ and year."""
    found: dict[tuple[str, int], Row] = {}
    for (id_, year), item in zip(wanted, check_many(params, wanted), strict=True):
        if isinstance(item, InputError):
            found[id_, year] = Row(unreadable=str(item))
        else:
            found[id_, year] = Row(_row(item, _report(params, outputs, id_, year)), _findings(item))
    return found


def assemble(params: Params, top: str, years: Iterable[int], known: Mapping[tuple[str, int], Row]) -> Portfolio:
    """The portfolio of a government of returns that have been read.

    Raises:
        InputError: No return can be read, or a member is not an organ in the folder.
    """
    import pandas as pd

    chosen = tuple(years)
    rows: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    unreadable: list[str] = []
    missing: list[tuple[str, int]] = []
    for year in chosen:
        for id_, government in _below(params, top, year):
            row = known.get((id_, year))
            if row is None:
                missing.append((id_, year))
            elif row.unreadable:
                unreadable.append(row.unreadable)
            else:
                rows.append({"代号": id_, **row.cells, "上级": government})
                found += row.findings
    if not rows:
        msg = f"{params.agency(top).name}在这些年度没有能读取的年报。{''.join(unreadable[:1])}"
        raise InputError(msg)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in (*QUANTITIES, "晚天数", *LEVELS.values()):
        frame[column] = frame[column].astype("Int64")
    rules = pd.DataFrame(found, columns=["代号", "年度", "规则", "级别", "处数"])
    return Portfolio(top, params.agency(top).name, chosen, frame, rules, tuple(missing), tuple(unreadable))


def _government(params: Params, agency: str | None) -> str:
    """Id of the government.

    Raises:
        InputError: It adds up no one, or it has to be named.
    """
    if agency is not None:
        top = params.find(agency)
        if not params.agency(top).members:
            msg = f"{params.agency(top).name}没有成员单位；agency请写汇总的政府，成员写在它的agency.yaml的members里。"
            raise InputError(msg)
        return top
    governments = [id_ for id_ in params.agencies if params.agency(id_).members]
    added = {member.id for id_ in governments for member in params.agency(id_).members}
    tops = [id_ for id_ in governments if id_ not in added]
    if len(tops) != 1:
        which = "、".join(params.agency(id_).name for id_ in tops[:5])
        msg = f"请用参数agency写明是哪个政府{f'，例如{which}' if which else '；数据里还没有写明成员单位的政府'}。"
        raise InputError(msg)
    return tops[0]


def _years(params: Params, top: str, given: object) -> tuple[int, ...]:
    """The years asked for, ascending.

    Raises:
        InputError: They are not years, or there is no return of one of them.
    """
    there = params.years(top)
    if given is None:
        return there
    parts = (
        given
        if isinstance(given, Iterable) and not isinstance(given, str)
        else re.split(r"[,，、\s]+", str(given).strip())
    )
    found: set[int] = set()
    for part in parts:
        match = re.fullmatch(r"(\d{4})(?:\s*[-—–~至]\s*(\d{4}))?", str(part).strip())
        if match is None:
            msg = f"参数years里的“{part}”不是年度；请写成2024，或者2019-2024。"
            raise InputError(msg)
        found |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    known = tuple(sorted(found & set(there)))
    if not known:
        msg = f"{params.agency(top).name}没有这些年度的年报（现有：{'、'.join(map(str, there)) or '没有'}）；请改参数years。"
        raise InputError(msg)
    return known


def _below(params: Params, top: str, year: int) -> list[tuple[str, str]]:
    """All organs of a year, each once with the government that adds it up; the top first, with itself.

    Raises:
        InputError: A member is not an organ in the folder.
    """
    found = {top: top}
    waiting = [top]
    while waiting:
        government = waiting.pop(0)
        for id_ in params.member_ids(government, year):
            if id_ not in found:
                found[id_] = government
                waiting.append(id_)
    return list(found.items())


def _report(params: Params, outputs: Path, agency: str, year: int) -> str:
    """The page of a report if it was built, else the year's file."""
    page = Options().folder(outputs, agency, year) / "report.html"
    return str(page if page.is_file() else params.path(agency, year))


def _row(item: Checked, report: str) -> dict[str, Any]:
    record = item.record
    day = forms.levels()[record.agency.level].last_day(record.year)
    late = None if record.published is None else max(0, (record.published - day).days)
    levels = [finding.level for finding in item.failed]
    return {
        "代号": record.agency.id, "机关": record.agency.name, "级别": forms.level_names()[record.agency.level],
        "汇总": bool(record.agency.members), "年度": record.year,
        **{column: _value(record, name) for column, name in QUANTITIES.items()},
        "公布日期": record.published, "期限": day, "晚天数": late,
        **{name: levels.count(level) for level, name in LEVELS.items()},
        "报告": report,
    }  # fmt: skip


def _value(record: Return, name: str) -> Number | None:
    return quantity_names.value(record, name)


def _findings(item: Checked) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], int] = {}
    for finding in item.failed:
        counts[finding.rule, LEVELS[finding.level]] = counts.get((finding.rule, LEVELS[finding.level]), 0) + 1
    return [
        {"代号": item.record.agency.id, "年度": item.record.year, "规则": rule, "级别": level, "处数": count}
        for (rule, level), count in sorted(counts.items(), key=lambda pair: (order(pair[0][0]), pair[0][1]))
    ]
