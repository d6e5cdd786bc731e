"""The returns of a synthetic jurisdiction, with defects planted, one organ after another; the same for the same seed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.demo import figures, names, prose
from gongkai.demo.defects import PLANTS, Case, Plant, Site
from gongkai.demo.organs import OWN_WORDS, Organ, jurisdiction
from gongkai.returns import Agency, Contact, InputError, Number, Return
from gongkai.returns.members import Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.demo.defects import Planted

_ORGANS = (8, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400)
"""Numbers of organs that are tried to find how many would do."""
_MOST_ORGANS = _ORGANS[-1]

OF_PROJECT = "W7"
"""The rule whose defect is in a file of the whole project."""


@dataclass(frozen=True)
class Plan:
    """What a demonstration is made from.

    Attributes:
        organs: How many organs there are, of all levels and years together.
        first, last: The report years.
        seed: Everything that is random follows from it.
        rules: Rules of which defects are planted, in any order.
        share: Share of the returns that get one; at least one for each rule.
    """

    organs: int
    first: int
    last: int
    seed: int
    rules: tuple[str, ...] = ()
    share: float = 0.05


@dataclass(frozen=True)
class Made:
    """An organ's file and its returns.

    Attributes:
        agency: The organ.
        records: Its returns by year.
        planted: The defects in them by year, each with its rule.
        government: Id of the government that adds it up; ``None`` at the top.
    """

    agency: Agency
    records: Mapping[int, Return]
    planted: Mapping[int, tuple[str, Planted]]
    government: str | None


def known_rules() -> tuple[str, ...]:
    """The rules of which defects can be planted."""
    return (*PLANTS, OF_PROJECT)


def make(plan: Plan) -> Iterator[Made]:
    """The organs, members before the government that adds them up.

    Raises:
        InputError: A rule has no place where a defect of it could be planted: there are too few organs or years.
    """
    root = _root(plan)
    chosen, lacking = _assign(plan, root)
    if lacking:
        msg = f"机关或年度太少，放不下{'、'.join(lacking)}的问题。"
        raise InputError(msg)
    done: dict[str, _Years] = {}
    for organ in root.below():
        maker = _Maker(plan, organ, done)
        years = done[organ.id] = _Years({}, {})
        planted: dict[int, tuple[str, Planted]] = {}
        for year in organ.years:
            plant = PLANTS[chosen[organ.id, year]] if (organ.id, year) in chosen else None
            clean = maker.clean(year, plant)
            record = maker.written(clean, plain=plant is not None)
            if plant is not None:
                case = Case(_site(organ, year), record, years.typed.get(year - 1), maker.members(year))
                defect = plant.function(Random(f"{plan.seed}:{organ.id}:{year}:{plant.rule}"), case)
                off = [path for path, value in defect.record.cells.items() if value not in {None, clean.cells[path]}]
                defect = replace(defect, moves_sums=bool(off))
                planted[year], record = (plant.rule, defect), defect.record
            years.clean[year], years.typed[year] = clean, record
        for member in organ.members:
            del done[member.id]
        yield Made(maker.agency, years.typed, planted, organ.parent.id if organ.parent else None)


@dataclass
class _Years:
    """An organ's returns by year: as they add up, and as they are typed, defects included."""

    clean: dict[int, Return]
    typed: dict[int, Return]


def _site(organ: Organ, year: int) -> Site:
    before = forms.edition_for(year - 1) if year - 1 in organ.years else None
    after = forms.edition_for(year + 1) if year + 1 in organ.years else None
    return Site(organ, year, forms.edition_for(year), before, after)


def unplantable(plan: Plan) -> tuple[str, ...]:
    """The rules of a plan of which no return can get a defect, because there are too few organs or years."""
    return _assign(plan, _root(plan))[1]


def smallest(plan: Plan, latest: int) -> Plan | None:
    """The plan with the fewest more years, and then the fewest more organs, in which every rule finds a place.

    Args:
        plan: A plan in which some rule finds none.
        latest: The last year that may be in it.

    Returns:
        The plan; ``None`` if there is none with at most :data:`_MOST_ORGANS` organs.
    """
    earliest = min(edition.first_year for edition in forms.editions().values())
    spans = [(first, last) for first in range(plan.first, earliest - 1, -1) for last in range(plan.last, latest + 1)]
    steps = [plan.organs, *(count for count in _ORGANS if count > plan.organs)]
    for first, last in sorted(spans, key=lambda span: (span[1] - span[0], span[1] - plan.last)):
        for organs in steps:
            other = replace(plan, first=first, last=last, organs=organs)
            if not unplantable(other):
                return other
    return None


