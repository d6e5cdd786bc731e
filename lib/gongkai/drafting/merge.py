"""What a source (form, register, published report) says, merged into a year's file that exists.

Only cells and texts that the source has are taken. Everything else stays: figures, facts, waivers, dates, and the bytes of
whatever does not change. What the source has and the file keeps as it was is listed, with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.drafting import unread
from gongkai.drafting.changes import HEAD, fact_value, read
from gongkai.drafting.merge_sections import merge_sections
from gongkai.drafting.merging import Merge, Work
from gongkai.drafting.splice import Flow, Items, RowChange, splice
from gongkai.parsing.dates import chinese
from gongkai.returns.cells import label, named, wanted
from gongkai.returns.errors import InputError
from gongkai.returns.labels import describe_path
from gongkai.returns.load import TOP_KEYS
from gongkai.returns.model import Sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.returns.model import Agency, Issue, Number, Return

_ABOUT_CELLS = frozenset({"ambiguous", "absent", "invalid"})


def merge(
    text: str,
    name: str,
    agency: Agency,
    source: Return,
    *,
    base: Return | None = None,
    published: Mapping[str, str] | None = None,
) -> Merge:
    """Merge a source into the text of a year's file.

    Args:
        text: The file.
        name: What messages call it.
        agency: The organ.
        source: What the source says; cells and texts that are ``None`` say nothing.
        base: The return that the source was written from (a form that was filled in): what it still says as it was written
            is not news, and goes only where the file has nothing.
        published: The file's texts by key path as they are published, placeholders filled in: a source that has the
            published text changes nothing.

    Raises:
        InputError: The file cannot be read, is of another year, or cannot be changed in place.
    """
    own = read(text, name, agency)
    if source.year != own.year:
        msg = f"{name}是{own.year}年的，来源是{source.year}年的；没有写入。"
        raise InputError(msg)
    work = Work(own, source, base)
    _cells(work)
    _units(work)
    _facts(work)
    merge_sections(work, published or {})
    _heads(work)
    _issues(work)
    made = splice(text, work.keys, _orders(own), name)
    again = own.model_copy(update=work.expected)
    if not _gives(made, name, agency, again):
        msg = f"{name}的写法特殊，不能自动合并，没有改动；请按上面列出的内容手工修改，或先把这个文件改成通常的写法。"
        raise InputError(msg)
    return Merge(made, tuple(work.changes), tuple(work.kept), work.unread)


def _gives(text: str, name: str, agency: Agency, wanted: Return) -> bool:
    try:
        return read(text, name, agency) == wanted
    except InputError:
        return False


def _orders(own: Return) -> dict[tuple[str, ...], tuple[str, ...]]:
    tables: dict[tuple[str, ...], tuple[str, ...]] = {
        (id_,): (*table.row_by_id, "rest") for id_, table in own.edition.tables.items()
    }
    return {(): TOP_KEYS, ("sections",): tuple(Sections.model_fields), **tables}


def _cells(work: Work) -> None:
    own, before = work.own, work.base.cells if work.base else {}
    new: dict[str, Number | None] = {}
    for path, old in own.cells.items():
        value, was = work.source.cells.get(path), before.get(path)
        if work.is_news(value, old, was):
            new[path] = value
            must = None if value is None else wanted(own.edition, path, value)
            work.change(path, label(own, path), old, value, both=work.changed_in_both(old, was), wanted=must)
    if not new:
        return
    work.expected |= {"cells": own.cells | new, "rest": tuple(path for path in own.rest if path not in new)}
    for table in own.edition.tables.values():
        for row in table.rows:
            paths = {column.id: f"{table.id}.{row.id}.{column.id}" for column in row.columns}
            changed = tuple(column for column, path in paths.items() if path in new)
            if changed:
                values: dict[str, Any] = {column: new.get(path, own.cells[path]) for column, path in paths.items()}
                if (at := f"{table.id}.{row.id}") in own.edition.open_rows:
                    values["unit"] = own.units.get(at)
                sparse = all(path in own.rest for path in paths.values())
                work.keys.setdefault(table.id, {})[row.id] = RowChange(tuple(paths), values, changed, sparse)


def _units(work: Work) -> None:
    own, before = work.own, work.base.units if work.base else {}
    units = dict(own.units)
    for at, cell in own.edition.open_rows.items():
        value, old = work.source.units.get(at), own.units.get(at)
        if value is None and old is not None and before.get(at) is not None:
            work.kept.append(f"{label(own, cell.path)}的单位在来源里被清空或不能用，仍是“{old}”。")
        if not work.is_news(value, old, before.get(at)):
            continue
        assert value is not None
        units[at] = value
        work.change(
            f"{at}.unit", f"{label(own, cell.path)}的单位", old, value, both=work.changed_in_both(old, before.get(at))
        )
        table, row = at.split(".")
        columns = own.edition.tables[table].row_by_id[row].columns
        rows = work.keys.setdefault(table, {})
        known = rows.get(row)
        values = {column.id: own.cells[f"{at}.{column.id}"] for column in columns} | (known.values if known else {})
        changed = (*(known.changed if known else ()), "unit")
        rows[row] = RowChange(tuple(column.id for column in columns), values | {"unit": value}, changed)
    work.expected["units"] = units


def _facts(work: Work) -> None:
    own, before = work.own, work.base.facts if work.base else {}
    facts = dict(own.facts)
    for id_, fact in work.source.facts.items():
        old, was = own.facts.get(id_), before.get(id_)
        if old is None:
            data = fact.model_dump(exclude_defaults=True)
            facts[id_] = fact
            work.keys.setdefault("facts", {})[id_] = Flow(
                {"label": fact.label, "value": fact.value, "unit": fact.unit, **data}
            )
            work.change(f"facts.{id_}", f"表外的数“{fact.label}”", None, f"{fact_value(fact)}{fact.unit}")
            continue
        for key, what in (("value", ""), ("unit", "的单位"), ("label", "的名称")):
            new, now = getattr(fact, key), getattr(old, key)
            if new != "" and work.is_news(new, now, getattr(was, key, None)):
                facts[id_] = facts[id_].model_copy(update={key: new})
                work.keys.setdefault("facts", {}).setdefault(id_, {})[key] = new
                said = f"表外的数“{old.label}”{what}"
                work.change(
                    f"facts.{id_}.{key}", said, now, new, both=work.changed_in_both(now, getattr(was, key, None))
                )
            elif new == "" and now and getattr(was, key, "") != "":
                work.kept.append(f"表外的数“{old.label}”{what}在来源里被清空，仍是“{now}”。")
    work.expected["facts"] = facts


def _heads(work: Work) -> None:
    """Dates and the signature are only filled in: those that are there stay."""
    for key, said in HEAD.items():
        old, new = getattr(work.own, key), getattr(work.source, key)
        if old is None and new is not None:
            work.keys[key] = work.expected[key] = new
            work.change(key, said, None, new)
        elif new is not None and new != old and (work.base is None or new != getattr(work.base, key)):
            given, there = (chinese(day) if hasattr(day, "year") else str(day) for day in (new, old))
            work.kept.append(f"{said}：来源里是{given}，文件里是{there}，没有改；要改的，请在文件里改。")
    for figure in work.source.figures:
        if figure.id not in {item.id for item in work.own.figures}:
            work.kept.append(f"图“{figure.caption}”没有读入；需要的，请在文件的figures里写明。")


def _issues(work: Work) -> None:
    """What could not be settled in the source about what the file lacks, or was taken, is an issue of the file too."""
    changed = {change.path for change in work.changes}
    cells = work.expected.get("cells", work.own.cells)
    before = work.base.issues if work.base else ()
    stayed = list(unread.kept(work.own, work.source, work.base))
    work.kept += [item.sentence for item in stayed]
    work.unread = sum(item.issue.kind == "invalid" for item in stayed)
    gone = unread.settled(work.own, work.source, work.base)
    added = [
        issue
        for issue in work.source.issues
        if issue not in work.own.issues and issue not in before and _concerns(issue, cells, changed)
    ]
    added += [item.issue for item in stayed if item.issue not in work.own.issues]
    if added or gone:
        left = tuple(issue for index, issue in enumerate(work.own.issues) if index not in gone)
        work.expected["issues"] = (*left, *added)
        new = tuple(Flow(issue.model_dump(exclude_defaults=True)) for issue in added)
        work.keys["issues"] = Items(new, gone)
        about = named(list(dict.fromkeys(describe_path(work.own, issue.path) for issue in added)))
        said = [f"记入{len(added)}条（{about}）"] if added else []
        said += [f"删去{len(gone)}条，已经读出"] if gone else []
        work.change("issues", "没有能确定的地方", None, "，".join(said))


def _concerns(issue: Issue, cells: Mapping[str, Number | None], changed: set[str]) -> bool:
    about = [path for path in cells if path == issue.path or path.startswith(f"{issue.path}.")]
    if issue.kind == "blank":
        return False  # the file shows what it lacks
    if issue.kind == "note":
        return issue.path in changed
    if issue.kind in _ABOUT_CELLS:
        return bool(about) and any(cells[path] is None for path in about)
    return True
