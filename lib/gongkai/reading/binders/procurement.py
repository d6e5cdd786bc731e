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

ROW = "disclosure.procurement"
_PROJECTS = frozenset(("个", "项", "件", "次", "批", "宗", ""))
_YUAN = {"元": 1, "万元": 10_000}


def bind(sentence: Sentence, reader: Reader) -> list[QuantityClaim]:
    """The projects and amounts of a sentence; certain only where it says 集中采购, and for amounts if the unit is known."""
    if "采购" not in sentence.text or ROW not in {
        path.rpartition(".")[0] for path in forms.edition(reader.edition).cells
    }:
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
        unit = dict(reader.organ.units).get(ROW, "")
        factor = _YUAN.get(unit, 1)
        value, step = Decimal(item.quantity.value) / factor, item.quantity.step / factor
        item = replace(item, quantity=replace(item.quantity, value=value, step=step))
        likely = not (central and unit) or bool(words.unknown())
        return bind_claim(sentence, item, reader.organ, (f"{ROW}.amount",), likely=likely)
    own = words.has("central_procurement", "procurement")
    if not own or item.quantity.unit not in _PROJECTS or words.has("information"):
        return None
    likely = not central or words.has("publish", "proactive") or bool(words.unknown())
    return bind_claim(sentence, item, reader.organ, (f"{ROW}.items",), likely=likely)
