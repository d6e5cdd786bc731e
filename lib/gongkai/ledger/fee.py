"""The information processing fee by the number of requests (国办函〔2020〕109号)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.ledger.register import Entry

FREE = 10
"""Requests of an applicant in a calendar month that cost nothing."""
STEP = 10
"""Requests after which the price rises, from the 31st on."""
PRICE = 100
"""元: price of each of the 11th to 30th request, and by how much it rises with each step."""
_FLAT = 30


@dataclass(frozen=True, slots=True)
class Fee:
    """What an applicant's requests of a calendar month may cost.

    Attributes:
        month: ``2024-03``.
        code: Anonymous code of the applicant.
        requests: How many requests.
        amount: 元.
    """

    month: str
    code: str
    requests: int
    amount: int


def fee(requests: int) -> int:
    """The fee in 元 for the requests of one applicant in one calendar month.

    Up to 10 are free; the 11th to 30th cost 100 each; from the 31st on every step of 10 adds 100 to the price of each:
    the 31st to 40th cost 200 each, the 41st to 50th 300.

    Raises:
        ValueError: The number is negative.
    """
    if requests < 0:
        raise ValueError(requests)
    amount = PRICE * max(0, min(requests, _FLAT) - FREE)
    for number in range(_FLAT + 1, requests + 1):
        amount += PRICE * (2 + (number - _FLAT - 1) // STEP)
    return amount


def fees(entries: Iterable[Entry], year: int) -> tuple[Fee, ...]:
    """The fees by calendar month of receipt and applicant (国办函〔2020〕109号).

    Args:
        entries: Requests of a register; those without a code of the applicant do not count.
        year: The year in which they were received.

    Returns:
        What costs something, by month and code; amounts in 元.
    """
    counts = Counter(
        (f"{entry.received:%Y-%m}", entry.code) for entry in entries if entry.code and entry.received.year == year
    )
    return tuple(
        Fee(month, code, number, fee(number)) for (month, code), number in sorted(counts.items()) if number > FREE
    )
