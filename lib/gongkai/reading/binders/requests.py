"""Numbers that refer to table 3: requests received, carried over, answered, by kind of reply and of applicant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.reading import lexicon as words
from gongkai.reading.binders.request_labels import ALL, DONE, IN, NEW, OUT, WITHOUT, RequestState, read_label
from gongkai.reading.binding import QuantityClaim, bind_claim, each
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.sentences import QUOTES, Sentence

if TYPE_CHECKING:
    from gongkai.reading.scope import Organ

_FOLLOWS = re.compile(
    r"^(?:其中|从|按|在|已|均|本年|所有|答复|办理|经|全部|上述|以上|申请|目前|截至|同时|具体|分别|属于|另|予以)"
)
_INCLUDING = re.compile(r"其中|含|包括|包含|内有")
_VERBS = (
    (re.compile(r"新收|收到|受理|接收"), NEW), (words.RESULTS, DONE), (words.CARRIED_OUT, OUT), (words.CARRIED_IN, IN),
)  # fmt: skip


def bind(sentence: Sentence, organ: Organ, state: RequestState) -> list[QuantityClaim]:
    """The numbers of a sentence that refer to table 3; ``state`` is carried from sentence to sentence."""
    text = sentence.text
    items = label_quantities(text)
    speech = QUOTES.sub("", text)
    strong = bool(words.STRONG_REQUEST.search(speech))
    clauses = re.split("[，；。]", speech)
    weak = any(words.REQUEST.search(clause) and not words.other_requests(clause) for clause in clauses)
    inside = sentence.region == "requests"
    counted = inside and bool(re.search(r"新收|上年度?结转|\d{4}年度?结转|结转下", speech))
    topic = (
        strong
        or counted
        or (weak and (inside or state.near))
        or (state.topic and bool(_FOLLOWS.match(text)))
        or (state.topic and inside)
    )
    state.near = strong
    found: list[QuantityClaim] = []
    places: dict[int, int] = {}
    applicant_at = -1
    for index, item in enumerate(items):
        if not item.quantity.count:
            continue
        read = read_label(item, state, organ.year, topic=topic, inside=inside, text=text)
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
        bound = bind_claim(
            sentence, item, organ, names, soft=soft, likely=likely or not (strong or inside or state.topic)
        )
        if bound is None:
            if kind in {"received", "results"}:
                topic = topic and item.depth > 0
                state.rows.clear()
            continue
        places[index] = len(found)
        found.append(bound)
        state.applicant = kind == "applicant"
        if kind == "applicant":
            applicant_at = item.quantity.end
        elif kind in {"received", "results"}:
            state.rows = list(dict.fromkeys([*_rows(names), *state.rows]))
            applicant_at = -1
    found = _with_carried(found, items, places, text)
    if found and topic:
        state.topic = True
    return found + _shared(sentence, organ, items, topic=topic)


def _rows(names: tuple[str, ...]) -> list[str]:
    return ["+".join(part.split(".")[1] for part in name.split("+")) for name in names]


def _with_carried(
    found: list[QuantityClaim], items: tuple[LabeledQuantity, ...], places: dict[int, int], text: str
) -> list[QuantityClaim]:
    """``收到75件，其中上年结转1件``: what was received is then new and carried in together."""
    for index, at in places.items():
        if found[at].options[0] != NEW:
            continue
        for later in range(index + 1, len(items)):
            if later in places and found[places[later]].options == (IN,):
                between = text[items[index].quantity.end : items[later].quantity.start]
                if WITHOUT.search(between):
                    break
                own = items[later].parent == index and not re.search(r"另", between)
                if own or (_INCLUDING.search(between) and items[later].parent in {-1, index} and "；" not in between):
                    old = found[at]
                    found[at] = QuantityClaim(
                        old.sentence, old.start, old.end, old.quantity, (ALL,), (NEW,) if not own else (), old.sure
                    )
                    break
    return found


def _shared(
    sentence: Sentence, organ: Organ, items: tuple[LabeledQuantity, ...], *, topic: bool
) -> list[QuantityClaim]:
    """``收到、办结申请分别为75件、74件``."""
    found: list[QuantityClaim] = []
    for index, item in enumerate(items):
        if not topic or not re.search(r"分别(?:为|是|有)?$", item.before):
            continue
        matches = [(pattern.search(item.before), name) for pattern, name in _VERBS]
        names = tuple(
            name for match, name in sorted(matches, key=lambda pair: pair[0].start() if pair[0] else -1) if match
        )
        if len(names) > 1:
            for name, at in each(names, items, index):
                bound = bind_claim(sentence, items[at], organ, (name,))
                if bound:
                    found.append(bound)
    return found
