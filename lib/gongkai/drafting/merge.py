"""What a source (form, register, published report) says, merged into a year's file that exists.

Only cells and texts that the source has are taken. Everything else stays: figures, facts, waivers, dates, and the bytes of
whatever does not change. What the source has and the file keeps as it was is listed, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongkai.drafting.splice import Flow, Items, RowChange, splice
from gongkai.drafting.texts import merged_overview, same, with_figures
from gongkai.parsing import yaml
from gongkai.parsing.dates import chinese
from gongkai.returns import load
from gongkai.returns.cells import label
from gongkai.returns.errors import InputError
from gongkai.returns.labels import describe_path
from gongkai.returns.load import TOP_KEYS
from gongkai.returns.model import Passage, Sections, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.returns.model import Agency, Fact, Issue, Number, Return

_HEAD = {"signed": "落款日期", "published": "公布日期", "publish_by": "承诺的公布日期", "signature": "落款的机关名称"}
_ABOUT_CELLS = frozenset({"ambiguous", "absent", "invalid"})


@dataclass(frozen=True)
class Change:
    """A value that a merge changes.

    Attributes:
        path: Key path (``requests.new.total``, ``sections.problems``, ``facts.website.value``).
        label: The same in the words of the form.
        old, new: The values as texts; ``None`` is not filled in.
        both: Whether the file was changed there, too, since the source was written from it.
    """

    path: str
    label: str
    old: str | None
    new: str
    both: bool = False


@dataclass(frozen=True)
class Merge:
    """A merge that has not been written.

    Attributes:
        text: The file's new text.
        changes: What changes, in the order of the form.
        kept: Chinese sentences about what the source has and the merge does not take.
    """

    text: str
    changes: tuple[Change, ...]
    kept: tuple[str, ...] = ()


@dataclass
class _Work:
    """A merge in progress: the keys to write, the return that reading them must give, and what to tell."""

    own: Return
    source: Return
    base: Return | None
    keys: dict[str, Any] = field(default_factory=dict)
    expected: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def change(self, path: str, said: str, old: object, new: object, *, both: bool = False) -> None:
        self.changes.append(Change(path, said, None if old is None else shown(old), shown(new), both))


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
    own = _read(text, name, agency)
    if source.year != own.year:
        msg = f"{name}是{own.year}年的，来源是{source.year}年的；没有写入。"
        raise InputError(msg)
    work = _Work(own, source, base)
    _cells(work)
    _units(work)
    _facts(work)
    _sections(work, published or {})
    _heads(work)
    _issues(work)
    made = splice(text, work.keys, _orders(own), name)
    again = own.model_copy(update=work.expected)
    if not _gives(made, name, agency, again):
        msg = f"{name}的写法特殊，不能自动合并，没有改动；请按上面列出的内容手工修改，或先把这个文件改成通常的写法。"
        raise InputError(msg)
    return Merge(made, tuple(work.changes), tuple(work.kept))


def shown(value: object) -> str:
    """A value as a list of changes shows it."""
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _read(text: str, name: str, agency: Agency) -> Return:
    data, lines = yaml.parse(text.removeprefix("\ufeff"), name)
    return load.build(data, agency, Source(file=name, lines=lines))


def _gives(text: str, name: str, agency: Agency, wanted: Return) -> bool:
    try:
        return _read(text, name, agency) == wanted
    except InputError:
        return False


def _orders(own: Return) -> dict[tuple[str, ...], tuple[str, ...]]:
    tables: dict[tuple[str, ...], tuple[str, ...]] = {
        (id_,): (*table.row_by_id, "rest") for id_, table in own.edition.tables.items()
    }
    return {(): TOP_KEYS, ("sections",): tuple(Sections.model_fields), **tables}


def _news(work: _Work, new: object, old: object, was: object) -> bool:
    """Whether the source says something that the file does not say already, and did not just come back with it."""
    return new is not None and new != old and not (work.base is not None and new == was and old is not None)


def _both(work: _Work, old: object, was: object) -> bool:
    return work.base is not None and old is not None and old != was


def _cells(work: _Work) -> None:
    own, before = work.own, work.base.cells if work.base else {}
    new: dict[str, Number | None] = {}
    for path, old in own.cells.items():
        value, was = work.source.cells.get(path), before.get(path)
        if _news(work, value, old, was):
            new[path] = value
            work.change(path, label(own, path), old, value, both=_both(work, old, was))
        elif value is None and was is not None and old is not None:
            work.kept.append(
                f"{label(own, path)}在来源里被清空，文件里仍是{shown(old)}；确实要清空的，请在文件里删去。"
            )
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


def _units(work: _Work) -> None:
    own, before = work.own, work.base.units if work.base else {}
    units = dict(own.units)
    for at, cell in own.edition.open_rows.items():
        value, old = work.source.units.get(at), own.units.get(at)
        if not _news(work, value, old, before.get(at)):
            continue
        assert value is not None
        units[at] = value
        work.change(f"{at}.unit", f"{label(own, cell.path)}的单位", old, value, both=_both(work, old, before.get(at)))
        table, row = at.split(".")
        columns = own.edition.tables[table].row_by_id[row].columns
        rows = work.keys.setdefault(table, {})
        known = rows.get(row)
        values = {column.id: own.cells[f"{at}.{column.id}"] for column in columns} | (known.values if known else {})
        changed = (*(known.changed if known else ()), "unit")
        rows[row] = RowChange(tuple(column.id for column in columns), values | {"unit": value}, changed)
    work.expected["units"] = units


def _facts(work: _Work) -> None:
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
            work.change(f"facts.{id_}", f"表外的数“{fact.label}”", None, f"{_value(fact)}{fact.unit}")
            continue
        for key, what in (("value", ""), ("unit", "的单位"), ("label", "的名称")):
            new, now = getattr(fact, key), getattr(old, key)
            if _news(work, new, now, getattr(was, key, None)):
                facts[id_] = facts[id_].model_copy(update={key: new})
                work.keys.setdefault("facts", {}).setdefault(id_, {})[key] = new
                said = f"表外的数“{old.label}”{what}"
                work.change(f"facts.{id_}.{key}", said, now, new, both=_both(work, now, getattr(was, key, None)))
    work.expected["facts"] = facts


def _value(fact: Fact) -> str:
    return "未填" if fact.value is None else shown(fact.value)


def _sections(work: _Work, published: Mapping[str, str]) -> None:
    own, source = work.own.sections, work.source.sections
    before = work.base.sections if work.base else Sections()
    made: dict[str, Any] = {}
    for key in Sections.model_fields:
        old, new, was = getattr(own, key), getattr(source, key), getattr(before, key)
        path = f"sections.{key}"
        if isinstance(new, str) and isinstance(old, tuple):
            new = merged_overview(new, old, published)
        if isinstance(new, tuple) and (isinstance(old, tuple) or old is None):
            passages = _passages(work, old or (), new, was if isinstance(was, tuple) else (), published)
            if passages is not None:
                made[key] = passages
            continue
        if not new or (
            isinstance(new, str) and isinstance(old, (str, type(None))) and _same(work, new, old, published.get(path))
        ):
            continue
        if not _news(work, new, old, was):
            continue
        if isinstance(new, str):
            made[key] = _like(new, old if isinstance(old, str) else None)
        else:
            made[key] = new
        work.keys.setdefault("sections", {})[key] = made[key] if isinstance(made[key], str) else _as_keys(made[key])
        work.change(path, describe_path(work.own, path), _joined(old), _joined(new) or "", both=_both(work, old, was))
    if made:
        work.expected["sections"] = own.model_copy(update=made)


def _same(work: _Work, new: str, old: str | None, printed: str | None) -> bool:
    """Whether a source has the text of the file, or the one that is published for it."""
    if work.base is not None:
        return old is not None and new.strip() == old.strip()
    return any(same(new, text) for text in (old, printed) if text is not None)


def _like(new: str, old: str | None) -> str:
    """A text that keeps the figures placed in the old one and ends as it does: a block in YAML ends with a line feed."""
    new = with_figures(new, old or "")
    return f"{new}\n" if old is not None and old.endswith("\n") and not new.endswith("\n") else new


def _passages(
    work: _Work,
    old: tuple[Passage, ...],
    new: tuple[Passage, ...],
    was: tuple[Passage, ...],
    published: Mapping[str, str],
) -> tuple[Passage, ...] | None:
    """The passages of section one with what the source has of them; ``None`` if nothing changes."""
    found = {passage.id: passage for passage in old}
    before = {passage.id: passage for passage in was}
    keys: dict[str, Any] = {}
    for passage in new:
        path = f"sections.overview.{passage.id}"
        now, earlier = found.get(passage.id), before.get(passage.id)
        said = f"{describe_path(work.own, 'sections.overview')}的“{passage.heading or getattr(now, 'heading', None) or passage.id}”"
        if now is None:
            if passage.text is None or same(passage.text, published.get(path)):
                continue
            found[passage.id] = passage
            keys[passage.id] = {"heading": passage.heading, "text": passage.text}
            work.change(path, said, None, passage.text)
            continue
        if now.heading != passage.heading and _news(
            work, passage.heading, now.heading, getattr(earlier, "heading", None)
        ):
            found[passage.id] = found[passage.id].model_copy(update={"heading": passage.heading})
            keys.setdefault(passage.id, {})["heading"] = passage.heading
            work.change(f"{path}.heading", f"{said}的小标题", now.heading, passage.heading)
        text = passage.text
        if (
            not text
            or _same(work, text, now.text, published.get(path))
            or not _news(work, text, now.text, getattr(earlier, "text", None))
        ):
            continue
        text = _like(text, now.text)
        found[passage.id] = found[passage.id].model_copy(update={"text": text})
        keys.setdefault(passage.id, {})["text"] = text
        work.change(path, said, now.text, text, both=_both(work, now.text, getattr(earlier, "text", None)))
    if not keys:
        return None
    work.keys.setdefault("sections", {})["overview"] = keys
    return tuple(found.values())


def _as_keys(passages: tuple[Passage, ...]) -> dict[str, Any]:
    return {passage.id: {"heading": passage.heading, "text": passage.text} for passage in passages}


def _joined(text: str | tuple[Passage, ...] | None) -> str | None:
    if isinstance(text, tuple):
        return "\n\n".join(f"### {item.heading or item.id}\n\n{item.text or ''}" for item in text)
    return text


def _heads(work: _Work) -> None:
    """Dates and the signature are only filled in: those that are there stay."""
    for key, said in _HEAD.items():
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


def _issues(work: _Work) -> None:
    """What could not be settled in the source about what the file lacks, or was taken, is an issue of the file too."""
    changed = {change.path for change in work.changes}
    cells = work.expected.get("cells", work.own.cells)
    before = work.base.issues if work.base else ()
    added = [
        issue
        for issue in work.source.issues
        if issue not in work.own.issues and issue not in before and _concerns(issue, cells, changed)
    ]
    if added:
        work.expected["issues"] = (*work.own.issues, *added)
        work.keys["issues"] = Items(tuple(Flow(issue.model_dump(exclude_defaults=True)) for issue in added))
        work.change("issues", "没有能确定的地方", None, f"记入{len(added)}条")


def _concerns(issue: Issue, cells: Mapping[str, Number | None], changed: set[str]) -> bool:
    about = [path for path in cells if path == issue.path or path.startswith(f"{issue.path}.")]
    if issue.kind == "blank":
        return False  # the file shows what it lacks
    if issue.kind == "note":
        return issue.path in changed
    if issue.kind in _ABOUT_CELLS:
        return bool(about) and any(cells[path] is None for path in about)
    return True


def differences(before: bytes, after: bytes, name: str, agency: Agency) -> tuple[Change, ...] | None:
    """What differs between two states of a year's file; ``None`` if one of them cannot be read."""
    try:
        old, new = (_read(content.decode(), name, agency) for content in (before, after))
    except (InputError, UnicodeDecodeError):
        return None
    one, other = _values(old), _values(new)
    return tuple(
        Change(path, other.get(path, one.get(path, ("", "")))[0], _said(one, path), _said(other, path) or "未填")
        for path in dict.fromkeys([*one, *other])
        if _said(one, path) != _said(other, path)
    )


def _said(values: Mapping[str, tuple[str, str | None]], path: str) -> str | None:
    return values[path][1] if path in values else None


def _values(record: Return) -> dict[str, tuple[str, str | None]]:
    """Every value of a return by key path: its place in Chinese, and the value as a text."""
    found = {path: (label(record, path), None if v is None else shown(v)) for path, v in record.cells.items()}
    found |= {f"{at}.unit": (f"{describe_path(record, at)}的单位", unit) for at, unit in record.units.items()}
    found |= {
        f"facts.{id_}": (f"表外的数“{fact.label}”", f"{_value(fact)}{fact.unit}") for id_, fact in record.facts.items()
    }
    for key in Sections.model_fields:
        found[f"sections.{key}"] = (describe_path(record, f"sections.{key}"), _joined(getattr(record.sections, key)))
    found |= {key: (said, None if (v := getattr(record, key)) is None else str(v)) for key, said in _HEAD.items()}
    for key, said in (("figures", "图"), ("waivers", "认可"), ("corrections", "更正"), ("issues", "没有能确定的地方")):
        found[key] = (said, f"{len(getattr(record, key))}条" if getattr(record, key) else None)
    return found
