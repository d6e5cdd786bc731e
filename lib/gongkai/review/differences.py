"""What differs between two versions of a report: numbers, findings and sentences, in tiers that say where to stop reading."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from gongkai.returns.labels import describe_path
from gongkai.review import sentences
from gongkai.sections import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.returns import Return
    from gongkai.review.versions import Issue, Version

Tier = Literal["must", "should", "may"]
TIERS: dict[Tier, str] = {"must": "必看", "should": "应看", "may": "可略"}
"""The tiers: everything that a reviewer signs for is in the first; the last may be left out."""

How = Literal["revised", "appeared", "went", "moved"]
HOWS: dict[How, str] = {"revised": "改动", "appeared": "新出现", "went": "不见了", "moved": "移动"}
"""How something differs: a value that was revised is not one that appeared or went."""

_MOST_PAIRS = 4_000_000
"""Maximum number of pairs of sentences that are compared in order; beyond, only added and removed sentences are listed."""
_MOST_ALIKE = 100_000_000
"""Maximum number of pairs of characters of a text that are compared (some seconds); beyond, only sentences whose numbers alone changed are paired."""
_ALIKE = 0.4
"""Minimum share of equal characters for a sentence in the place of another to count as its revision."""
_LONGEST = 2_000
"""Characters of sentences up to which they are compared by character."""
_LEVELS: dict[str, Tier] = {"error": "must", "warning": "should"}
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_CAPTION = re.compile(r"^图\s*\d+\s*")
_MARKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class Change:
    """Something that differs.

    Attributes:
        tier: How much it matters.
        kind: ``number``, ``text``, ``finding`` or ``about`` (organ, dates, edition).
        how: Revised, appeared, went or moved.
        path: Where: a cell, ``facts.<id>``, ``sections.<id>``, the rule of a finding, or a key.
        label: The same in Chinese.
        old, new: What it was and is; ``None`` if it was or is not there.
    """

    tier: Tier
    kind: Literal["number", "text", "finding", "about"]
    how: How
    path: str
    label: str
    old: str | None
    new: str | None

    def to_json(self) -> dict[str, Any]:
        """JSON data."""
        return asdict(self)


def compare(old: Version, new: Version) -> tuple[Change, ...]:
    """Every difference, those that matter most first, otherwise in the order of the report.

    Two versions of one report differ because somebody changed something, and every revised number must be looked at. Two years, or
    two organs, have other numbers by nature: a number that appeared or went matters more there than one that differs.
    """
    same = (old.record.agency.id, old.record.year) == (new.record.agency.id, new.record.year)
    found = [*_about(old.record, new.record), *_numbers(old.record, new.record, same=same)]
    found = [change for change in found if not _unknown(change, old, new)]
    found += [*_findings(old.issues, new.issues), *_texts(old, new, same=same)]
    order = list(TIERS)
    return tuple(sorted(found, key=lambda change: order.index(change.tier)))


def _unknown(change: Change, old: Version, new: Version) -> bool:
    """Whether something went or appeared only because a publication does not carry it: dates, names, numbers outside the form."""
    side = {"appeared": old, "went": new}.get(change.how)
    is_carried = change.kind == "number" and not change.path.startswith("facts.")
    return side is not None and side.issues is None and not is_carried


def _about(old: Return, new: Return) -> Iterator[Change]:
    """Organ, year, edition and dates."""
    pairs: dict[str, tuple[str, str | None, str | None]] = {
        "agency.name": ("机关名称", old.agency.name, new.agency.name),
        "year": ("年度", str(old.year), str(new.year)),
        "edition": ("表式", f"{old.edition.id}版", f"{new.edition.id}版"),
    }
    for key, label in (
        ("signed", "落款日期"),
        ("published", "公布日期"),
        ("publish_by", "报头所说的公布日期"),
        ("signature", "落款"),
    ):
        was, now = getattr(old, key), getattr(new, key)
        pairs[key] = (label, None if was is None else str(was), None if now is None else str(now))
    for key, (label, was, now) in pairs.items():
        if was != now:
            yield Change("should", "about", _how(was, now), key, label, was, now)


def _how(old: object, new: object) -> How:
    return "appeared" if old is None else "went" if new is None else "revised"


def _numbers(old: Return, new: Return, *, same: bool) -> Iterator[Change]:
    """The numbers of the tables that both editions have, and those outside the form."""
    shared = [path for path in new.cells if path in old.cells]
    for path in shared:
        was, now = old.cells[path], new.cells[path]
        if was != now:
            how = _how(was, now)
            tier: Tier = "must" if same or how == "went" else "should"
            yield Change(
                tier,
                "number",
                how,
                path,
                describe_path(new, path),
                tables.number(was) or None,
                tables.number(now) or None,
            )
    rows = {path.rpartition(".")[0] for path in shared}
    for path in dict.fromkeys((*new.units, *old.units)):
        was_unit, unit = old.units.get(path), new.units.get(path)
        if was_unit != unit and path in rows:
            yield Change(
                "must" if same else "should",
                "number",
                _how(was_unit, unit),
                path,
                f"{describe_path(new, path)}的单位",
                was_unit,
                unit,
            )
    for id_ in dict.fromkeys((*new.facts, *old.facts)):
        before, after = old.facts.get(id_), new.facts.get(id_)
        was, now = before.value if before else None, after.value if after else None
        if was != now:
            fact = after or before
            assert fact is not None
            how = _how(was, now)
            tier = "must" if same and how == "revised" else "should"
            label = f"表外的数“{fact.label}”"
            yield Change(
                tier, "number", how, f"facts.{id_}", label, tables.number(was) or None, tables.number(now) or None
            )


def _findings(old: Sequence[Issue] | None, new: Sequence[Issue] | None) -> Iterator[Change]:
    """Findings that appeared, went, were accepted or say something else."""
    if old is None or new is None:
        return
    before: dict[tuple[str, tuple[str, ...]], list[Issue]] = {}
    for issue in old:
        before.setdefault((issue.rule, issue.cells), []).append(issue)
    for issue in new:
        known = before.get((issue.rule, issue.cells))
        then = known.pop(0) if known else None
        tier = _LEVELS.get(issue.level, "may")
        label = issue.rule or "不能生成"
        if then is None:
            tier = "should" if issue.waived and tier == "must" else tier
            said = f"{issue.message}（已认可）" if issue.waived else issue.message
            yield Change(tier, "finding", "appeared", issue.rule, label, None, said)
        elif then.waived != issue.waived:
            accepted = "认可了" if issue.waived else "认可失效"
            tier = "should" if issue.waived and tier == "must" else tier
            yield Change(tier, "finding", "revised", issue.rule, f"{label}（{accepted}）", then.message, issue.message)
        elif then.message != issue.message and not issue.waived:
            yield Change(tier, "finding", "revised", issue.rule, label, then.message, issue.message)
    for left in before.values():
        for issue in left:
            if not issue.waived:
                yield Change("may", "finding", "went", issue.rule, issue.rule or "不能生成", issue.message, None)


def _texts(old: Version, new: Version, *, same: bool) -> Iterator[Change]:
    """The prose, sentence by sentence, without captions of figures, which a publication that was read has among its text."""
    captions = {figure.caption for version in (old, new) for figure in version.record.figures}
    for key in dict.fromkeys((*new.texts, *old.texts)):
        path = f"sections.{key}"
        label = "报头" if key == "preface" else describe_path(new.record, path)
        before, after = (
            [line for line in sentences.split(version.texts.get(key, "")) if _CAPTION.sub("", line) not in captions]
            for version in (old, new)
        )
        for how, was, now in _sentences(before, after):
            yield Change(_text_tier(how, was, now, same=same), "text", how, path, label, was, now)


def _text_tier(how: How, old: str | None, new: str | None, *, same: bool) -> Tier:
    """A change of what a sentence says matters more than one of its place or marks, and most if numbers change."""
    if how == "moved":
        return "may"
    if old is not None and new is not None:
        if _numbers_in(old) == _numbers_in(new):
            return "may" if _MARKS.sub("", old) == _MARKS.sub("", new) else "should"
        return "must" if same else "should"
    return "must" if same and _numbers_in(old or new or "") else "should"


def _numbers_in(text: str) -> Counter[str]:
    return Counter(number.replace(",", "") for number in _NUMBER.findall(text))


def _sentences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[How, str | None, str | None]]:
    """Sentences that were revised, appeared, went or moved, in the order of the new text."""
    if len(old) * len(new) > _MOST_PAIRS:
        gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
        yield from (("went", text, None) for text in gone.elements())
        yield from (("appeared", None, text) for text in come.elements())
        return
    went: list[str] = []
    came: list[tuple[int, str]] = []
    found: list[tuple[int, tuple[How, str | None, str | None]]] = []
    room = _MOST_ALIKE
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = list(old[a:b]), list(enumerate(new[c:d], c))
        cost = sum(map(len, left)) * sum(len(text) for _, text in right)
        is_short = cost <= room
        room -= cost if is_short else 0
        for at, now in list(right):
            was = next((text for text in left if _is_revision(text, now, closely=is_short)), None)
            if was is not None:
                found.append((at, ("revised", was, now)))
                left.remove(was)
                right.remove((at, now))
        went += left
        came += right
    for at, now in came:
        if now in went:
            went.remove(now)
            found.append((at, ("moved", now, now)))
        else:
            found.append((at, ("appeared", None, now)))
    yield from (each for _, each in sorted(found, key=lambda item: item[0]))
    yield from (("went", text, None) for text in went)


@lru_cache(maxsize=10_000)
def _without_numbers(text: str) -> str:
    return _NUMBER.sub("0", text)


def _is_revision(old: str, new: str, *, closely: bool) -> bool:
    if _without_numbers(old) == _without_numbers(new):
        return True
    if not closely or len(old) > _LONGEST or len(new) > _LONGEST:
        return False
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
