"""Numbers of a file that stay although the source has something else in their place, which cannot be read, or nothing any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.returns.cells import label, possible
from gongkai.returns.labels import describe_path
from gongkai.returns.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.returns.model import Number, Return


@dataclass(frozen=True)
class Kept:
    """A number that stays.

    Attributes:
        sentence: What stands in the source, and what stays, in Chinese.
        issue: The same as an issue of the file, which holds as long as the number is the one that stayed.
    """

    sentence: str
    issue: Issue


def kept(own: Return, source: Return, base: Return | None) -> Iterator[Kept]:
    """The numbers of a file that a source contradicts without giving another.

    Args:
        own: The file's return.
        source: What the source says.
        base: The return that the source was written from; only then an empty cell says that it was emptied.
    """
    given, before = _numbers(source), {} if base is None else _numbers(base)
    known = frozenset() if base is None else frozenset(base.issues)
    about = {issue.path: issue for issue in reversed(source.issues) if issue not in known}
    for path, old in _numbers(own).items():
        if old is None or given.get(path) is not None:
            continue
        issue, row = about.get(path), about.get(path.rpartition(".")[0])
        if issue is not None and issue.kind == "invalid":
            yield _kept(own, path, old, "invalid", issue)
        elif (read := issue or row) is not None and read.kind == "ambiguous":
            if path in source.cells and old not in possible(source, path):
                yield _kept(own, path, old, "invalid", read)
        elif before.get(path) is not None and not _is_computed(source, path):
            yield _kept(own, path, old, "blank", issue)


def settled(own: Return, source: Return, base: Return | None) -> tuple[int, ...]:
    """Which issues about numbers that stayed are settled, because the source now has a number there; by index."""
    given, before = _numbers(source), {} if base is None else _numbers(base)
    known = frozenset() if base is None else frozenset(base.issues)
    return tuple(
        index
        for index, issue in enumerate(own.issues)
        if issue.kind in {"invalid", "blank"}
        and len(issue.candidates) == 1
        and given.get(issue.path) is not None
        and (issue not in known or given[issue.path] != before.get(issue.path))
    )


def _numbers(record: Return) -> Mapping[str, Number | None]:
    return {**record.cells, **{f"facts.{id_}": fact.value for id_, fact in record.facts.items()}}


def _is_computed(source: Return, path: str) -> bool:
    """Whether a cell is a total that is missing because one of its parts is."""
    if path not in source.cells:
        return False
    table, row, column = path.split(".")
    beside = [other for other in source.cells if other != path and other.startswith(f"{table}.")]
    parts = [
        other
        for other in beside
        if (column == "total" and other.startswith(f"{table}.{row}."))
        or (row == "total" and other.endswith(f".{column}"))
    ]
    return any(source.cells[part] is None for part in parts)


def _kept(own: Return, path: str, old: Number, kind: str, issue: Issue | None) -> Kept:
    name = label(own, path) if path in own.cells else describe_path(own, path)
    said = issue.message.rstrip("。") if issue is not None and issue.message else ""
    raw = issue.raw if issue is not None else None
    why = f"（{said}）" if said else f"（写的是“{raw}”）" if raw else ""
    value = f"{old:f}" if hasattr(old, "as_tuple") else str(old)
    if kind == "invalid":
        sentence = f"{name}读不出，仍是原来的{value}{why}。"
    else:
        sentence = f"{name}在来源里被清空（{value} → 未填），没有照改，仍是{value}{why}；确实要清空的，请在文件里删去。"
    recorded = Issue.model_validate(
        {"path": path, "kind": kind, "raw": raw, "candidates": ((old,),), "message": said or None}
    )
    return Kept(sentence, recorded)
