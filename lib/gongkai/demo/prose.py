"""The prose of a synthetic report: numbers stated in many wordings, and sentences that differ from year to year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.demo import sentences, wordings
from gongkai.reading import quantity_names
from gongkai.returns import Fact, Passage, Sections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from gongkai.demo.organs import Organ
    from gongkai.returns import Return

EACH = 2
"""Sentences that a passage takes from its pool each year."""

STANDARD = 0.15
"""Share of reports that leave the passages with numbers to the standard sentences."""

OTHER_MATTERS = tuple(
    text for text in wordings.DISTRACTORS if "{P}" not in text and not text.startswith("全年主动公开政府信息")
)
"""Sentences with numbers that are none of the form's, nor of the facts or of another year."""

HEADINGS = 0.3
"""Share of reports that number the problems and the improvements."""


def facts(random: Random, size: float) -> dict[str, Fact]:
    """Numbers of items disclosed, by channel, and the fee; the parts add up to the whole."""
    website, wechat = int(60 * size) + random.randrange(20, 90), int(30 * size) + random.randrange(10, 60)
    return {
        "items_disclosed": Fact(value=website + wechat, unit="条", label="主动公开政府信息"),
        "website": Fact(value=website, unit="条", label="网站", part_of="items_disclosed"),
        "wechat": Fact(value=wechat, unit="条", label="微信公众号", part_of="items_disclosed"),
    }


def write(
    organ: Organ, record: Return, previous: Return | None, order: Random, random: Random, *, plain: bool
) -> Sections:
    """The texts of a report.

    Args:
        organ: The organ.
        record: Its return, with cells and facts.
        previous: Last year's.
        order: Puts the pools of sentences in an order of the organ's own; the same every year.
        random: Chooses wordings.
        plain: No sentence states a number of the tables.
    """
    who = {
        "Y": str(record.year),
        "P": str(record.year - 1),
        "W": random.choice(record_names(record)),
        "name": organ.name,
    }
    turn = record.year - 2000

    def some(pool: Sequence[str], each: int = EACH) -> str:
        ordered = order.sample(pool, len(pool))
        at = turn * each
        return "".join(ordered[(at + n) % len(ordered)] for n in range(each)).format_map(who)

    matters = {
        "disclosure": some(sentences.DISCLOSURE), "requests": some(sentences.REQUESTS), "management": some(sentences.MANAGEMENT),
        "platform": some(sentences.PLATFORM), "supervision": some(sentences.SUPERVISION),
    }  # fmt: skip
    problems, improvements = some(sentences.PROBLEMS, 3), some(sentences.IMPROVEMENTS, 3)
    if organ.level != "department":
        matters["supervision"] += "\n\n" + random.choice(sentences.RESULTS)
    texts: dict[str, str | None] = dict(matters)
    if not plain and random.random() < STANDARD:
        texts |= {"disclosure": None, "requests": None}
    elif not plain:
        texts["disclosure"] = f"{_documents(record, random, who)}\n\n{texts['disclosure']}"
        texts["requests"] = f"{_requests(record, previous, random, who)}\n\n{texts['requests']}"
    return Sections(
        preface=random.choice(sentences.PREFACES).format_map(who),
        overview=tuple(Passage(id=id_, text=text) for id_, text in texts.items()),
        problems=f"### （一）存在的问题\n\n{problems}\n\n### （二）改进措施\n\n{improvements}"
        if random.random() < HEADINGS
        else f"{problems}\n\n{improvements}",
        other=random.choice(sentences.OTHER).format_map(who),
    )


def record_names(record: Return) -> tuple[str, ...]:
    """What the organ calls itself in sentences."""
    return (
        (record.agency.self_name, "本机关")
        if record.agency.level in {"department", "office"}
        else (record.agency.self_name,)
    )


def _documents(record: Return, random: Random, who: dict[str, str]) -> str:
    values = {name: str(record.facts[name].value) for name in ("website", "wechat")}
    items = str(record.facts["items_disclosed"].value)
    first = random.choice(sentences.DISCLOSED).format_map(who | values | {"items": items})
    known = [text for text in wordings.DOCUMENTS if _has(record, text)]
    return "\n\n".join(
        [first, *(_worded(record, text, random, who) for text in random.sample(known, min(1, len(known))))]
    )


def _requests(record: Return, previous: Return | None, random: Random, who: dict[str, str]) -> str:
    new, carried = (record.cells[f"requests.{row}.total"] for row in ("new", "carried_in"))
    if not new and not carried:
        return random.choice(sentences.NO_REQUESTS).format_map(who)
    last = previous.cells["requests.new.total"] if previous is not None else None
    parts = [_worded(record, random.choice([t for t in wordings.REQUESTS if _has(record, t)]), random, who)]
    if last and new and new != last and random.random() < 0.25:
        parts = [growth(random, int(new), int(last), who)]
    if any(value for path, value in record.cells.items() if path.startswith("disputes.")):
        parts.append(_worded(record, random.choice(wordings.DISPUTES), random, who))
    if random.random() < 0.3:
        parts.insert(random.randrange(len(parts) + 1), _worded(record, random.choice(OTHER_MATTERS), random, who))
    return "\n\n".join(parts)


def growth(random: Random, now: int, last: int, who: dict[str, str], off: Decimal = Decimal(0)) -> str:
    """A sentence with a change over last year.

    Args:
        random: Chooses the wording and the number of decimals.
        now: The number of this year.
        last: That of last year.
        who: What the wordings name.
        off: By how many points the change is stated wrong.
    """
    digits = random.choice((0, 1, 2))
    percent = abs(Decimal(now - last)) * 100 / last + off
    way = random.choice(("增长", "上升", "增加") if now > last else ("下降", "减少", "降低"))
    return random.choice(sentences.GROWTH).format_map(
        who | {"now": str(now), "way": way, "percent": f"{percent:.{digits}f}"}
    )


def _has(record: Return, text: str) -> bool:
    """Whether the form has every quantity of a wording."""
    return all(quantity_names.cells(record.edition.id, wordings.NAMES[name]) for name in wordings.slots(text))


def _worded(record: Return, text: str, random: Random, who: dict[str, str]) -> str:
    return wordings.render(record, text, random, who=(who["W"],))[0]
