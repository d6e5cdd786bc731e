"""Names of numbers outside the form: an id made from a label, and the facts that a label names."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from gongkai.returns.model import Fact


def from_label(label: str) -> str:
    """A label as placeholders write it, letters and digits only: ``《公报》（期数）`` is ``公报期数``.

    A placeholder's name cannot begin with a digit: ``12345热线`` is ``项12345热线``. Empty if the label has no letters.
    """
    text = re.sub(r"\W+", "", unicodedata.normalize("NFKC", label)).strip("_")
    return f"项{text}" if text[:1].isdigit() else text


def unused(label: str, taken: Container[str]) -> str:
    """An id for a fact that was given none: its label, with a number behind it if that is taken."""
    base = from_label(label)
    if base and base not in taken:
        return base
    return next(id_ for n in count(2 if base else 1) if (id_ := f"{base or 'added'}_{n}") not in taken)


def labelled(facts: Mapping[str, Fact], name: str) -> list[str]:
    """Ids of the facts whose label is written so in a placeholder."""
    sought = unicodedata.normalize("NFKC", name)
    return [id_ for id_, fact in facts.items() if from_label(fact.label) == sought]
