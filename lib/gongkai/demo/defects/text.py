"""Defects of the prose: numbers that differ from the tables, from one another or from last year's."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.demo import prose, wordings
from gongkai.demo.defects.base import Case, Planted, Site, plant, with_sentence, with_texts
from gongkai.reading import quantity_names
from gongkai.returns import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

_RELATED = ("其中", "（", "加上", "共计", "连同", "分别", "合计", "共收办", "按结果", "类型", "结果看", "{out}", "{in}")
"""What shows that a wording relates numbers to one another, so that a wrong one would break R15 too."""


def _alone(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if not any(word in text for word in _RELATED))


_REQUESTS, _DISPUTES, _DOCUMENTS = map(_alone, (wordings.REQUESTS, wordings.DISPUTES, wordings.DOCUMENTS))


def _wrong(random: Random, case: Case, passage: str, texts: tuple[str, ...]) -> Planted:
    """A sentence that states a number of a table wrong."""
    record = case.record
    known = [
        (text, name)
        for text in texts
        for name in wordings.slots(text)
        if all(quantity_names.cells(record.edition.id, wordings.NAMES[other]) for other in wordings.slots(text))
    ]
    text, name = random.choice(known)
    sentence, _ = wordings.render(record, text, random, name, (record.agency.self_name,))
    cells = quantity_names.cells(record.edition.id, wordings.NAMES[name])
    return Planted(with_sentence(record, passage, sentence), cells, f"文字中的一个数与表格不符：{sentence}")


@plant("R12")
def requests(random: Random, case: Case) -> Planted:
    """A number of requests that is not that of table 3."""
    return _wrong(random, case, "requests", _REQUESTS)


@plant("R13")
def disputes(random: Random, case: Case) -> Planted:
    """A number of cases that is not that of table 4."""
    return _wrong(random, case, "requests", _DISPUTES)


@plant("R14")
def documents(random: Random, case: Case) -> Planted:
    """A number of documents that is not that of table 2."""
    return _wrong(random, case, "disclosure", _DOCUMENTS)


@plant("R15")
def parts(random: Random, case: Case) -> Planted:
    """Parts that do not add up, in a sentence or in the facts."""
    record = case.record
    if random.random() < 0.3:
        fact = record.facts["website"]
        facts = record.facts | {"website": Fact(**fact.model_dump() | {"value": (fact.value or 0) + 3})}
        return Planted(
            record.model_copy(update={"facts": facts}),
            ("facts.items_disclosed", "facts.website"),
            "facts的分项之和不等于总数。",
        )
    sentence = unequal(random, random.choice((3, -2, 10, 100)))
    return Planted(
        with_sentence(record, "management", sentence),
        ("sections.overview.management",),
        f"分项之和不等于总数：{sentence}",
    )


def unequal(random: Random, off: int) -> str:
    """A sentence with a total and its parts, off by some."""
    a, b, c = (random.randrange(20, 400) for _ in range(3))
    whole = a + b + c + off
    return random.choice((
        f"制发公文{whole}件，其中主动公开类{a}件、依申请公开类{b}件、不予公开类{c}件。",
        f"全年印发公文{whole}件，其中主动公开{a}件、依申请公开{b}件、不予公开{c}件。",
    ))  # fmt: skip


@plant("R16")
def fee(random: Random, case: Case) -> Planted:
    """A fee in section one where section six says that there was none."""
    amount = random.randrange(100, 5000)
    sentence = random.choice((f"全年收取信息处理费{amount}元。", f"本年共收取政府信息公开信息处理费{amount}元。"))
    return Planted(
        with_sentence(case.record, "requests", sentence), ("sections.overview.requests", "sections.other"),
        f"信息处理费前后不一：{sentence}",
    )  # fmt: skip


def _grew(site: Site) -> bool:
    return site.before is not None and not site.organ.quiet


@plant("R17", fits=_grew)
def growth(random: Random, case: Case) -> Planted:
    """A change over last year that is not that of the two reports."""
    assert case.previous is not None
    record = case.record
    now, last = (int(item.cells["requests.new.total"] or 0) for item in (record, case.previous))
    who = {"Y": str(record.year), "P": str(record.year - 1), "W": record.agency.self_name}
    sentence = prose.growth(random, now, max(1, last), who, Decimal(random.choice(("5.3", "12.1", "30.7"))))
    return Planted(
        with_sentence(record, "requests", sentence),
        ("sections.overview.requests", "requests.new.total"),
        f"同比算错：{sentence}",
    )


@plant("R19", fits=lambda site: len(site.organ.members) >= 6)
def of_member(random: Random, case: Case) -> Planted:
    """A member's number that is not the one in its report."""
    levels = [item.agency.level for item in case.members]
    level = next(name for name in ("city", "county", "department") if name in levels)
    chosen = random.choice([item for item in case.members if item.agency.level == level])
    called, own = (
        (item.short_name or item.name).removesuffix("人民政府") for item in (chosen.agency, case.record.agency)
    )
    name = called.removeprefix(own)
    value, new = (int(item.cells["requests.new.total"] or 0) for item in (chosen, case.record))
    stated = value + random.randrange(2, 9)
    sentence = (
        f"{case.record.agency.self_name}收到政府信息公开申请{new}件，其中，{name}{stated}件、其他单位{new - stated}件。"
    )
    return Planted(
        with_sentence(case.record, "requests", sentence),
        ("sections.overview.requests",),
        f"成员单位的数与其报告不符：{sentence}",
    )


@plant("R24", floors={"requests.carried_out.natural": 1, "disputes.reconsideration.pending": 1})
def claim(random: Random, case: Case) -> Planted:
    """A claim of all or none that a table contradicts."""
    record, who = case.record, case.record.agency.self_name
    sentence = random.choice((
        f"{who}政府信息公开申请办结率100%。", "对收到的政府信息公开申请，均已按时办结。", "依申请公开全部依法办结，办结率达100%。",
        "全年未发生因政府信息公开引起的行政复议、行政诉讼。", "未收到政府信息公开方面的行政复议和行政诉讼案件。",
        f"{record.year}年，{who}无政府信息公开行政复议、行政诉讼案件。",
    ))  # fmt: skip
    return Planted(
        with_sentence(record, "requests", sentence),
        ("sections.overview.requests", "requests.carried_out.total", "disputes.reconsideration.total"),
        f"说法与表格不符：{sentence}",
    )


@plant("R25")
def year(random: Random, case: Case) -> Planted:
    """A year that was copied from an earlier report."""
    record = case.record
    now, then = record.year, record.year - 1
    if random.random() < 0.5:
        preface = (
            (record.sections.preface or "")
            .replace(f"{now}年1月1日", f"{then}年1月1日")
            .replace(f"{now}年12月31日", f"{then}年12月31日")
        )
        return Planted(with_texts(record, preface=preface), ("sections.preface",), f"统计期限写成了{then}年。")
    sentence = f"{then}年，{record.agency.self_name}认真落实《条例》，主动公开各领域信息。"
    return Planted(
        with_sentence(record, "disclosure", sentence),
        ("sections.overview.disclosure",),
        f"年度是照抄上一年的：{sentence}",
    )
