"""Defects of form: repeated text, titles, deadlines, personal details, length, and what the check itself demands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.demo import sentences
from gongkai.demo.defects.base import Case, Planted, plant, with_sentence, with_texts
from gongkai.returns import Figure, Issue, Passage, Waiver

if TYPE_CHECKING:
    from random import Random

    from gongkai.returns import Return


@plant("R26", fits=lambda site: site.before is not None)
def same(random: Random, case: Case) -> Planted:  # noqa: ARG001 - there is nothing to choose
    """Last year's problems once more."""
    assert case.previous is not None
    return Planted(
        with_texts(case.record, problems=case.previous.sections.problems),
        ("sections.problems",),
        "第五部分照抄上一年度。",
    )


@plant("R27")
def title(random: Random, case: Case) -> Planted:
    """A title or label other than the form's, as an importer would record it."""
    edition = case.site.edition
    path, expected, raw = random.choice((
        ("sections.disputes", edition.section("disputes").title, "四、政府信息公开行政复议和行政诉讼情况"),
        ("sections.problems", edition.section("problems").title, "五、存在的问题及改进措施"),
        ("requests.granted", edition.tables["requests"].row_by_id["granted"].label, "（一）同意公开"),
    ))  # fmt: skip
    issue = Issue(path=path, kind="mislabelled", raw=raw, expected=expected)
    return Planted(case.record.model_copy(update={"issues": (issue,)}), (path,), f"名称写成了“{raw}”。")


def _late(random: Random, record: Return) -> Return:
    day = forms.levels()[record.agency.level].last_day(record.year) + dt.timedelta(random.randrange(1, 90))
    return record.model_copy(update={"published": day})


@plant("R28")
def late(random: Random, case: Case) -> Planted:
    """A report that was published late."""
    record = _late(random, case.record)
    return Planted(record, ("published",), f"{record.published}公布，晚于期限。")


@plant("R29")
def personal(random: Random, case: Case) -> Planted:
    """A detail that identifies a person."""
    text = random.choice((
        "张某来电1380013800#，要求公开。", "李某手机为139-0000-123#。", "申请人身份证号为11010519491231002X。",
        "王某家住和平路#号#单元。", "补偿款汇入账号6222600260001072444。",
    ))  # fmt: skip
    sentence = "".join(random.choice("123456789") if char == "#" else char for char in text)
    return Planted(
        with_sentence(case.record, "platform", sentence), ("sections.overview.platform",), "文字中有个人信息。"
    )


@plant("R30", fits=lambda site: site.edition.section("overview").max_characters is not None)
def long(random: Random, case: Case) -> Planted:
    """A section one that is longer than the form allows."""
    pools = (sentences.DISCLOSURE, sentences.REQUESTS, sentences.MANAGEMENT, sentences.PLATFORM, sentences.SUPERVISION)
    every = [text for pool in pools for text in pool]
    random.shuffle(every)
    text = "".join(every).replace("{W}", case.record.agency.self_name)
    return Planted(
        with_sentence(case.record, "platform", text), ("sections.overview.platform",), "第一部分超过规定的字数。"
    )


@plant("R31", fits=lambda site: site.organ.is_government)
def results(random: Random, case: Case) -> Planted:  # noqa: ARG001 - there is nothing to choose
    """A government's report without 责任追究."""
    overview = case.record.sections.overview
    assert isinstance(overview, tuple)
    passages = []
    for item in overview:
        text = item.text or ""
        for sentence in sentences.RESULTS:
            text = text.replace(sentence, "")
        passages.append(Passage(id=item.id, heading=item.heading, text=text.strip()))
    return Planted(
        with_texts(case.record, overview=tuple(passages)),
        ("sections.overview.supervision",),
        "政府的报告没有写责任追究的情况。",
    )


@plant("F1")
def photo(random: Random, case: Case) -> Planted:
    """A photo whose file is missing."""
    name = random.choice(("open_day", "training"))
    figure = Figure(
        id=name, kind="photo", file=f"{name}.jpg", caption="活动现场", alt="活动现场的照片", after="problems"
    )
    return Planted(
        case.record.model_copy(update={"figures": (*case.record.figures, figure)}),
        (f"figures.{name}",),
        "照片文件不在年度文件夹里。",
    )


def _waiver(record: Return, rule: str, cells: tuple[str, ...], values: dict[str, str] | None) -> Return:
    waiver = Waiver(
        rule=rule,
        cells=cells,
        values=values,
        reason="演示：情况已经核实。",
        by="演示",
        date=dt.date(record.year + 1, 1, 1),
    )
    return record.model_copy(update={"waivers": (waiver,)})


@plant("W1")
def idle_waiver(random: Random, case: Case) -> Planted:  # noqa: ARG001 - there is nothing to choose
    """A waiver of nothing."""
    return Planted(
        _waiver(case.record, "R1", ("requests.new.total",), None), ("waivers.0",), "认可记录没有对应的问题。"
    )


@plant("W2")
def placeholder(random: Random, case: Case) -> Planted:
    """A placeholder without a value."""
    name = random.choice(("facts.items_discosed", "requests.recieved.total"))
    return Planted(
        with_texts(case.record, other=f"全年共{{{{ {name} }}}}件。"), ("sections.other",), f"占位符{name}无法填写。"
    )


@plant("W3")
def mark(random: Random, case: Case) -> Planted:
    """A placeholder in single braces."""
    sentence = random.choice(("全年办理事项{requests.new.total}项。", "公布的信息见{facts.website}。"))
    return Planted(
        with_sentence(case.record, "platform", sentence), ("sections.overview.platform",), "占位符会原样印在报告里。"
    )


@plant("W4")
def punctuation(random: Random, case: Case) -> Planted:
    """A mark at the start of a paragraph."""
    sentence = random.choice(("。坚持公开为常态，方便群众。", "，栏目按主题编排。"))
    return Planted(with_sentence(case.record, "platform", sentence), ("sections.overview.platform",), "段首有标点。")


@plant("W5")
def waiver_without_values(random: Random, case: Case) -> Planted:
    """A waiver that does not say which values it accepts."""
    record = _waiver(_late(random, case.record), "R28", ("published",), None)
    return Planted(record, ("waivers.0",), "认可没有记下当时的数。", also=("R28",))


@plant("W6")
def fallen_waiver(random: Random, case: Case) -> Planted:
    """A waiver of another value than there is now."""
    record = _waiver(_late(random, case.record), "R28", ("published",), {"published": f"{case.record.year}-12-31"})
    return Planted(record, ("waivers.0",), "认可之后日期变了。", also=("R28",))
