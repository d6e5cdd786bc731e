"""How a number of the prose was understood, in a sentence: the cells it is compared with, or why it is compared with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.reading import quantity_names
from gongkai.reading.explain import REASONS
from gongkai.rules.compare import agrees, options_in_form

if TYPE_CHECKING:
    from gongkai.reading.explain import NumberReading
    from gongkai.returns import Return


def meaning(record: Return, number: NumberReading) -> str:
    """``表三…为74，相符``, or why it was left alone, and the total that it is a part of."""
    part = f"（{number.whole}的分项）" if number.whole is not None else ""
    if not number.claims:
        unknown = f"：{number.unknown}" if number.unknown else ""
        return f"未与表格核对：{REASONS[number.reason]}{unknown}{part}"
    said = []
    for claim in number.claims:
        names = options_in_form(record, claim)
        meant = "或".join(quantity_names.describe(record, name) for name in names) or "本表式没有的格"
        known = [value for name in names for value in sorted(quantity_names.values(record, name))]
        result = (
            "没有可比的数" if not known else "相符" if agrees(record, claim, names) else f"不相符（表中为{known[0]}）"
        )
        sure = "" if claim.sure == "certain" else "可能是"
        said.append(f"{sure}{meant}，{result}")
    return "；".join(said) + part
