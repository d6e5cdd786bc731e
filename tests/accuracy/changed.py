"""Copies of a reference text with one number changed: where a stated fact is located, and what it is changed to."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.parsing.numerals import number
from gongkai.reading import quantity_names

if TYPE_CHECKING:
    from gongkai.returns import Number, Return
    from tests.accuracy.pages import StatedFact

_DIGITS = re.compile(r"(?P<num>\d[\d,，]*(?:\.\d+)?)(?P<mult>[万亿]?)|(?P<chinese>[一二三四五六七八九十百千万两零〇]+)")


def span(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote is located in a text, white space left out of account; ``None`` unless it is there once."""
    letters = [re.escape(char) for char in quote if not char.isspace()]
    found = list(re.finditer(r"\s*".join(letters), text))
    return found[0].span() if len(found) == 1 else None


def placed(record: Return, quote: str) -> tuple[str, int, int] | None:
    """The section with a quote, and its span there."""
    spots = [(name, at) for name, text in record.sections if isinstance(text, str) and (at := span(text, quote))]
    return (spots[0][0], *spots[0][1]) if len(spots) == 1 else None


def digits(text: str, start: int, end: int, value: Number) -> tuple[int, int] | None:
    """The span of the number in a quote that has the value, in digits if there are; ``None`` if it is stated in words."""
    for match in sorted(_DIGITS.finditer(text, start, end), key=lambda match: bool(match["chinese"])):
        if match["chinese"]:
            if match["chinese"] != "零" and number(match["chinese"]) == value:
                return match.span()
            continue
        factor = {"万": 10_000, "亿": 100_000_000}.get(match["mult"], 1)
        if Decimal(re.sub("[,，]", "", match["num"])) * factor == Decimal(value):
            return match.span()
    return None


def changed(record: Return, fact: StatedFact) -> Return | None:
    """The return with the number of a fact changed in its text; ``None`` if no number states it there."""
    spot = placed(record, fact.quote)
    if spot is None:
        return None
    name, start, end = spot
    text = getattr(record.sections, name)
    at = digits(text, start, end, fact.value)
    if at is None:
        return None
    percent = fact.quantity.startswith(("share", "growth"))
    text = text[: at[0]] + _other(text[slice(*at)], fact, percent=percent) + text[at[1] :]
    return record.model_copy(update={"sections": record.sections.model_copy(update={name: text})})


def contradicted(record: Return, fact: StatedFact) -> Return | None:
    """The return with another number in the cells that a fact in words is about; ``None`` if it isn't about cells."""
    paths = quantity_names.cells(record.edition.id, fact.quantity)
    if not paths or placed(record, fact.quote) is None:
        return None
    value = (record.cells[paths[0]] or 0) + 2
    return record.model_copy(update={"cells": record.cells | {paths[0]: value}})


def _other(written: str, fact: StatedFact, *, percent: bool) -> str:
    """Another number: the last digit moved for counts, several points for shares."""
    value = Decimal(fact.value)
    if percent:
        value = value + 3 if value < 90 else value - 3
        return f"{value:f}"
    if written[-1] in "万亿" or not written[0].isdigit():
        return f"{value + 2:f}"
    digits_ = written.replace("，", ",")
    return f"{int(value) + 1 + len(digits_) % 2:,}" if "," in digits_ else f"{value + 1 + len(digits_) % 2:f}"
