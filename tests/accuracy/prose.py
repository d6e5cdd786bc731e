"""The reading of prose on reference texts: numbers changed, bindings, findings, by part learnt from and part held out.

Of the part held out only figures are made: nothing here says which of its texts or numbers they are about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from gongkai.reading import quantity_names
from gongkai.reading.explain import explain
from gongkai.returns import empty_cells
from gongkai.rules.base import Context
from gongkai.rules.compare import read_report
from tests.accuracy.changed import changed, contradicted, digits, placed
from tests.accuracy.measure import Measure
from tests.accuracy.pages import RATIO, TABLE, StatedFact, Text, texts
from tests.accuracy.reports import Report
from tests.accuracy.text import RULES, _about, fails

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gongkai.reading.binding import QuantityClaim
    from gongkai.returns import Return
    from gongkai.rules import Finding

Counts = dict[str, list[int]]
KINDS: tuple[tuple[str, str], ...] = (
    (r"share", "shares"), (r"growth", "growth"), (r"disputes", "disputes"), (r"disclosure\.(?:reg|norm)", "documents"),
    (r"disclosure", "decisions and fees"), (r"requests\.carried", "carried over"),
    (r"requests\.\w+\.(?!total)", "applicants"), (r"requests\.new", "received"), (r"requests\.total", "answered"),
    (r"requests", "kinds of reply"),
)  # fmt: skip
"""Kinds of quantity by the beginning of its name."""


MOST_REASONS = 10
"""Reasons for binding a number to no cell that are shown, the commonest first."""


def kind(quantity: str) -> str:
    """The kind of a quantity."""
    return next(name for pattern, name in KINDS if re.match(pattern, quantity))


def measure(reference: Path | None) -> list[Measure]:
    """Lines for what was held out and for what was learnt from."""
    if reference is None:
        return []
    reasons: dict[str, Counter[str]] = {"held out": Counter(), "learning": Counter()}
    found: dict[str, Counts] = {"held out": defaultdict(lambda: [0, 0, 0]), "learning": defaultdict(lambda: [0, 0, 0])}
    for text in texts(reference):
        reasons[text.part].update(item.reason for item in explain(read_report(Context(text.record))) if item.reason)
        for what, right, wrong, _ in judge(text):
            counts = found[text.part][what]
            counts[0] += right + wrong if what not in {"errors that are no defect", "certain facts bound wrong"} else 0
            counts[1] += right
            counts[2] += wrong if what in {"errors that are no defect", "certain facts bound wrong"} else 0
    measures = [
        Measure("prose", what, part, n, hit, false)
        for part, counts in found.items()
        for what, (n, hit, false) in sorted(counts.items())
    ]
    for part, counted in reasons.items():
        for reason, count in counted.most_common(MOST_REASONS):
            note = f"{count} of {counted.total()} numbers bound to no cell"
            measures.append(Measure("prose", f"no cell: {reason}", part, 0, 0, 0, note=note))
    return measures


def judge(text: Text) -> Iterator[tuple[str, int, int, Any]]:
    """What is counted, as right or wrong, and an example of it."""
    given = _found(text.record, text)
    for what, fact, other in (*_cells(text), *_consistency(text)):
        base = given if other.cells == text.record.cells else _found(_without_cells(text.record), text)
        seen = Counter(map(_key, _found(other, text))) - Counter(map(_key, base))
        yield what, int(bool(seen)), int(not seen), fact
        if not what.startswith("self"):
            yield ("cells and shares", int(bool(seen)), int(not seen), fact) if kind(fact.quantity) != "growth" else (
                "growth, all", int(bool(seen)), int(not seen), fact)  # fmt: skip
        else:
            yield "self-consistency, all", int(bool(seen)), int(not seen), fact
    yield from _bindings(text)
    yield from _defects(text, given)


def _found(record: Return, text: Text) -> list[Finding]:
    return fails(record, text.before)


def _key(finding: Finding) -> tuple[str, str, tuple[str, ...], object, object]:
    return finding.rule, finding.level, finding.cells, finding.value("left"), finding.value("right")


def _cells(text: Text) -> Iterator[tuple[str, StatedFact, Return]]:
    """Facts on cells, shares and growth, each with the return that contradicts it."""
    for fact in text.facts:
        match = RATIO.fullmatch(fact.quantity)
        if not fact.certain or not (TABLE.match(fact.quantity) or match):
            continue
        if match is None and quantity_names.value(text.record, fact.quantity) != fact.value:
            continue
        if match and match[1] == "growth" and (text.before is None or not TABLE.match(match[2])):
            continue
        other = changed(text.record, fact)
        worded = other is None
        if worded:
            other = contradicted(text.record, fact) if match is None else None
        if other is not None:
            yield f"noticed: {kind(fact.quantity)}{' in words' if worded else ''}", fact, other


def _consistency(text: Text) -> Iterator[tuple[str, StatedFact, Return]]:
    """Totals with their parts, and quantities stated twice, in a return without any number in its cells."""
    record = _without_cells(text.record)
    for at, fact in enumerate(text.facts):
        if fact.certain and len(fact.parts) > 1 and sum(fact.parts) == fact.value:
            for one in (fact, *_parts(text.facts, at, fact.parts)):
                if (other := changed(record, one)) is not None:
                    yield "self: total and parts", one, other
        same = [
            other for other in text.facts[:at]
            if other.quantity == fact.quantity and other.value == fact.value and other.quote != fact.quote and other.certain
        ]  # fmt: skip
        share = fact.quantity.startswith(("share", "growth"))
        if fact.certain and same and not share and (other := changed(record, fact)) is not None:
            yield "self: stated twice", fact, other


def _parts(facts: tuple[StatedFact, ...], at: int, values: tuple[Any, ...]) -> list[StatedFact]:
    """The facts that state the parts of a total: those after it, or, for 合计, those before it, in the order of the parts."""
    for those in (list(facts[at + 1 :]), list(facts[:at])):
        found: list[StatedFact] = []
        later = those
        for value in values:
            hit = next((index for index, fact in enumerate(later) if fact.value == value), None)
            if hit is None:
                break
            found.append(later[hit])
            later = later[hit + 1 :]
        if len(found) == len(values):
            return found
    return []


def _without_cells(record: Return) -> Return:
    return record.model_copy(update={"cells": empty_cells(record.edition)})


def _bindings(text: Text) -> Iterator[tuple[str, int, int, Any]]:
    """Certain facts of cells, or of none, whose number is certainly bound to other cells."""
    edition = text.record.edition.id
    claims = read_report(Context(text.record)).claims
    meant: dict[tuple[str, int], list[StatedFact]] = defaultdict(list)
    for fact in text.facts:
        spot = placed(text.record, fact.quote)
        if spot is not None and fact.certain:
            at = digits(getattr(text.record.sections, spot[0]), *spot[1:], fact.value)
            if at is not None:
                meant[fact.quote, at[0]].append(fact)
    for (quote, place), facts in meant.items():
        spot = placed(text.record, quote)
        assert spot is not None
        offset = len(_bare(getattr(text.record.sections, spot[0])[spot[1] : place]))
        near = [
            claim for claim in claims if claim.sure == "certain" and not claim.worded and _states(claim, quote, offset)
        ]
        if not near or any(RATIO.fullmatch(fact.quantity) for fact in facts):
            continue
        right = [set(quantity_names.cells(edition, fact.quantity)) for fact in facts if TABLE.match(fact.quantity)]
        bound = any(set(quantity_names.cells(edition, option)) in right for claim in near for option in claim.options)
        yield "certain facts bound wrong", 0, int(not bound), (facts[0], near[0].options)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).translate(str.maketrans("(),;", "（），；"))


def _states(claim: QuantityClaim, quote: str, offset: int) -> bool:
    """Whether a claim is the one of the number at an offset of a quote."""
    found = claim.sentence.text.find(_bare(quote))
    return found >= 0 and claim.quantity.start <= found + offset < claim.quantity.end


def _defects(text: Text, given: list[Finding]) -> Iterator[tuple[str, int, int, Any]]:
    """Listed defects of the text, and errors that are about none of them."""
    listed = [d for d in text.defects if d["rule"] in RULES]
    for defect in listed:
        hit = any(f.rule == defect["rule"] and _meets(f, defect, text) for f in given)
        yield "listed defects", int(hit), int(not hit), defect
    for finding in given:
        if finding.level == "error" and finding.rule in RULES:
            known = any(_meets(finding, d, text) for d in (*text.defects, *text.doubtful))
            yield "errors that are no defect", 0, int(not known), finding


def _meets(finding: Finding, defect: dict[str, Any], text: Text) -> bool:
    """Whether a finding is about a defect: their quotes share words with a number, or the report's own test says so."""
    if "where" in defect:
        known = set(re.findall(r"\d+(?:\.\d+)?", f"{defect['detail']} {defect.get('evidence', '')}"))
        stated = finding.rule == defect["rule"] and str(finding.value("left")) in known
        return stated or _about(finding, defect, Report(text.id, text.record, {}))
    words = re.sub(r"\s", "", defect["quote"]).replace("(", "（").replace(")", "）")
    said = finding.message
    numbers = re.findall(r"\d+(?:\.\d+)?", words)
    return any(re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.])", said) for n in numbers) or words[:8] in said
