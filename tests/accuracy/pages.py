"""The beginnings of published reports as returns: cells as far as their facts say, the text as section one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.reading import quantity_names
from gongkai.returns import Agency, Return, Sections, empty_cells
from tests.accuracy.reports import all_ids, read
from tests.accuracy.split import Part, organ, part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from gongkai.returns import Number

TABLE = re.compile(r"(?:disclosure|requests|disputes)\.")
RATIO = re.compile(r"(share|growth)\((.+)\)")


@dataclass(frozen=True)
class StatedFact:
    """A fact that a person read in a text: where, what it counts, its value, whether it must be so, and what the table has."""

    quote: str
    value: Number
    quantity: str
    certain: bool
    parts: tuple[Number, ...]
    cell: Number | None = None


@dataclass(frozen=True)
class Text:
    """A reference text with what was read in it.

    Attributes:
        id: Its number, with ``p`` before it for a page.
        part: Whether it is learnt from.
        record: The return.
        facts: What it states.
        defects: True defects.
        doubtful: What may be a defect or not.
        before: Last year's return, as far as it is known.
    """

    id: str
    part: Part
    record: Return
    facts: tuple[StatedFact, ...]
    defects: tuple[dict[str, Any], ...]
    doubtful: tuple[dict[str, Any], ...]
    before: Return | None = None


def texts(reference: Path) -> Iterator[Text]:
    """All reports and pages."""
    for id_ in all_ids(reference):
        report = read(reference, id_)
        truth = report.truth
        facts = tuple(
            StatedFact(f["quote"], _number(f["value"]), f["quantity"], bool(f.get("agrees", True)),
                       tuple(map(_number, f.get("parts") or ())))
            for f in truth["narrative_facts"] if isinstance(f["value"], int | float)
        )  # fmt: skip
        yield Text(
            id_, part(truth["agency"], id_, page=False), report.record, facts,
            tuple(truth["defects"]), tuple(truth["doubtful"]), report.previous(reference),
        )  # fmt: skip
    folder = reference / "pages"
    facts_of, defects_of = _by_id(folder / "facts.jsonl"), _by_id(folder / "defects.jsonl")
    for path in sorted(folder.glob("*.txt")):
        yield _page(path, facts_of.get(path.stem, []), defects_of.get(path.stem, []))


def _by_id(path: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text("utf-8").splitlines():
        item = json.loads(line)
        found.setdefault(item["id"], []).append(item)
    return found


def _page(path: Path, facts: list[dict[str, Any]], defects: list[dict[str, Any]]) -> Text:
    _, heading, *lines = path.read_text("utf-8").splitlines()
    name, year = organ(heading), int(heading[-4:])
    stated = tuple(
        StatedFact(f["quote"], _number(f["value"]), f["quantity"], f["certain"], tuple(map(_number, f["list"] or ())),
                   None if f["table_value"] is None else _number(f["table_value"]))
        for f in facts
    )  # fmt: skip
    text = "\n\n".join(line for line in lines if not line.startswith("〔表"))
    edition = forms.edition_for(year)
    record = Return(
        agency=Agency(id=f"p{path.stem}", name=name, level=level(name)),
        year=year, cells=fill(edition.id, empty_cells(edition), (f for f in stated if f.certain or f.cell is not None)),
        sections=Sections(preface="本报告按规定编制。", overview=text, problems="人员经验不足。", other="没有其他事项。"),
    )  # fmt: skip
    return Text(
        record.agency.id, part(name, path.stem, page=True), record, stated,
        tuple(d for d in defects if d["certain"]), tuple(d for d in defects if not d["certain"]), _before(record, stated),
    )  # fmt: skip


def level(name: str) -> Any:
    """The level of an organ by its name, as far as a name tells."""
    if re.search(r"办公[厅室]$", name):
        return "office"
    if re.search(r"(?:乡|镇|街道办事处|镇人民政府|乡人民政府|我镇)$", name):
        return "township"
    if re.search(r"人民政府$|[县区]$", name):
        return "county"
    return "city" if re.search(r"市$|广东某地级市", name) else "department"


def fill(edition: str, cells: dict[str, Number | None], facts: Iterable[StatedFact]) -> dict[str, Number | None]:
    """Cells filled with what facts state of them; of a stated sum, one of the unknown cells takes all that is left."""
    stated = [
        (quantity_names.cells(edition, fact.quantity), fact.value if fact.cell is None else fact.cell)
        for fact in sorted(facts, key=lambda fact: fact.cell is None)
        if TABLE.match(fact.quantity)
    ]
    for paths, value in sorted((item for item in stated if item[0]), key=lambda item: len(item[0])):
        empty = [path for path in paths if cells[path] is None]
        rest = value - sum((cells[path] or 0 for path in paths), 0)
        if empty and rest >= 0:
            cells |= dict.fromkeys(empty, 0) | {empty[0]: rest}
    return cells


def _before(record: Return, facts: Iterable[StatedFact]) -> Return | None:
    """Last year's return with the cells that a stated growth implies."""
    implied = []
    for fact in facts:
        match = RATIO.fullmatch(fact.quantity)
        if fact.certain and match and match[1] == "growth" and TABLE.match(match[2]):
            now = quantity_names.value(record, match[2])
            if now:
                last = round(Decimal(now) * 100 / (100 + Decimal(fact.value)))
                implied.append(StatedFact("", last, match[2], True, ()))
    if not implied:
        return None
    edition = forms.edition_for(record.year - 1)
    return record.model_copy(
        update={
            "year": record.year - 1,
            "cells": fill(edition.id, empty_cells(edition), implied),
            "sections": Sections(),
        }
    )


def _number(value: float) -> Number:
    return value if isinstance(value, int) else int(value) if value.is_integer() else Decimal(str(value))