def _root(plan: Plan) -> Organ:
    return jurisdiction(Random(f"{plan.seed}:organs"), plan.organs, plan.first, plan.last)


def _assign(plan: Plan, root: Organ) -> tuple[dict[tuple[str, int], str], tuple[str, ...]]:
    """Which rule's defect each return gets, one at most; and the rules that no return fits."""
    random = Random(f"{plan.seed}:defects")
    sites = [_site(organ, year) for organ in root.below() for year in organ.years] if plan.rules else []
    random.shuffle(sites)
    wanted = [PLANTS[rule] for rule in dict.fromkeys(plan.rules) if rule != OF_PROJECT]
    fitting = {plant.rule: [site for site in sites if plant.fits(site)] for plant in wanted}
    # Those with the fewest sites first, so that the others leave them one.
    wanted.sort(key=lambda plant: len(fitting[plant.rule]))
    chosen: dict[tuple[str, int], str] = {}
    lacking = {plant.rule for plant in wanted if not _take(plant, fitting, chosen)}
    left = [plant for plant in wanted if plant.rule not in lacking]
    while left and len(chosen) < plan.share * len(sites):
        left = [plant for plant in left if len(chosen) < plan.share * len(sites) and _take(plant, fitting, chosen)]
    return chosen, tuple(rule for rule in plan.rules if rule in lacking)


def _take(plant: Plant, fitting: Mapping[str, list[Site]], chosen: dict[tuple[str, int], str]) -> bool:
    """Choose the next free site that fits; whether there was one."""
    sites = fitting[plant.rule]
    while sites:
        site = sites.pop()
        if (site.organ.id, site.year) not in chosen:
            chosen[site.organ.id, site.year] = plant.rule
            return True
    return False


class _Maker:
    """Makes the returns of an organ."""

    def __init__(self, plan: Plan, organ: Organ, done: Mapping[str, _Years]) -> None:
        self.plan, self.organ, self.done = plan, organ, done
        random = Random(f"{plan.seed}:{organ.id}")
        size = random.lognormvariate(0, 0.6) * {"department": 1, "office": 4, "township": 0.3}.get(organ.level, 1)
        self.size = 0.0 if organ.quiet else size
        self.agency = _agency(organ, random)
        self._rates = _rates(organ, size, random)

    def clean(self, year: int, plant: Plant | None) -> Return:
        """The return without text and without a defect, but with what a defect needs."""
        organ, edition = self.organ, forms.edition_for(year)
        random = self._random(year, "cells")
        if organ.is_government:
            cells = figures.added(edition, [item.cells for item in self._below(year)])
        else:
            floors = plant.floors if plant else {}

            def count(path: str) -> Number:
                rate = self._rates.get(path, 0.0)
                value = max(
                    int(rate * random.uniform(0.75, 1.25) + random.random()) if rate else 0, floors.get(path, 0)
                )
                return (
                    Decimal(value * 100 + random.randrange(100)) / 100 if value and path.endswith(".amount") else value
                )

            before = self._before(year)
            same = before is not None and forms.edition_for(year - 1).id == edition.id
            cells = figures.tables(random, edition, before, count, comparable=same)
        facts = prose.facts(random, self.size + 0.2)
        signed = dt.date(year + 1, 1, random.randrange(5, 21))
        return Return(
            agency=self.agency, year=year, cells=cells, units=dict.fromkeys(edition.open_rows, "万元"), facts=facts,
            signed=signed, published=signed + dt.timedelta(random.randrange(9)),
        )  # fmt: skip

    def written(self, record: Return, *, plain: bool) -> Return:
        """The return with its text; ``plain`` text states no number of the tables."""
        previous = self.done[self.organ.id].typed.get(record.year - 1)
        order, random = Random(f"{self.plan.seed}:{self.organ.id}:order"), self._random(record.year, "text")
        texts = prose.write(self.organ, record, previous, order, random, plain=plain)
        return record.model_copy(update={"sections": texts})

    def members(self, year: int) -> tuple[Return, ...]:
        """What the members typed for a year."""
        return tuple(item.typed[year] for item in self._done() if year in item.typed)

    def _below(self, year: int) -> list[Return]:
        return [item.clean[year] for item in self._done() if year in item.clean]

    def _done(self) -> Iterator[_Years]:
        return (self.done[member.id] for member in self.organ.members)

    def _before(self, year: int) -> Mapping[str, Number | None] | None:
        """Last year's cells: of the organ, or of those that were merged into it; ``None`` if there are none."""
        if year > self.organ.first:
            return self.done[self.organ.id].clean[year - 1].cells
        merged = [self.done[organ.id].clean[year - 1].cells for organ in self.organ.predecessors]
        return figures.added(forms.edition_for(year - 1), merged) if merged else None

    def _random(self, year: int, what: str) -> Random:
        return Random(f"{self.plan.seed}:{self.organ.id}:{year}:{what}")


