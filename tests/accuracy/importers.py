"""How well published reports are read: cells, ambiguous ones, blanks, sections and headings, one report after another."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from gongkai import importers
from tests.accuracy.measure import Measure
from tests.accuracy.unwrap import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.returns import Number, Return

HEADINGS: dict[str, dict[str, int]] = {
    "002": {"overview": 4}, "005": {"overview": 5, "problems": 2}, "006": {"overview": 5}, "007": {"overview": 5},
    "010": {"overview": 3, "disclosure": 5}, "011": {"overview": 3}, "012": {"overview": 3},
    "015": {"overview": 5, "problems": 2}, "023": {"overview": 4, "disclosure": 3, "problems": 2}, "025": {"overview": 5},
    "026": {"overview": 6, "problems": 3}, "027": {"overview": 6}, "037": {"overview": 2, "problems": 3},
    "seed": {"overview": 7, "problems": 2, "other": 2},
}  # fmt: skip
"""How many （一） headings the texts print, counted by hand."""


@dataclass
class Count:
    """What was counted in one report.

    Attributes:
        determined: Cells that the text determines. ``right`` and ``wrong``: of those; ``silent``: wrong without an issue.
        ambiguous: Rows that the text leaves open; ``named``: reported with exactly the right readings, no cell filled.
        blank, blank_right: Cells that the report left empty, and those of them that are read so.
        sections, sections_found: Section titles that are there, and found. ``headings`` likewise.
    """

    id: str
    determined: int = 0
    right: int = 0
    wrong: int = 0
    silent: int = 0
    ambiguous: int = 0
    named: int = 0
    blank: int = 0
    blank_right: int = 0
    sections: int = 0
    sections_found: int = 0
    headings: int = 0
    headings_found: int = 0


def _floats(numbers: Iterable[Number | None]) -> tuple[float, ...]:
    return tuple(float(number) if number is not None else -1.0 for number in numbers)


def read(path: Path) -> Return:
    """Import a report as the command does without any folder of inputs."""
    return importers.read(path).record


def read_reference(reference: Path, id_: str) -> Return:
    """Import a reference report without the wrapper of its file."""
    given = next((reference / "reports").glob(f"{id_}_*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / given.name
        path.write_text(unwrapped(given.read_text("utf-8")), "utf-8")
        return read(path)


def reports(reference: Path) -> list[Count]:
    """Counts for every reference report, the seed (whose cells were counted by hand) last."""
    found = [
        count(
            path.stem,
            read_reference(reference, path.stem),
            json.loads(path.read_text("utf-8")),
        )
        for path in sorted((reference / "truth").glob("*.json"))
    ]
    return [*found, page(reference), seed(reference)]


def count(id_: str, record: Return, truth: dict[str, Any]) -> Count:
    """Compare a return with what was read by hand."""
    out = Count(id_)
    open_rows = {
        item["path"]: item
        for item in [*truth["ambiguous"], *truth.get("text_ambiguous", [])]
        # A table that an organ printed on its own is no part of the form and stays text.
        if item["path"].split(".")[0] in record.edition.tables
    }
    named = {
        issue.path for issue in record.issues if issue.kind in {"ambiguous", "absent", "invalid", "blank", "extra"}
    }
    for table in record.edition.tables.values():
        for row in table.rows:
            path = f"{table.id}.{row.id}"
            values = truth[table.id].get(row.id)
            if path in open_rows or table.id in open_rows or values is None:
                continue
            for column, value in zip(row.columns, values, strict=True):
                cell = f"{path}.{column.id}"
                same = record.cells[cell] == (None if value is None else type(value)(value)) or _equal(
                    record.cells[cell], value
                )
                out.determined += 1
                out.right += same
                out.wrong += not same
                out.silent += not same and not named & {cell, path, table.id}
                if value is None:
                    out.blank += 1
                    out.blank_right += record.cells[cell] is None
    for path, item in open_rows.items():
        out.ambiguous += 1
        found = next((i for i in record.issues if i.path == path and i.kind == "ambiguous"), None)
        cells = [value for cell, value in record.cells.items() if cell.startswith(f"{path}.")]
        out.named += (
            found is not None
            and all(value is None for value in cells)
            and sorted(map(_floats, found.candidates)) == sorted(map(_floats, item["candidates"]))
        )
    missing = [d for d in truth["defects"] if d["rule"] == "F-SECTION"]
    _texts(out, record, 6 - len(missing), id_)
    return out


def _equal(one: Any, other: Any) -> bool:
    return one is not None and other is not None and float(one) == float(other)


def _texts(out: Count, record: Return, sections: int, id_: str) -> None:
    absent = {issue.path for issue in record.issues if issue.kind == "absent" and issue.path.startswith("sections.")}
    out.sections, out.sections_found = sections, 6 - len(absent)
    for section, number in HEADINGS.get(id_, {}).items():
        text = getattr(record.sections, section) or ""
        out.headings += number
        out.headings_found += min(number, len(re.findall(r"^### ", text, re.MULTILINE)))


def page(reference: Path) -> Count:
    """The real web page: only its article is in the folder, so the title is put back on top of it."""
    truth = json.loads((reference / "truth" / "007.json").read_text("utf-8"))
    body = (reference / "html" / "007.html").read_text("utf-8")
    title = f"{truth['agency']}{truth['year']}年政府信息公开工作年度报告"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(
            f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>",
            "utf-8",
        )
        out = count("007", read(path), truth | {"text_ambiguous": []})
    out.id = "007.html"
    return out


def seed(reference: Path) -> Count:
    """The seed: 22 + 14 + 14 zeros and figures, everything else was left empty."""
    record = read_reference(reference, "seed")
    filled = {path: 0 for path in record.cells if path.split(".")[0] == "disclosure"}
    filled |= {
        f"requests.{row}.{column.id}": 0
        for row in ("new", "carried_in")
        for column in record.edition.tables["requests"].rows[0].columns
    }
    filled |= {path: 0 for path in record.cells if path.startswith("disputes.")}
    filled |= {"disclosure.licensing.previous_items": 1, "disclosure.licensing.decisions": 18,
               "disclosure.penalty.previous_items": 1, "disclosure.penalty.decisions": 9}  # fmt: skip
    del filled["disputes.litigation_after_reconsideration.total"]
    out = Count("seed")
    for path, value in record.cells.items():
        out.determined += 1
        out.right += value == filled.get(path)
        out.wrong += value != filled.get(path)
        out.silent += value != filled.get(path)
        out.blank += path not in filled
        out.blank_right += path not in filled and value is None
    _texts(out, record, 6, "seed")
    return out


def table(counts: list[Count]) -> Table:
    """A line a report."""
    names = (
        "determined",
        "right",
        "wrong",
        "silent",
        "ambiguous",
        "named",
        "blank",
        "blank_right",
        "sections",
        "sections_found",
        "headings",
        "headings_found",
    )
    shown = Table("report", *names, title="Imported reports")
    for item in counts:
        shown.add_row(item.id, *(str(getattr(item, name)) for name in names))
    return shown


def measure(reference: Path | None) -> list[Measure]:
    """Sums over all reports; the table of single reports is printed before."""
    if reference is None:
        return []
    counts = reports(reference)
    Console(width=150).print(table(counts))

    def total(name: str) -> int:
        return sum(getattr(item, name) for item in counts)

    return [
        Measure("importers", "cells", "real", total("determined"), total("right"), total("wrong")),
        Measure("importers", "ambiguous rows", "real", total("ambiguous"), total("named"), 0),
        Measure("importers", "blank cells", "real", total("blank"), total("blank_right"), 0),
        Measure("importers", "sections", "real", total("sections"), total("sections_found"), 0),
        Measure("importers", "headings", "real", total("headings"), total("headings_found"), 0),
    ]
