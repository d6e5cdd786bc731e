"""What reading needs to know beside the text: the organ, the form, and the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.reading.lexicon import Lexicon, lexicon
from gongkai.reading.wording import Wording, without_names, wording

if TYPE_CHECKING:
    from gongkai.reading.scope import Organ

MOST_READ = 20_000
"""Texts of one report whose words are kept; a report of ordinary length has some hundreds."""


@dataclass(frozen=True)
class Reader:
    """An organ, and the edition of the form that it reports by."""

    organ: Organ
    edition: str
    _read: dict[str, Wording] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The vocabulary, with the office's own words."""
        return lexicon(self.edition, self.organ.words)

    @cached_property
    def document_columns(self) -> frozenset[str]:
        """Ids of the columns that the form has for documents (``made`` …); empty if it has no such row."""
        table = forms.edition(self.edition).tables.get("disclosure")
        row = table.row_by_id.get("normative_documents") if table else None
        return frozenset(column.id for column in row.columns) if row else frozenset()

    def wording(self, text: str) -> Wording:
        """The words of a text, the organ's own names left out."""
        found = self._read.get(text)
        if found is None:
            found = wording(self.lexicon, without_names(text, self.organ.own))
            if len(self._read) < MOST_READ:
                self._read[text] = found
        return found
