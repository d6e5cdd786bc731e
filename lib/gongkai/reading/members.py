"""Numbers that a roll-up's prose gives for one of its members."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading.lists import find_lists
from gongkai.reading.report import Reading, bind_claims
from gongkai.reading.scope import Organ, scope_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.reading.quantities import Quantity
    from gongkai.reading.sentences import Sentence
    from gongkai.returns import Return

_PLACE = re.compile(r"^([\u4e00-\u9fff]{1,6}?(?:省|市|自治州|州|盟|县|区))(?=[\u4e00-\u9fff]{3,})")


@dataclass(frozen=True, slots=True)
class MemberMention:
    """A number that the text gives for a member: the quantities it may refer to, by name."""

    sentence: Sentence
    member: Return
    quantity: Quantity
    names: tuple[str, ...]
    quote: str


def name_variants(name: str, short: str | None = None) -> tuple[str, ...]:
    """How a roll-up may call a member: 清河市公安局 is 市公安局 too, 西山县人民政府 is 西山县."""
    found = [name, short or name]
    for full in list(found):
        bare = re.sub(r"(?:人民政府|政府)$", "", full)
        found.append(bare)
        match = _PLACE.match(bare)
        if match:
            rest = bare[match.end() :]
            found.append(match[1][-1] + rest)
            if len(rest) >= 3:
                found.append(rest)
    return tuple(dict.fromkeys(item for item in found if len(item) >= 2))


def member_mentions(reading: Reading, members: Sequence[Return], edition: str) -> Iterator[MemberMention]:
    """The numbers in the prose that are one member's, in lists by place and in sentences of their own."""
    known = {(id(item.sentence), item.quantity.start): item for item in reading.claims}
    called = [(word, m) for m in members for word in name_variants(m.agency.name, m.agency.short_name)]
    count = Counter(word for word, _ in called)
    names = {word: member for word, member in called if count[word] == 1}
    for sentence in reading.sentences:
        present = [word for word in names if word in sentence.text]
        if not present:
            continue
        for found in find_lists(sentence, None, reading.reader):
            whole = known.get((id(sentence), found.whole.quantity.start))
            if whole is None:
                continue
            for part in found.parts:
                label = re.sub(r"(?:共|计|收到|受理|办理|的|申请|为|：)+$", "", part.label)
                if label in names:
                    quote = sentence.text[part.start : part.quantity.end].strip("，；、（：")
                    yield MemberMention(sentence, names[label], part.quantity, (*whole.options, *whole.soft), quote)
        for word in present:
            member = names[word]
            organ = Organ(reading.organ.year, member.agency.name, name_variants(member.agency.name), rolled=True)
            for item in bind_claims((sentence,), organ, edition):
                if scope_at(sentence.text, item.quantity.start, reading.organ).place == word and not item.worded:
                    yield MemberMention(sentence, member, item.quantity, (*item.options, *item.soft), item.quote)
