"""Numbers that refer to 政府集中采购 of table 2 in form 2019: projects, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.reading.binding import QuantityClaim, bind_claim
from gongkai.reading.labels import LabeledQuantity, label_quantities

if TYPE_CHECKING:
    from gongkai.reading.reader import Reader
    from gongkai.reading.sentences import Sentence

ITEMS, AMOUNT = "disclosure.procurement.items", "disclosure.procurement.amount"
_PROJECTS = frozenset(("个", "项", "件", "次", "批", "宗", ""))


def bind(sentence: Sentence, reader: Reader) -> list[QuantityClaim]:
    """The projects and amounts of a sentence; certain only where it says 集中采购, and for amounts if the unit is known."""
    if "采购" not in sentence.text or forms.edition(reader.edition).cells.keys().isdisjoint((ITEMS, AMOUNT)):
        return []
    found: list[QuantityClaim] = []
    central = named = False
    for item in label_quantities(sentence.text):
        words = reader.wording(item.before)
        own = words.has("central_procurement", "procurement")
        central = words.has("central_procurement") if own else central
        if (own or named) and (bound := _bind(sentence, item, reader, central=central)) is not None:
            found.append(bound)
            named = True
    return found


def _bind(sentence: Sentence, item: LabeledQuantity, reader: Reader, *, central: bool) -> QuantityClaim | None:
    words = reader.wording(item.before)
    if item.quantity.unit == "元":
        if not words.has("amount") or words.has("fees", "information_fee"):
            return None
        return _amount(sentence, item, reader, likely=not central or bool(words.unknown()))
    own = words.has("central_procurement", "procurement")
    if not own or item.quantity.unit not in (_PROJECTS | {"条"} if central else _PROJECTS):
        return None
    if words.has("information") and not central:
        return None
    likely = not central or words.has("publish", "proactive", "information") or bool(words.unknown())
    return bind_claim(sentence, item, reader.organ, (ITEMS,), likely=likely)


def _amount(sentence: Sentence, item: LabeledQuantity, reader: Reader, *, likely: bool) -> QuantityClaim | None:
    """An amount in the unit of the table; where the return does not give it, in any that the form allows, as a hint."""
    cell = forms.edition(reader.edition).cells.get(AMOUNT)
    if cell is None:
        return None
    sizes = dict(cell.units)
    given = sizes.get(dict(reader.organ.units).get(cell.row_path, ""))
    if given is not None:
        number = item.quantity
        number = replace(number, value=Decimal(number.value) / given, step=number.step / given)
        return bind_claim(sentence, replace(item, quantity=number), reader.organ, (AMOUNT,), likely=likely)
    claim = bind_claim(sentence, item, reader.organ, (AMOUNT,), likely=True)
    return replace(claim, scales=tuple(sizes.values()) or (1,)) if claim is not None else None
