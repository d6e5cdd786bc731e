"""Numbers that refer to table 3: requests received, carried over, answered, by kind of reply and of applicant."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.reading.binders.request_rows import (
    ALL,
    DONE,
    IN,
    NEW,
    OUT,
    RequestState,
    elsewhere,
    read_rows,
    row_patterns,
)
from gongkai.reading.binding import QuantityClaim, bind_claim, each
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.sentences import QUOTES, Sentence

if TYPE_CHECKING:
    from gongkai.reading.reader import Reader

_FOLLOWS = re.compile(
    r"^(?:全年|年内|今年|累计|共计?)*(?:其中|从|按|在|已|均|本年|所有|答复|办理|经|全部|上述|以上|申请|目前|截至|同时|具体|分别|属于|另"
    r"|予以|办结|受理|结转)"
)
_INCLUDING = re.compile(r"其中|含|包括|包含|内有")
_COUNTED_IN = re.compile(r"(?<!不)(?:含|包括)")
_MARKER = re.compile(r"^(?:（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}[、是]|\d{1,2}[.．、])")
_SUM = re.compile(r"(?:共|共计|合计|总计|总共|一共)(?:有|为|是)?")


def bind(sentence: Sentence, reader: Reader, state: RequestState) -> list[QuantityClaim]:
    """The numbers of a sentence that refer to table 3; ``state`` is carried from sentence to sentence."""
    text, organ = sentence.text, reader.organ
    items = label_quantities(text)
    speech = QUOTES.sub("", _MARKER.sub("", text))
    spoken = reader.wording(speech)
    strong = spoken.has("request")
    if not items:
        state.near = strong
        return []
    weak = strong or (
        spoken.has("bare_request") and any(_asks(clause, reader) for clause in re.split("[，；。]", speech))
    )
    inside = sentence.region == "requests"
    asked = not strong and weak and any(_receives(clause, reader) for clause in re.split("[，；。]", speech))
    counted = inside and bool(re.search(r"新收|上年度?结转|\d{4}年度?结转|结转下", speech))
    topic = (
        strong
        or counted
        or (weak and (inside or state.near or asked))
        or (state.topic and bool(_FOLLOWS.match(text)))
        or (state.topic and inside)
    )
    state.near = strong
    found: list[QuantityClaim] = []
    places: dict[int, int] = {}
    applicant_at = whole_at = -1
    wholes: dict[int, int] = {}
    foreign = False
    for index, item in enumerate(items):
        if not item.quantity.count:
            continue
        # 办理提案34件，答复28件: what follows goes on with what is counted first.
        if not found:
            words = reader.wording(item.label)
            foreign = (foreign or (words.has("foreign") and elsewhere(words))) and not words.has("request")
            if foreign:
                continue
        read = read_rows(item, state, reader, topic=topic, inside=inside, text=text)
        if read is None:
            continue
        names, soft, likely, kind = read
        if kind == "kind" and "+" in names[0] and re.search("各(?:有|为)?$", item.before):
            bounds = [bind_claim(sentence, item, organ, (name,)) for name in names[0].split("+")]
            found += [bound for bound in bounds if bound is not None]
            continue
        if applicant_at >= 0 and kind == "kind" and "其中" in text[applicant_at : item.quantity.start]:
            names = (
                *names,
                *(name.replace(".total", column) for name in names for column in (".natural", ".organizations")),
            )
        known = not reader.wording(item.label).unknown()
        bound = bind_claim(
            sentence, item, organ, names, soft=soft, likely=likely or not known or not (strong or inside or state.topic)
        )
        if bound is None:
            if kind in {"received", "results"}:
                topic = topic and item.depth > 0
                state.rows.clear()
            continue
        places[index] = len(found)
        found.append(bound)
        state.applicant, state.kind = kind == "applicant", kind == "kind"
        if kind == "applicant":
            applicant_at = item.quantity.end
            wholes[places[index]] = whole_at
        elif kind in {"received", "results"}:
            state.rows = list(dict.fromkeys([*_rows(names), *state.rows]))
            applicant_at, whole_at = -1, places[index]
    found = _with_carried(found, items, places, text, reader)
    for at, whole in wholes.items():
        if whole >= 0:
            part = _of_both(found[at]) if found[whole].options == (ALL,) else found[at]
            found[at] = replace(part, whole=found[whole])
    found += _in_all(sentence, reader, items, found, set(places))
    if found and topic:
        state.topic = True
    return found + _shared(sentence, reader, items, topic=topic)


def _asks(clause: str, reader: Reader) -> bool:
    words = reader.wording(clause)
    return words.has("bare_request") and not words.has("foreign")


def _receives(clause: str, reader: Reader) -> bool:
    """``全区共受理申请``: applications of no other kind, in a report on those for information."""
    words = reader.wording(clause)
    return (
        words.has("bare_request") and words.has("received", "accepted", "received_new") and not words.unknown()
        and not words.has("foreign", "topic", "reconsideration", "litigation")
    )  # fmt: skip


def _rows(names: tuple[str, ...]) -> list[str]:
    return ["+".join(part.split(".")[1] for part in name.split("+")) for name in names]


def _with_carried(
    found: list[QuantityClaim], items: tuple[LabeledQuantity, ...], places: dict[int, int], text: str, reader: Reader
) -> list[QuantityClaim]:
    """``收到75件，其中上年结转1件``: what was received is then new and carried in together."""
    carried = [index for index, at in places.items() if found[at].options == (IN,)]
    for index, at in places.items():
        later = next((place for place in carried if place > index), None)
        if (
            later is not None
            and items[later].parent == index
            and found[at].options == (DONE,)
            and _COUNTED_IN.search(text, items[index].quantity.end, items[later].quantity.start)
        ):
            found[at] = replace(found[at], options=(DONE, ALL))
        if found[at].options[0] != NEW or later is None:
            continue
        if _adds_up(found, places, index, later):
            found[at] = replace(found[at], options=(ALL,), soft=())
            continue
        between = text[items[index].quantity.end : items[later].quantity.start][:160]
        if row_patterns(reader.lexicon).without.search(between):
            continue
        own = items[later].parent == index and "另" not in between
        if own or (_INCLUDING.search(between) and items[later].parent in {-1, index} and "；" not in between):
            found[at] = replace(found[at], options=(ALL,), soft=(NEW,) if not own else ())
    return found


def _of_both(part: QuantityClaim) -> QuantityClaim:
    """``收到12件（含上年结转2件），其中自然人8件``: a kind of applicant of all, or of the new ones alone."""
    both = (f"{option}+{option.replace('.new.', '.carried_in.')}" for option in part.options if ".new." in option)
    return replace(part, options=tuple(dict.fromkeys((*both, *part.options))))


def _in_all(
    sentence: Sentence, reader: Reader, items: tuple[LabeledQuantity, ...], found: list[QuantityClaim], bound: set[int]
) -> list[QuantityClaim]:
    """``收到9件，上年结转1件，共10件``: a sum that no words name is what there was to handle."""
    result = []
    for index, item in enumerate(items):
        if index in bound or not item.bare or not _SUM.fullmatch(item.before) or not item.quantity.count:
            continue
        earlier = {claim.options[0] for claim in found if claim.quantity.end <= item.quantity.start}
        if {NEW, IN} <= earlier and (claim := bind_claim(sentence, item, reader.organ, (ALL,), likely=True)):
            result.append(claim)
    return result


def _adds_up(found: list[QuantityClaim], places: dict[int, int], index: int, carried: int) -> bool:
    """``共收到75件，新收74件，上年结转1件``: what was received in all, what is new, and what was carried in."""
    new = [found[at] for place, at in places.items() if place > index and found[at].options[:1] == (NEW,)]
    return any(item.value + found[places[carried]].value == found[places[index]].value for item in new)


def _shared(
    sentence: Sentence, reader: Reader, items: tuple[LabeledQuantity, ...], *, topic: bool
) -> list[QuantityClaim]:
    """``收到、办结申请分别为75件、74件``."""
    found: list[QuantityClaim] = []
    for index, item in enumerate(items):
        if not topic or not re.search(r"分别(?:为|是|有)?$", item.before):
            continue
        words = reader.wording(item.before)
        places = [
            (hits[0].start, name)
            for meanings, name in (
                (("received", "received_new", "accepted"), NEW), (("answered",), DONE), (("carried_out",), OUT),
            ) if (hits := words.of(*meanings))
        ]  # fmt: skip
        names = tuple(name for _, name in sorted(places))
        if len(names) > 1:
            for name, at in each(names, items, index):
                bound = bind_claim(sentence, items[at], reader.organ, (name,))
                if bound:
                    found.append(bound)
    return found
