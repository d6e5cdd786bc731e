"""``gongkai ledger``: tally a register and compare the return with it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from gongkai import files
from gongkai.commands.console import console as people
from gongkai.commands.console import write_output
from gongkai.commands.settle import settle
from gongkai.drafting.merge import merge
from gongkai.ledger import templates, workbook
from gongkai.ledger.repeated import ranges
from gongkai.ledger.tally import Difference, LedgerResult, compare, tally
from gongkai.returns import canonical, load
from gongkai.returns.errors import InputError
from gongkai.returns.model import Return
from gongkai.returns.params import Params
from gongkai.returns.years import edition_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.ledger.register import Entry

_NAMED = 12
"""How many requests a line names."""


def run_ledger(
    file: Path | str,
    agency: str,
    year: int,
    params: Path | str | None,
    write: bool = False,
    json: str | None = None,
    *,
    yes: bool = False,
) -> int:
    """Tally a register into table 3, compare the return with it, and show the differences.

    Args:
        file: The register.
        agency: Id or Chinese name of the organ.
        year: Report year.
        params: The folder of params; ``None`` is the default.
        write: Write the tallied table into the return: a merge that is shown and confirmed.
        json: File for the result as JSON; ``-`` is standard output.
        yes: The changes are confirmed.

    Returns:
        0 if the return agrees or was written; 1 if it differs; 2 if writing was declined.

    Raises:
        InputError: The register or the return is wrong, there is no file to write into, there is no request of the year to
            write, or the changes are not confirmed.
    """
    inputs = Params(params)
    agency = inputs.find(agency)
    organ = inputs.agency(agency)
    path = inputs.path(agency, year) if write or year in inputs.years(agency) else None
    result = tally(Path(file), year)
    record = inputs.load(agency, year) if path is not None else None
    differences = compare(result, record) if record is not None else ()
    console = people(errors=json == "-")
    _show(console, f"{organ.name}{year}年", result, differences, compared=record is not None)
    if json is not None:
        write_output(json, canonical.dumps(to_json(agency, result, differences)))
    if write and not result.entries:
        msg = (
            f"{Path(file).name}里没有{year}年的申请，没有写入；请核对文件和年度。"
            "这一年确实没有申请的，请在数据文件的表三（requests）里写 rest: 0。"
        )
        raise InputError(msg)
    if write and path is not None and differences:
        seen = path.read_bytes()
        source = Return(agency=organ, year=year, cells=result.cells)
        name, undo = inputs.name(path), f"gongkai undo {agency} {year}"
        merged = merge(seen.decode(), name, organ, source)
        return 0 if settle(merged, path, name, seen, console, yes=yes, undo=undo) else 2
    return 1 if differences else 0


def run_template(file: Path, year: int | None = None) -> int:
    """Write an empty register to start from.

    Args:
        file: The file to write: ``.xlsx`` with lists to choose from, or ``.csv``.
        year: Report year, which decides the form; ``None`` is the current year.

    Returns:
        Exit code 0.

    Raises:
        InputError: The file exists already, or its name ends otherwise, or no form is in force for the year.
    """
    if file.exists():
        msg = f"{file}已经存在，没有改动；请换一个文件名。"
        raise InputError(msg)
    kind = file.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        msg = f"{file}：空白台账写成Excel工作簿或CSV；请把文件名写成{file.stem or '台账'}.xlsx。"
        raise InputError(msg)
    if kind == ".xlsx":
        year = year or dt.datetime.now().astimezone().year
        files.write(file, workbook.template(year, edition_in_force(year).tables["requests"]))
    else:
        files.write(file, "\ufeff" + templates.text("ledger-template.csv"))
    sys.stdout.write(f"已写入空白台账：{file}\n")
    return 0


def to_json(agency: str, result: LedgerResult, differences: Sequence[Difference]) -> dict[str, Any]:
    """The result as JSON data; requests are identified by row and serial number only."""
    table = result.edition.tables["requests"]
    return {
        "schema": load.SCHEMA,
        "agency": agency,
        "year": result.year,
        "edition": result.edition.id,
        "requests": {
            row.id: {column.id: result.cells[f"requests.{row.id}.{column.id}"] for column in row.columns}
            for row in table.rows
        },
        "differences": [
            {
                "path": item.path,
                "label": item.label,
                "typed": item.typed,
                "counted": item.counted,
                "rows": [_named(entry) for entry in item.behind],
            }
            for item in differences
        ],
        "deadlines": [
            {
                **_named(item.entry),
                "received": str(item.entry.received),
                "replied": str(item.entry.replied) if item.entry.replied else None,
                "due": str(item.due) if item.due else None,
                "status": item.status,
            }
            for item in result.deadlines
        ],
        "fees": [
            {"month": item.month, "applicant": item.code, "requests": item.requests, "amount": item.amount}
            for item in result.fees
        ],
        "outside": result.outside,
        "skipped": [{"row": line, "what": what} for line, what in result.skipped],
    }


def _named(entry: Entry) -> dict[str, Any]:
    return {"row": entry.line, "serial": entry.serial}


def _show(
    console: Console, title: str, result: LedgerResult, differences: Sequence[Difference], *, compared: bool
) -> None:
    cells = result.cells
    new, carried_in, total, carried_out = (
        cells[f"requests.{row}.total"] for row in ("new", "carried_in", "total", "carried_out")
    )
    lines = [
        f"{title}台账：计入{len(result.entries)}件，新收{new}件，上年结转{carried_in}件，办结{total}件，结转下年度{carried_out}件。",
        f"未计入：{result.outside}件不属于{result.year}年。另有{result.ignored}列（姓名、联系方式等）没有读取。",
    ]
    kinds: dict[str, list[int]] = {}
    for row, what in result.skipped:
        kinds.setdefault(what, []).append(row)
    if kinds:
        lines.append(f"跳过：{'；'.join(f'第{ranges(rows)}行是{what}' for what, rows in kinds.items())}，没有计数。")
    for line in lines:
        console.print(line)
    _rows(console, result)
    if not compared:
        console.print("没有该年度的数据文件，未作比对。")
    elif not differences:
        console.print("表三与台账一致。")
    else:
        _differences(console, differences)
    _late(console, result)
    for item in result.fees:
        console.print(f"信息处理费：申请人{item.code}在{item.month}申请{item.requests}件，按标准可收{item.amount}元。")


def _rows(console: Console, result: LedgerResult) -> None:
    table = result.edition.tables["requests"]
    columns = table.rows[0].columns
    shown = Table(title="按台账统计的表三（全为0的行略去）")
    shown.add_column("行", overflow="fold", min_width=20)
    for column in columns:
        shown.add_column(column.label, justify="right", overflow="fold")
    for row in table.rows:
        values = [result.cells[f"requests.{row.id}.{column.id}"] for column in columns]
        if any(values):
            shown.add_row(row.label, *map(str, values))
    console.print(shown)


def _differences(console: Console, differences: Sequence[Difference]) -> None:
    shown = Table(title=f"与台账不一致的单元格：{len(differences)}个")
    for head in ("单元格", "填报", "台账", "台账中的行"):
        shown.add_column(head, justify="left" if head in {"单元格", "台账中的行"} else "right", overflow="fold")
    for item in differences:
        rows = "、".join(entry.name for entry in item.behind[:_NAMED]) or "（无）"
        more = f"等{len(item.behind)}行" if len(item.behind) > _NAMED else ""
        shown.add_row(item.label, "未填写" if item.typed is None else str(item.typed), str(item.counted), rows + more)
    console.print(shown)


def _late(console: Console, result: LedgerResult) -> None:
    late = [item for item in result.deadlines if item.status in {"late", "overdue"}]
    if late:
        shown = Table(
            title=f"超过答复期限：{len(late)}件（供核对；期限从收到次日起算20个工作日，加延长和不计入的工作日）"
        )
        for head in ("台账", "收到", "应于", "答复"):
            shown.add_column(head)
        for item in late:
            replied = str(item.entry.replied) if item.status == "late" else "年末未答复"
            shown.add_row(item.entry.name, str(item.entry.received), str(item.due), replied)
        console.print(shown)
    unknown = [item for item in result.deadlines if item.status == "unknown"]
    if unknown:
        years = "、".join(f"{year}年" for year in sorted({item.missing_year or 0 for item in unknown}))
        console.print(
            f"{len(unknown)}件的答复期限无法计算：日历数据没有{years}的节假日安排；请升级chinesecalendar，或人工核对。"
        )
    elif not late:
        console.print("没有超过答复期限的申请。")
