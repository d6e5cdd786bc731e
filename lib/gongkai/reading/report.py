"""All quantities stated in a report's prose, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.reading.binders import disputes, documents, procurement, requests, universal, zero
from gongkai.reading.binders.request_rows import RequestState
from gongkai.reading.binding import QuantityClaim
from gongkai.reading.reader import Reader
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import Sentence, split_sentences
from gongkai.reading.slipped_years import copied

if TYPE_CHECKING:
    from gongkai.prose import Prose
    from gongkai.returns import Agency, Return

_REGION = {
    "summary": "", "disclosure": "disclosure", "requests": "requests", "management": "management",
    "platform": "platform", "supervision": "supervision", "problems": "problems", "improvement": "improvement", "fee": "fee",
}  # fmt: skip
_ZONE = r"(?:经济|技术|高新|产业|综合|合作|保税|自由贸易|实验|试验|示范|开发|新)+区"
"""Areas that the State Council or a province has set up with organs of their own: 经济技术开发区, 新区, 综合实验区."""
_PLACE = re.compile(rf"^[\u4e00-\u9fff]{{1,4}}?(?:省|市|自治区|自治州|州|盟|{_ZONE})")


@dataclass(frozen=True)
class Reading:
    """The sentences and claims of a report's prose.

    Attributes:
        organ: Whose report.
        sentences: All sentences in the order of the report.
        claims: What numbers, and zeros stated in words, claim about cells of the form, in the order of the report.
        edition: Id of the form's edition.
    """

    organ: Organ
    sentences: tuple[Sentence, ...]
    claims: tuple[QuantityClaim, ...]
    edition: str = "2021"

    @cached_property
    def reader(self) -> Reader:
        """The organ and the vocabulary."""
        return Reader(self.organ, self.edition)

    def of(self, table: str) -> tuple[QuantityClaim, ...]:
        """The claims about a table."""
        return tuple(item for item in self.claims if item.table == table)


def organ_of(agency: Agency, year: int) -> Organ:
    """The facts about an organ that reading its prose depends on."""
    names = [agency.name, agency.short_name, agency.self_name]
    own: list[str] = []
    for name in names:
        if not name:
            continue
        bare = name.removesuffix("人民政府") if len(name) > 6 else name
        own += [name, bare]
        match = _PLACE.match(name)
        if match and len(name) - match.end() >= 3:
            own.append(name[match.end() :])
    return Organ(year, agency.name, tuple(dict.fromkeys(own)), forms.levels()[agency.level].rollup)


def read_prose(prose: Prose, record: Return) -> Reading:
    """Read a report's prose."""
    return _read(
        prose,
        replace(organ_of(record.agency, record.year), words=record.words, units=tuple(record.units.items())),
        record.edition.id,
    )


@forms.cached(64)
def _read(prose: Prose, organ: Organ, edition: str) -> Reading:
    found: list[Sentence] = []
    for passage in prose.passages:
        region = _REGION.get(passage.id, "") if passage.section in {"overview", "problems", "other"} else ""
        if passage.section in {"requests", "disputes", "disclosure"}:
            region = passage.section
        found += split_sentences(passage.text, passage.path, passage.section, region, passage.line)
    sentences = tuple(found)
    claims = bind_claims(sentences, organ, edition)
    slips = copied(sentences, claims, organ, lambda some, whose: bind_claims(some, whose, edition))
    place = {id(sentence): at for at, sentence in enumerate(sentences)}
    ordered = sorted((*claims, *slips), key=lambda claim: (place[id(claim.sentence)], claim.start))
    return Reading(organ, sentences, tuple(ordered), edition)


def bind_claims(found: tuple[Sentence, ...], organ: Organ, edition: str) -> tuple[QuantityClaim, ...]:
    """The claims about the form that sentences make."""
    reader = Reader(organ, edition)
    claims: list[QuantityClaim] = []
    counted: list[QuantityClaim] = []
    request_state, dispute_state = RequestState(), disputes.DisputeState()
    place: tuple[str, int, str] | None = None
    for sentence in found:
        here = (sentence.path, sentence.paragraph, sentence.region)
        if here != place:
            request_state, dispute_state, place, counted = RequestState(), disputes.DisputeState(), here, []
        if sentence.section == "preface":
            continue
        numbers = requests.bind(sentence, reader, request_state)
        numbers += disputes.bind(sentence, reader, dispute_state)
        numbers += documents.bind(sentence, reader)
        numbers += procurement.bind(sentence, reader)
        numbers.sort(key=lambda item: item.quantity.start)
        numbers += universal.bind(sentence, reader, tuple(numbers), counted)
        counted = list(numbers)
        named = {item.options[0] for item in numbers if item.value == 0}
        numbers += [item for item in zero.bind(sentence, reader) if item.options[0] not in named]
        claims += sorted(numbers, key=lambda item: item.start)
    return tuple(claims)
