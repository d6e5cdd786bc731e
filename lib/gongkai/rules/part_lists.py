"""Lists of parts in the prose that do not make up their whole; a part of R15."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.reading import quantity_names
from gongkai.reading.binders.request_rows import ALL, DONE, IN, NEW, OUT
from gongkai.reading.sentences import GAP
from gongkai.rules.base import Context, PendingFinding, fail
from gongkai.rules.compare import agrees, options_in_form
from gongkai.rules.identities import BALANCE
from gongkai.rules.part_names import describe_sentence, sentence_line
from gongkai.rules.sums import exactly, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.part_list import PartList

    Known = Mapping[tuple[int, int], QuantityClaim]

NEAR = Decimal("0.85")
"""Parts after 其中 that reach this share of the whole without making it up look like a slip."""
SLIP = Decimal("0.03")
"""Parts that miss the whole by this share of it, or by 2, look like a slip, whatever makes them a list."""
ENDED = Decimal("0.15")
"""The same for numbers that are only side by side, of which the last is 其他."""
_BALANCED = frozenset((NEW, IN, ALL, DONE, OUT))
_EXCLUSIVE = frozenset(("publicity", "applicant", "kind", "outcome"))
"""Ways of dividing in which nothing is counted twice: 部分公开 counts once, as the form says."""


def check_lists(context: Context, found: Sequence[PartList], known: Known) -> Iterator[PendingFinding]:
    """A finding for each list of a sentence whose parts do not make up the whole."""
    even = {(len(item.parts), item.whole.start) for item in found if item.sum == item.whole.quantity.value}
    for item in found:
        paired = any(count == len(item.parts) and start != item.whole.start for count, start in even)
        level = judge(context, item, known, paired=paired)
        if level is None:
            continue
        yield fail(
            "{place}写总数{right}，分项{parts}之和为{left}，相差{difference}（“{quote}”）。",
            (*cells_of(context, known.get(_place(item))), item.sentence.path),
            level=None if level == "error" else "hint",
            where=sentence_line(context.record, item.sentence),
            todo=None if level == "error" else "请看分项是不是列全了、有没有重叠；是的，改正计错的数。",
            place=describe_sentence(context.record, item.sentence),
            parts="、".join(str(part.quantity.value) for part in item.parts),
            left=item.sum, right=item.whole.quantity.value, difference=item.sum - item.whole.quantity.value,
            quote=_quote(item),
        )  # fmt: skip


def judge(context: Context, item: PartList, known: Known, *, paired: bool) -> Literal["error", "hint"] | None:
    """Whether a list is certainly wrong, probably, or neither.

    Parts that are only beside a total, or count other things (场, 篇), are a slip at most, and only where they nearly add up to it.
    """
    whole, added = item.whole.quantity.value, item.sum
    if (
        not {whole, *item.others}.isdisjoint(item.sums)
        or not item.exact
        or not item.of_one_unit
        or _known(context, item, known)
    ):
        return None
    slip = abs(added - whole) <= max(Decimal(2), SLIP * Decimal(whole))
    if item.mark in {"beside", "after"}:
        ended = item.complete and abs(added - whole) <= ENDED * Decimal(whole)
        return "hint" if (slip or ended) and not item.open and not _told(item) else None
    if not item.alike:
        return "hint" if slip and not item.open and not _told(item) else None
    if not item.complete and _prefix(item):
        return None
    if added > whole:
        least = min(item.sums)
        return "error" if least > whole and (item.complete or item.dimension in _EXCLUSIVE) else "hint"
    if (item.complete and item.mark != "brackets") or (paired and not item.open):
        return "error"
    if item.complete and not item.open:
        return "hint"
    if item.dimension == "kind" and _carried(known, int(whole - added)):
        return None
    near = slip or (len(item.parts) >= 3 and added >= NEAR * Decimal(whole))
    return "hint" if near and not item.open else None


def _prefix(item: PartList) -> bool:
    """Whether the first parts alone make up the whole: what follows them divides something else."""
    added = Decimal(0)
    for count, part in enumerate(item.parts, 1):
        added += Decimal(part.quantity.value)
        if count > 1 and added == item.whole.quantity.value:
            return True
    return False


def _told(item: PartList) -> bool:
    """Whether a whole is so small that its parts come near it by chance."""
    return Decimal(item.whole.quantity.value) <= 2 and not item.complete


def _quote(item: PartList, most: int = 60) -> str:
    """The words of a list; of items in lines of their own without what stands for their marks."""
    text = item.sentence.text[item.start : item.end]
    text = (text.replace(GAP, "") if item.origins else text).strip("，。；：、（）")
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _from_tables(context: Context, item: PartList, known: Known) -> bool:
    """Whether the tables have the same whole and parts; their sums are then checked there."""
    for one in (item.whole, *item.parts):
        sentence, start = item.place(one)
        claim = known.get((id(sentence), start))
        if claim is None or not agrees(context.record, claim, claim.options):
            return False
    return True


def _known(context: Context, item: PartList, known: Known) -> bool:
    """Whether the numbers of a list are right by the tables, or as what was received, carried over and answered.

    ``收到254件，上年结转3件，办结257件`` are no parts of one another, but they balance. That nothing was carried over goes
    without saying; what else the text leaves out may be any number, which shows nothing.
    """
    claims = [known.get((id(sentence), start)) for sentence, start in map(item.place, (item.whole, *item.parts))]
    stated = {claim.options[0]: claim.value for claim in claims if claim is not None}
    if None in claims or not stated.keys() <= _BALANCED or quantity_names.values(context.record, IN):
        return _from_tables(context, item, known)
    if stated.keys() == {ALL, NEW, IN}:
        return False
    stated = {claim.options[0]: claim.value for claim in reversed(list(known.values()))} | stated
    bounds = {name: exactly(stated.get(name, 0)) for name in {*stated, IN, OUT}}
    return any(verdict(equation, bounds) == "kept" for equation in BALANCE)


def _place(item: PartList) -> tuple[int, int]:
    sentence, start = item.place(item.whole)
    return id(sentence), start


def cells_of(context: Context, claim: QuantityClaim | None) -> tuple[str, ...]:
    """The cells that a number certainly is in the tables: of several readings those of the one that agrees, or the likeliest."""
    if claim is None or claim.sure != "certain":
        return ()
    names = options_in_form(context.record, claim)
    return quantity_names.cells(context.record.edition.id, names[0]) if names else ()


def _carried(known: Known, lacking: int) -> bool:
    """Whether what lacks is stated as carried over elsewhere in the report."""
    return any(claim.value == lacking and "carried" in claim.options[0] for claim in known.values())
