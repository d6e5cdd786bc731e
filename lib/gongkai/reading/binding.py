"""Binding numbers to quantities of the form, and the confidence in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gongkai.reading.quantities import Quantity
from gongkai.reading.scope import Organ, Scope, scope_at

if TYPE_CHECKING:
    from gongkai.reading.labels import LabeledQuantity
    from gongkai.reading.sentences import Sentence
    from gongkai.returns import Number

Sure = Literal["certain", "likely"]


@dataclass(frozen=True, slots=True)
class QuantityClaim:
    """What a sentence states about a quantity of the form.

    Attributes:
        sentence: The sentence.
        start, end: Span in the sentence, the words that name it included.
        quantity: The number.
        options: Names of quantities it may refer to (see :mod:`~gongkai.reading.quantity_names`), the likeliest first;
            it is wrong only if it disagrees with all of them.
        soft: Further names: if it agrees with one of these, a disagreement is only a hint.
        sure: ``certain`` or ``likely``.
        worded: Whether it is stated in words (未收到), not as a number.
        besides: Quantities that may be counted beside the number: all that were received have been answered, and what
            was carried in as well.
        scales: What a number of the table may have to be multiplied by to have the claim's unit; several if the return does not
            say in which unit it is.
        whole: What it is a part of, in the same sentence: of several rows that both may refer to, it refers to that of the whole.
        copied: Whether the sentence names last year, though the text states the quantity of no other year.
    """

    sentence: Sentence
    start: int
    end: int
    quantity: Quantity
    options: tuple[str, ...]
    soft: tuple[str, ...] = ()
    sure: Sure = "certain"
    worded: bool = False
    besides: tuple[str, ...] = ()
    scales: tuple[int, ...] = (1,)
    whole: QuantityClaim | None = None
    copied: bool = False

    @property
    def value(self) -> Number:
        """The number."""
        return self.quantity.value

    def admits(self, actual: Number) -> bool:
        """Whether it is true of a number of the table, in one of the units that this may have."""
        return any(self.quantity.admits(actual * scale) for scale in self.scales)

    @property
    def quote(self) -> str:
        """The words, the number with them."""
        return self.sentence.text[self.start : self.end].strip("，。；：、（")

    @property
    def table(self) -> str:
        """Id of the table it refers to."""
        return self.options[0].partition(".")[0]


def bind_claim(
    sentence: Sentence,
    item: LabeledQuantity,
    organ: Organ,
    options: tuple[str, ...],
    *,
    soft: tuple[str, ...] = (),
    likely: bool = False,
) -> QuantityClaim | None:
    """Bind a number; ``None`` if it refers to another year, to part of the year or to part of the organ."""
    scope: Scope = scope_at(sentence.text, item.quantity.start, organ)
    sure = scope.certainty(organ.year)
    if sure == "none" or not options:
        return None
    if likely or item.quantity.exactness or sentence.region in {"problems", "improvement"} or item.quantity.step > 1:
        sure = "likely"
    start, end = item.start, item.quantity.end
    if item.bare:
        end += len(item.after)
        while item.lead and start > 0 and sentence.text[start - 1] not in "。；":
            start -= 1
            if start == 0 or sentence.text[start - 1] in "，：（":
                break
    return QuantityClaim(sentence, max(start, 0), end, item.quantity, options, soft, sure)


def each(names: tuple[str, ...], items: tuple[LabeledQuantity, ...], index: int) -> list[tuple[str, int]]:
    """Names distributed over numbers: in ``甲、乙各1件`` both get it, in ``甲、乙分别为1件、2件`` one each."""
    item = items[index]
    if len(names) < 2:
        return [(name, index) for name in names]
    if re.search(r"各(?:有|为|自)?$|均为?$|都为?$|皆为?$", item.before):
        return [(name, index) for name in names]
    if re.search(r"分别(?:为|是|有)?$", item.before):
        rest = [index]
        for following in range(index + 1, len(items)):
            if len(rest) < len(names) and items[following].bare and items[following].depth == item.depth:
                rest.append(following)
        if len(rest) == len(names):
            return list(zip(names, rest, strict=True))
        return []
    return [("+".join(names), index)]


def none_claim(sentence: Sentence, start: int, end: int, options: tuple[str, ...], sure: Sure) -> QuantityClaim:
    """A claim in words that there was none."""
    from decimal import Decimal

    return QuantityClaim(
        sentence, start, end, Quantity(start, end, 0, "件", Decimal(1), ""), options, (), sure, worded=True
    )
