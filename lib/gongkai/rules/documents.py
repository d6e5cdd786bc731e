"""Table 2, 主动公开政府信息情况: what is plausible for the documents and amounts of an organ."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms import patterns
from gongkai.returns.cells import label
from gongkai.returns.sums import convert
from gongkai.rules.base import FORM, Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Return


DOCUMENTS = "disclosure.*.{in_force,made,repealed}"
"""What is in force, made and repealed, for each kind of document."""


@rule(
    "R10",
    level="hint",
    kind="H",
    title="现行有效件数不少于本年制发件数（当年制发又当年废止的除外）。",
    source=f"{FORM}表二第二十条第（一）项各栏的含义",
    requires=(DOCUMENTS,),
    todo="请核对制发件数和现行有效件数：本年制发而未废止的文件应当计入现行有效。",
    example="表二“行政规范性文件”：本年制发5件、废止1件，现行有效却只有2件，至少应为4件。",
)
def at_least_made(context: Context) -> Iterator[PendingFinding]:
    """Documents made this year and not repealed are in force, even if all repealed documents were made this year."""
    record = context.record
    for paths in patterns.matches(record.edition, DOCUMENTS):
        in_force, made, repealed = (record.cells[path] for path in paths)
        if in_force is None or made is None or repealed is None or in_force >= made - repealed:
            continue
        yield fail(
            "{row}：本年制发{made}件、废止{repealed}件，现行有效却只有{left}件，至少应为{right}件。",
            paths, row=label(record, paths[0]).rpartition("“")[0], made=made, repealed=repealed,
            left=in_force, right=made - repealed, difference=in_force - made + repealed,
        )  # fmt: skip


REGULATIONS = "disclosure.regulations.*"


@rule(
    "R11",
    level="hint",
    kind="H",
    title="只有能够制定规章的机关才填写规章件数。",
    source="《立法法》第九十一条、第九十三条：规章由国务院部门、省级政府、设区的市和自治州政府制定",
    requires=(REGULATIONS,),
    todo="请核对：县级政府、部门和乡镇制定的文件不是规章，应当计入行政规范性文件。",
    example="清河市东山区应急管理局不能制定规章，表二“规章”却填了本年制发3件。",
)
def regulations(context: Context) -> Iterator[PendingFinding]:
    """Nonzero counts of regulations reported by an organ that has no power to make them."""
    record = context.record
    filled = [(path, record.edition.column(path).label)
              for (path,) in patterns.matches(record.edition, REGULATIONS) if record.cells[path]]  # fmt: skip
    if filled and not forms.levels()[record.agency.level].makes_regulations(record.agency.name):
        yield fail(
            "{agency}不能制定规章，表二“规章”却填了{numbers}。", tuple(path for path, _ in filled),
            agency=record.agency.name, numbers="、".join(f"{name}{record.cells[path]}件" for path, name in filled),
        )  # fmt: skip


SMALL = 100
"""Procurement of less than this many 元 in a year is more likely 万元."""


@rule(
    "R23",
    level="hint",
    kind="H",
    title="收费和采购金额的大小与单位相称，不把元填作万元。",
    source=f"{FORM}表二“行政事业性收费”以万元为单位；“采购总金额”没有印单位，须另行注明",
    todo="请核对金额的单位：以元计的要除以10000再填万元。",
    example="表二“行政事业性收费”“本年收费金额（单位：万元）”为86400万元，可能是把元填作了万元。",
)
def unit_of_amounts(context: Context) -> Iterator[PendingFinding]:
    """Amounts too large for 万元 by level or about 10,000 times last year's; amounts too small for 元.

    Too large: from the ``large_amount`` of the organ's level on (5亿元 for a department). Too small: less than 100元.
    """
    record, previous = context.record, context.last_year
    large = forms.levels()[record.agency.level].large_amount
    for path, cell in record.edition.cells.items():
        value = record.cells[path]
        if cell.kind != "decimal" or not value:
            continue
        unit = record.unit(path)
        before = _comparable(previous, path, unit)
        in_wan = value if unit == "万元" else convert(value, unit, "万元", cell.units)
        if unit != "元" and in_wan is not None and in_wan >= large:
            yield fail(
                "{cell}为{amount}{unit}，可能是把元填作了{unit}。",
                (path,),
                cell=label(record, path),
                amount=value,
                unit=unit,
            )
        elif unit == "万元" and before and 3000 <= Decimal(value) / Decimal(before) <= 30000:
            yield fail(
                "{cell}为{left}万元，约是上一年度{right}万元的一万倍，可能是把元填作了万元。",
                (path, f"{record.year - 1}:{path}"), cell=label(record, path), left=value, right=before,
                difference=value - before,
            )  # fmt: skip
        elif unit == "元" and value < SMALL:
            yield fail(
                "{cell}为{amount}元，可能是把万元填作了元。", (path,), cell=label(record, path), amount=value,
                todo=f"请核对{record.edition.column(path).label}的单位（unit）。",
            )  # fmt: skip


def _comparable(previous: Return | None, path: str, unit: str | None) -> Decimal | int | None:
    """Last year's amount, if its form has the cell and the unit is the same."""
    if previous is None or path not in previous.cells:
        return None
    there = previous.unit(path)
    return previous.cells[path] if there == unit else None