def _agency(organ: Organ, random: Random) -> Agency:
    return Agency(
        id=organ.id, name=organ.name, short_name=names.short(organ.name), level=organ.level, self_name=random.choice(_own_words(organ)),
        members=tuple(_member(organ, member) for member in organ.members),
        site=names.SITE,
        contact=Contact(office=f"{organ.name}（演示）", address="演示路1号", postcode="000000", phone="0000-0000000"),
    )  # fmt: skip


def _member(government: Organ, organ: Organ) -> Member:
    """How a government names a member: with years if it did not exist in all."""
    return Member(
        id=organ.id,
        first_year=organ.first if organ.first > government.first else None,
        last_year=organ.last if organ.last < government.last else None,
        successor=organ.successor.id if organ.successor else None,
    )


def _own_words(organ: Organ) -> tuple[str, ...]:
    if organ.level == "department":
        return ("我委", "本委") if organ.name.endswith("委员会") else OWN_WORDS["department"]
    return OWN_WORDS[organ.level]


_ROWS = {
    "granted": 6.0, "partial": 1.0, "unavailable_1": 3.0, "unavailable_2": 0.4, "unavailable_3": 0.2, "unprocessed_1": 0.6,
    "unprocessed_2": 0.3, "other": 0.8, "other_1": 0.3, "other_2": 0.0, "other_3": 0.4, "carried_out": 0.6, "refused_7": 0.3, "refused_5": 0.2,
    "upheld": 0.4, "corrected": 0.1, "pending": 0.2,
}  # fmt: skip
"""How many requests or cases an organ of size 1 has in a row or a column of table 4; 0.05 in the others.

No fee is charged, so that none is left unpaid."""

_COLUMNS = {"natural": 1.0, "business": 0.12, "legal_service": 0.06}
"""Share of applicants relative to natural persons; 0.02 for the others."""

_DISCLOSURE = {
    "normative_documents.made": 2, "normative_documents.repealed": 1, "normative_documents.in_force": 25,
    "normative_documents.disclosed": 3, "normative_documents.total_disclosed": 30, "licensing.decisions": 300,
    "licensing.previous_items": 24, "other_management.decisions": 40, "other_management.previous_items": 9,
    "penalty.decisions": 60, "penalty.previous_items": 30, "coercion.decisions": 8, "coercion.previous_items": 5,
    "fees.amount": 12, "fees.previous_items": 3, "procurement.items": 6, "procurement.amount": 90,
}  # fmt: skip
"""What an organ of size 1 has in table 2."""

_REGULATIONS = {"made": 1, "repealed": 1, "in_force": 14, "disclosed": 1, "total_disclosed": 16}
"""规章, which the offices of cities and provinces make."""


def _rates(organ: Organ, size: float, random: Random) -> dict[str, float]:
    """The mean of each cell over the years."""
    found: dict[str, float] = {}
    for path in {path: None for edition in forms.editions() for path in forms.edition(edition).cells}:
        table, row, column = path.split(".")
        if table == "disclosure":
            base = float(_DISCLOSURE.get(f"{row}.{column}", 0))
            if (
                row == "regulations"
                and organ.level == "office"
                and organ.parent
                and organ.parent.level in {"city", "province"}
            ):
                base = float(_REGULATIONS.get(column, 0)) / size
            if column == "decisions":
                base = base + 6 / size
        elif organ.quiet:
            base = 0.0
        elif table == "requests":
            base = _ROWS.get(row, 0.05) * _COLUMNS.get(column, 0.02)
            if (row, column) == ("granted", "natural"):
                base = base + 3 / size
        else:
            base = _ROWS.get(column, 0.05) * (0.5 if row == "reconsideration" else 0.2)
        found[path] = base * size * random.uniform(0.6, 1.4)
    return found
