"""Every cell is filled in with a valid number."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from gongkai.returns.cells import issue_at, label, named, stayed, wanted
from gongkai.returns.labels import column_labels, describe_path
from gongkai.returns.reported import is_begun
from gongkai.rules.base import FORM, Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.blanks import suggestions
from gongkai.rules.sums import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Issue, Number, Return


_MANY = 4
"""From how many rows with blanks ``rest: 0`` spares an office the typing."""

_REST = (
    "这张表里没有填的如果都是没有发生的，在数据文件的{table}下写一行 rest: 0，写着null的行删去；有数的请补填。"
    "在Excel填报表里填的，逐格填0。"
)
"""What to do about a table with few numbers; ``{table}`` is its id."""


@rule(
    "R5",
    level="error",
    kind="A",
    title="每个数都是非负整数；收费和采购金额可以有小数，“本年增/减”可以为负。",
    source=f"{FORM}各表的计量单位",
    todo="请填写件数、项数等整数；金额填非负数。",
    example="表三“一、本年新收政府信息公开申请数量”“自然人”填的是-1，应当是非负整数。",
)
def valid_numbers(context: Context) -> Iterator[PendingFinding]:
    """A count is a non-negative whole number, an amount is not negative, a change is a whole number."""
    record = context.record
    for path, value in record.cells.items():
        if value is None or (type(value) is int and value >= 0):
            continue
        if (must := wanted(record.edition, path, value)) is not None:
            yield fail(
                "{cell}填的是{value}，应当是{wanted}。", (path,), cell=label(record, path), value=value, wanted=must
            )
    for issue in record.issues:
        if issue.kind != "invalid" or record.cells.get(issue.path) is not None:
            continue
        table = issue.path.partition(".")[0]
        if table not in record.edition.tables:
            continue
        if table == issue.path and None not in (record.cells[cell.path] for cell in record.edition.tables[table].cells):
            continue  # about all blank cells of a table, and none is left
        yield fail(
            "{cell}写的是“{value}”，不是合规的数。",
            (issue.path,),
            cell=describe_path(record, issue.path),
            value=issue.raw or "",
        )
    for issue, value in stayed(record, "invalid"):
        yield _stayed(record, issue, value, f"读不出（写的是“{issue.raw}”）" if issue.raw else "读不出")


@rule(
    "R32",
    level="error",
    kind="A",
    title="每个单元格都填写；空白、“/”、“-”是未填写，不当作0。",
    source=f"{FORM}；官方文件没有规定空白等于0，没有发生的应填0",
    todo="请补填；没有发生的填0。",
    example="表三“（一）予以公开”整行7格都未填写。",
)
def filled(context: Context) -> Iterator[PendingFinding]:
    """Blank cells, one finding per row, with what they must be; R27 reports missing rows and tables without numbers."""
    record = context.record
    must = suggestions(context)
    blank: dict[tuple[str, str], list[str]] = defaultdict(list)
    unread: list[str] = []
    for path, value in record.cells.items():
        if value is not None:
            continue
        if issue_at(record, path, ("absent", "form", "extra", "invalid")):
            continue
        if issue_at(record, path, ("ambiguous",)):
            unread.append(path)
            continue
        table, row, _ = path.split(".")
        blank[table, row].append(path)
    empty = {id_ for id_ in record.edition.tables if not is_begun(record, id_)}
    often = Counter(table for table, _ in blank)
    for (table, row), paths in blank.items():
        if table in empty:
            continue
        names = dict(column_labels(record.edition.id, table, row))
        whole = len(paths) == len(names) and len(paths) > 1
        raw = next(
            (i.raw for path in paths if (i := issue_at(record, path, ("blank",))) and i.raw and i.raw.strip()), ""
        )
        said = [(names[path.split(".")[2]], text) for path in paths if path in must and (text := shown(must[path]))]
        yield fail(
            "{row}{cells}未填写{raw}{must}。",
            tuple(paths),
            must=_must(said, len(paths)),
            row=label(record, paths[0]).rpartition("“")[0],
            cells=f"整行{len(paths)}格都" if whole else "".join(f"“{names[path.split('.')[2]]}”" for path in paths),
            raw=f"（写的是“{raw}”）" if raw else "",
            count=len(paths),
            todo=_REST.format(table=table) if often[table] >= _MANY else None,
        )
    for issue, value in stayed(record, "blank"):
        yield _stayed(record, issue, value, "被清空")
    if unread:
        rows = list(dict.fromkeys(label(record, path).rpartition("“")[0] for path in unread))
        yield not_checked(
            "{rows}的{count}格在原文中有几种读法，没有读定。", tuple(unread),
            todo="请对照原报告填写。", rows=named(rows), count=len(unread),
        )  # fmt: skip


def _stayed(record: Return, issue: Issue, value: Number, what: str) -> PendingFinding:
    """A number that stayed when a file was read whose own could not be read, or had been emptied."""
    return fail(
        "{cell}在后来读入的文件里{what}，仍是原来的{value}。", (issue.path,), cell=describe_path(record, issue.path),
        what=what, value=value, todo="请核对：原来的数不对的，改正这一格；对的，删去issues里的这一条。",
    )  # fmt: skip


def _must(said: list[tuple[str, str]], blanks: int) -> str:
    """What follows from the cells that are filled: ``；按其他数推算，这一格应为3``."""
    if not said:
        return ""
    if blanks == 1:
        return f"；按其他数推算，这一格{said[0][1]}"
    return "；按其他数推算，" + "，".join(f"“{name}”{text}" for name, text in said)
