"""A whole and its parts, as a text states them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.reading.labels import LabeledQuantity
from gongkai.reading.quantities import COUNTS
from gongkai.reading.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.returns import Number

Dimension = Literal["publicity", "applicant", "kind", "place", "means", "outcome", "foreign", "any"]
Mark = Literal["explicit", "brackets", "after", "beside"]
Place = tuple[Sentence, int]
ANY_EVENT = frozenset(("次", "场次"))
"""Units of totals of what is counted in 场, 期 and 篇."""


@dataclass(frozen=True, slots=True)
class PartList:
    """A stated whole and the stated parts of one way to divide it.

    Attributes:
        sentence: The sentence with the parts; for items in lines of their own, the sentences joined.
        whole: The whole, possibly from a sentence before.
        parts: The parts; a number that is said of several (网络、信函各3件) is there once for each.
        dimension: The criterion of division.
        complete: Whether the wording says that the list is complete.
        open: Whether the wording says that there are more parts (等).
        start, end: Span of the list in the sentence of the parts.
        mark: What makes it a list: a word (其中), brackets, a total after its parts, or only that they are side by side.
        nested: Parts that may be parts of other parts, not of the whole.
        origins: Of joined sentences, where each begins in the joined text.
        before: The sentence that states the whole, if it is another than that of the parts.
        others: Other numbers that the parts may make up as well: those in brackets after the whole, those of sentences before.
    """

    sentence: Sentence
    whole: LabeledQuantity
    parts: tuple[LabeledQuantity, ...]
    dimension: Dimension
    complete: bool
    open: bool
    start: int
    end: int
    mark: Mark = "explicit"
    nested: tuple[LabeledQuantity, ...] = ()
    origins: tuple[tuple[int, Sentence], ...] = ()
    before: Sentence | None = None
    others: tuple[Number, ...] = ()

    @property
    def sum(self) -> Decimal:
        """The parts added up."""
        return added(self.parts)

    @property
    def sums(self) -> tuple[Decimal, ...]:
        """What they may come to: all added up, and without those that are parts of others (不予公开5件，属于…2件)."""
        return tuple(dict.fromkeys((self.sum, added(part for part in self.parts if part not in self.nested))))

    @property
    def exact(self) -> bool:
        """Whether whole and parts are all stated exactly."""
        return all(not item.quantity.exactness and item.quantity.step <= 1 for item in (self.whole, *self.parts))

    @property
    def alike(self) -> bool:
        """Whether whole and parts count the same kind of thing, not 场 and 篇."""
        units = {item.quantity.unit for item in (self.whole, *self.parts)}
        return len(units) == 1 or units <= COUNTS | {""}

    @property
    def of_one_unit(self) -> bool:
        """Whether the whole is counted as its parts are, or some of them: 10场 cannot be divided into 9次 and 2篇, 12次 can."""
        unit = self.whole.quantity.unit
        return self.alike or unit in ANY_EVENT or any(part.quantity.unit == unit for part in self.parts)

    def place(self, item: LabeledQuantity) -> Place:
        """The sentence of the whole or of a part, and where its number begins there."""
        at = item.quantity.start
        if item is self.whole and self.before is not None:
            return self.before, at
        begin, sentence = next(((b, s) for b, s in reversed(self.origins) if b <= at), (0, self.sentence))
        return sentence, at - begin


def added(parts: Iterable[LabeledQuantity]) -> Decimal:
    """What parts come to."""
    return sum((Decimal(part.quantity.value) for part in parts), Decimal(0))
