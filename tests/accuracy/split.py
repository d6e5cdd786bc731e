"""Which reference texts are learnt from, and which are only looked at for the figure.

A text is held out by a hash of the name of its organ, so that all years of an organ fall on one side. Texts that had
been worked with before the split was made are learnt from, whatever their hash.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal

Part = Literal["learning", "held out"]

_PAGES = frozenset({"003", "006", "019", "025", "032"})
"""Pages of which a defect had been read before the split."""
_REPORTS = frozenset(
    [
        "002",
        "005",
        "006",
        "007",
        "010",
        "011",
        "012",
        "015",
        "021",
        "023",
        "024",
        "025",
        "026",
        "027",
        "037",
    ]  # 021 and 024 are of the organ of 023
)
"""Reports that rules and importers were developed on, and those of the same organs."""


def organ(heading: str) -> str:
    """The organ's name in ``济南市某局（镜像页） 2020``."""
    return re.sub(r"（.*", "", re.sub(r" \d{4}$", "", heading)).strip()


def part(name: str, id: str, *, page: bool) -> Part:
    """The part that a page or report of an organ belongs to."""
    if id in (_PAGES if page else _REPORTS):
        return "learning"
    return "learning" if hashlib.sha256(name.encode()).digest()[0] % 2 else "held out"
