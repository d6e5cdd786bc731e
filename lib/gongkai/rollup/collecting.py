"""What has come in from the members of a roll-up: one row for each member and file, and the table to send round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from gongkai.importers import organ_match
from gongkai.returns.errors import InputError
from gongkai.returns.reported import has_reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.returns.model import Return
    from gongkai.returns.params import Params

State = Literal["taken", "unchanged", "earlier", "unconfirmed", "refused", "blank", "missing"]

STATES: dict[State, str] = {
    "taken": "已读入", "unchanged": "已读入，没有变化", "earlier": "以前已有", "unconfirmed": "没有确认", "refused": "没有读入", "blank": "已读入，没有填数",
    "missing": "没有收到",
}  # fmt: skip
"""States with their Chinese names; ``blank`` came in, or was started here, and has no number of its own yet."""

HEADS = ("机关", "代号", "年度", "状态", "错误", "警告", "提示", "文件", "说明")
"""Columns of the table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A file that came in, or a member of whom none did.

    Attributes:
        name: The organ's full name; empty if the file does not say it.
        agency: Its id; empty if it has none.
        year: Report year; ``None`` if the file does not say it.
        state: What became of the file.
        file: Its name, relative to the folder.
        why: Why it was refused, or what is to be done.
        findings: How many findings of each level the organ's return has now; ``None`` if it was not checked.
    """

    name: str
    agency: str
    year: int | None
    state: State
    file: str = ""
    why: str = ""
    findings: tuple[int, int, int] | None = None

    def cells(self) -> tuple[str | int | None, ...]:
        """The row of the table, in the order of :data:`HEADS`."""
        counts = self.findings or (None, None, None)
        return (self.name, self.agency, self.year, STATES[self.state], *counts, self.file, self.why)

    def to_json(self) -> dict[str, Any]:
        """JSON data."""
        counts = dict(zip(("error", "warning", "hint"), self.findings, strict=True)) if self.findings else None
        return {
            "agency": self.agency or None, "name": self.name or None, "year": self.year, "state": self.state,
            "file": self.file or None, "why": self.why or None, "findings": counts,
        }  # fmt: skip


def expected(params: Params, ids: Iterable[str], year: int) -> str | None:
    """The government whose members a collection is about: that of most of the organs, and of no fewer than half of them.

    Args:
        params: The folder of inputs.
        ids: The organs of which files have come in.
        year: Report year.

    Returns:
        Its id; ``None`` if there is none, or two have as many.
    """
    there = set(ids)
    having = Counter({id_: len(there.intersection(params.agency(id_).member_ids(year))) for id_ in params.governments})
    best = having.most_common(2)
    if not best or 2 * best[0][1] < len(there) or best[0][1] == 0:
        return None
    return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else None


def others(params: Params, government: str, year: int, came: Iterable[str], *, published: bool = False) -> list[Row]:
    """The members of a government of whom no file came in: those whose data are there from before, and those who are missing.

    Args:
        params: The folder of inputs.
        government: Id of the government.
        year: Report year.
        came: The organs of which a file came in.
        published: Whether the record of what was published counts as their data.

    Raises:
        InputError: A member is not an organ in the folder.
    """
    there = set(came)
    ids = [id_ for id_ in params.member_ids(government, year) if id_ not in there]
    titles = params.titles(ids)
    return [_other(params, id_, year, titles[id_], published=published) for id_ in ids]


def _other(params: Params, agency: str, year: int, name: str, *, published: bool) -> Row:
    kind = ".published.yaml" if published else ".yaml"
    if not (params.folder(agency) / f"{year}{kind}").is_file():
        return Row(name, agency, year, "missing")
    try:
        record = params.published(agency, year) if published else params.load(agency, year)
    except InputError:
        record = None  # checking it says what is wrong
    if record is not None and not has_reported(record):
        return Row(name, agency, year, "missing", why="params里的数据文件还是空白的，没有填数")
    return Row(name, agency, year, "earlier")


def conflicts(records: Sequence[tuple[str, Return]]) -> dict[str, str]:
    """Files of the same organ and year with different numbers in a cell: why each is refused, by name of file.

    Args:
        records: Files with their returns.
    """
    groups: dict[tuple[str, int], list[tuple[str, Return]]] = {}
    for file, record in records:
        groups.setdefault((record.agency.id, record.year), []).append((file, record))
    found = {}
    for group in groups.values():
        values: dict[str, set[object]] = {}
        for _, record in group:
            for path, value in record.cells.items():
                if value is not None:
                    values.setdefault(path, set()).add(value)
        different = sum(len(numbers) > 1 for numbers in values.values())
        if different:
            for file, _ in group:
                others = "、".join(other for other, _ in group if other != file)
                found[file] = f"与{others}是同一机关同一年度的，有{different}格的数不同；请只留下正确的一份。"
    return found


def organ_of(file: str, params: Params) -> tuple[str, str] | None:
    """Id and name of the organ that a file which cannot be read is probably of: its id, or its name or a part of it, is in the file's name."""
    stem = file.rpartition("/")[2].rpartition(".")[0]
    by_id = [id_ for id_ in params.agencies if stem == id_ or stem.startswith(f"{id_}-")]
    found = by_id if len(by_id) == 1 else organ_match.by_file(file, params)
    return (found[0], params.titles(found)[found[0]]) if len(found) == 1 else None
