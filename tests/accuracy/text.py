"""The text rules: what numbers are bound to, and the defects found, on the reference reports and on planted ones."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

from gongkai import rules
from gongkai.demo import wordings
from gongkai.reading import quantity_names
from gongkai.reading.sentences import normalise
from gongkai.returns import Passage, Return, Sections
from gongkai.rules.base import Context
from gongkai.rules.compare import options_in_form, read_report
from tests.accuracy.generate import consistent
from tests.accuracy.measure import Measure
from tests.accuracy.reports import Report, all_ids, read
from tests.accuracy.slips import PLANTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = ("R12", "R13", "R14", "R15", "R16", "R17", "R19", "R24", "R25")
COUNT = 150
"""Texts for each kind of planted defect, and as many without."""


def measure(reference: Path | None) -> list[Measure]:
    """Lines for binding, for each rule on real reports, and for planted defects."""
    found = [*_real(reference), *_facts(reference)] if reference else []
    return [*found, *_planted(), *_slips()]


def fails(record: Return, previous: Return | None = None, members: tuple[Return, ...] = ()) -> list[rules.Finding]:
    """What the text rules find."""
    context = Context(record, previous, members)
    return [f for id_ in RULES for f in rules.RULES[id_](context) if f.outcome == "fail"]


def _real(reference: Path) -> Iterator[Measure]:
    counts = {(id_, level): [0, 0, 0] for id_ in RULES for level in ("all", "error")}
    for id_ in all_ids(reference):
        report = read(reference, id_)
        found = fails(report.record, report.previous(reference))
        for (rule, level), count in counts.items():
            mine = [f for f in found if f.rule == rule and (level == "all" or f.level == "error")]
            defects = [d for d in report.truth["defects"] if d["rule"] == rule]
            doubtful = [d for d in report.truth["doubtful"] if d["rule"] == rule]
            count[0] += len(defects)
            count[1] += sum(any(_about(f, d, report) for f in mine) for d in defects)
            count[2] += sum(not any(_about(f, d, report) for d in (*defects, *doubtful)) for f in mine)
    for (rule, level), (n, hit, false) in counts.items():
        yield Measure("text", rule, "real", n, hit, false, level, "errors only" if level == "error" else "")


def _about(finding: rules.Finding, defect: dict[str, Any], report: Report) -> bool:
    """Whether a finding is about a recorded defect: by its cells, else by the numbers that both name."""
    where = defect["where"]
    paths = re.findall(r"(?:disclosure|requests|disputes)\.[\w.]+", where)
    if paths:
        cells = {
            path
            for name in paths
            if name.count(".") == 2
            for path in quantity_names.cells(report.record.edition.id, name)
        }
        rows = tuple(f"{name.rstrip('.')}." for name in paths if name.count(".") < 2)
        return bool(cells & set(finding.cells)) or any(cell.startswith(rows) for cell in finding.cells)
    if evidence := defect.get("evidence"):
        return str(finding.value("quote") or "")[:8] in evidence or evidence in str(finding.value("quote"))
    numbers = set(re.findall(r"\d+(?:\.\d+)?", defect["detail"]))
    return {str(finding.value("left")), str(finding.value("right"))} <= numbers


def _facts(reference: Path) -> Iterator[Measure]:
    """Narrative facts that name cells: bound to them, left alone, or bound to others."""
    right = alone = wrong = 0
    for id_ in all_ids(reference):
        report = read(reference, id_)
        claims = read_report(Context(report.record)).claims
        for fact in report.truth["narrative_facts"]:
            name = fact["quantity"]
            if not re.match(r"(?:disclosure|requests|disputes)\.", name):
                continue
            quote = normalise(fact["quote"]).replace("\n", "")
            near = [s for s in claims if s.value == fact["value"] and _overlap(s.quote, quote)]
            cells = set(quantity_names.cells(report.record.edition.id, name))
            if any(
                set(quantity_names.cells(report.record.edition.id, option)) == cells
                for s in near
                for option in options_in_form(report.record, s)[:1]
            ):
                right += 1
            elif near:
                wrong += 1
            else:
                alone += 1
    yield Measure("text", "binding", "real", right + alone + wrong, right, wrong, note=f"{alone} left alone")


def _overlap(quote: str, fact: str) -> bool:
    """Whether two quotes share words with their number."""
    return any(quote[at : at + 5] in fact for at in range(max(1, len(quote) - 4)))


def _record(random: Random, number: int) -> Return:
    previous = consistent(random, 2022, None, number)
    record = consistent(random, 2023, previous, number)
    agency = record.agency.model_copy(update={"name": "清河市人民政府", "self_name": "我市"})
    return record.model_copy(update={"agency": agency})


def _text(record: Return, passage: str, text: str) -> Return:
    return record.model_copy(update={"sections": Sections(
        preface="本报告按规定编制。",
        overview=tuple(Passage(id=id_, text=text if id_ == passage else "已按要求办理。") for id_ in ("disclosure", "requests", "management")),
        problems="人员经验不足。", other="没有其他事项。",
    )})  # fmt: skip


def _planted() -> Iterator[Measure]:
    """Numbers off in one wording each, among sentences that speak of other numbers."""
    groups = {
        "R12": ("requests", wordings.REQUESTS),
        "R13": ("requests", wordings.DISPUTES),
        "R14": ("disclosure", wordings.DOCUMENTS),
    }
    for rule, (passage, templates) in groups.items():
        random = Random(rule)
        n = found = false = clean = 0
        for number in range(COUNT):
            record = _record(random, number)
            template = templates[number % len(templates)]
            wrong = random.choice(wordings.slots(template))
            for planted in (True, False):
                body, _ = wordings.render(record, template, random, wrong if planted else None)
                noise = [wordings.render(record, item, random)[0] for item in random.sample(wordings.DISTRACTORS, 3)]
                place = random.randrange(3)
                text = "\n\n".join([*noise[:place], body, *noise[place:]])
                mine = [f for f in fails(_text(record, passage, text)) if f.rule in {"R12", "R13", "R14", "R24"}]
                cells = set(quantity_names.cells(record.edition.id, wordings.NAMES[wrong]))
                hits = [f for f in mine if f.rule == rule and cells & set(f.cells)] if planted else []
                n += planted
                found += bool(hits)
                false += sum(f not in hits for f in mine)
                clean += not planted
        yield Measure("text", rule, "planted", n, found, false, note=f"false: in {n + clean} texts")


def _slips() -> Iterator[Measure]:
    """Parts, shares, growth, claims, years: one planted slip in each text, and the same text without it."""
    for rule, plants in PLANTS.items():
        random = Random(rule)
        n = found = false = 0
        for number in range(COUNT):
            record = _record(random, number)
            for good in (False, True):
                case = plants[number % len(plants)](random, record, good)
                mine = fails(case.record, case.previous, case.members)
                hits = [f for f in mine if f.rule == rule]
                n += not good
                found += bool(hits) and not good
                false += len(mine) if good else sum(f.rule != rule for f in mine)
        yield Measure("text", rule, "planted", n, found, false, note=f"false: in {2 * n} texts")
