"""Slips of the text planted in varied wordings: parts, shares, changes, claims, years, fees, members."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading import quantity_names
from gongkai.returns import Passage, Return, Sections

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Plant = Callable[[Random, Return, bool], "Case"]

SUBJECTS = ("政府信息", "各类信息", "政务信息")
CHANNELS = (("政府网站", "政务新媒体", "其他渠道"), ("网站", "微信公众号", "其他方式"), ("门户网站", "微博", "其他"))


@dataclass(frozen=True)
class Case:
    """A return with its text, last year's, and members."""

    record: Return
    previous: Return | None = None
    members: tuple[Return, ...] = ()


def with_text(record: Return, *, requests: str = "已按要求办理。", disclosure: str = "已按要求办理。", preface: str = "本报告按规定编制。",
              problems: str = "人员经验不足。", other: str = "没有其他事项。", signed: dt.date | None = None) -> Return:  # fmt: skip
    """The return with these texts."""
    overview = (Passage(id="disclosure", text=disclosure), Passage(id="requests", text=requests))
    sections = Sections(preface=preface, overview=overview, problems=problems, other=other)
    return record.model_copy(update={"sections": sections, "signed": signed or dt.date(record.year + 1, 2, 3)})


def sums(random: Random, record: Return, good: bool) -> Case:
    """Parts that do not add up."""
    a, b, c = (random.randrange(20, 400) for _ in range(3))
    whole = a + b + c + (0 if good else random.choice((3, -2, 10, 100)))
    one, two, three = random.choice(CHANNELS)
    text = random.choice((
        f"全年主动公开政府信息{whole}条，其中通过{one}公开{a}条，通过{two}公开{b}条，{three}公开{c}条。",
        f"{record.year}年，全市共发布各类信息{whole}条（{one}{a}条、{two}{b}条、{three}{c}条）。",
        f"制作政府信息{whole}份，其中主动公开{a}份，依申请公开{b}份，不予公开{c}份。",
        f"共公布政府信息 {whole} 条，分别为{one}{a}条、{two}{b}条、{three}{c}条。",
        f"全年印发通报{whole}期。其中，市级{a}期、东山区{b}期、其他县区{c}期。" if good else f"制发公文{whole}件，其中主动公开类{a}件、依申请公开类{b}件、不予公开类{c}件。",
        f"全市共公开信息{whole}条，包括：规划计划类{a}条，财政预决算类{b}条，其他类{c}条。",
    ))  # fmt: skip
    return Case(with_text(record, disclosure=text))


def share(random: Random, record: Return, good: bool) -> Case:
    """A share that is not that of its parts."""
    part, whole = random.randrange(10, 90), random.randrange(100, 300)
    digits = random.choice((0, 1, 2))
    value = round(100 * part / whole + (0 if good else random.choice((3, -4, 11))), digits)
    stated = f"{value:.{digits}f}"
    text = random.choice((
        f"发布信息{whole}条，其中图解{part}条，占{stated}%。",
        f"全年公开文件{whole}件，其中主动公开{part}件，占比{stated}%。",
        f"制作政府信息{whole}条，主动公开政府信息{part}条。主动公开的政府信息占{stated}%。",
    ))  # fmt: skip
    return Case(with_text(record, disclosure=text))


def twice(random: Random, record: Return, good: bool) -> Case:
    """The number of items disclosed, stated twice."""
    first = random.randrange(100, 900)
    second = first if good else first + random.choice((-49, 7, 100))
    subject = random.choice(SUBJECTS)
    sections = Sections(
        preface="本报告按规定编制。",
        overview=f"{record.year}年，我市主动公开{subject}{first}条，内容及时更新。",
        disclosure=random.choice((f"全年主动公开{subject}{second}条。", f"{record.year}年度共主动公开政府信息{second}条。")),
        problems="人员经验不足。", other="没有其他事项。",
    )  # fmt: skip
    return Case(record.model_copy(update={"sections": sections}))


def growth(random: Random, record: Return, good: bool) -> Case:
    """A change over last year that is not that of the two reports."""
    name = random.choice(("requests.new.total", "requests.total.total", "disputes.reconsideration.total"))
    now, last = int(quantity_names.value(record, name) or 0) + 5, random.randrange(5, 90)
    cells = {**record.cells, **dict.fromkeys(quantity_names.cells(record.edition.id, name), 0), name: now}
    record = record.model_copy(update={"cells": cells})
    before = record.model_copy(update={"year": record.year - 1, "cells": {**cells, name: last}})
    if now == last:
        now, cells[name] = now + 1, now + 1
    noun = {"requests.new.total": "收到政府信息公开申请", "requests.total.total": "办结政府信息公开申请",
            "disputes.reconsideration.total": "政府信息公开行政复议"}[name]  # fmt: skip
    digits = random.choice((0, 1, 2))
    percent = abs(now - last) * 100 / last + (0 if good else random.choice((5.3, 12.1, 30.7)))
    way = random.choice(("增长", "上升", "增加")) if now > last else random.choice(("下降", "减少", "降低"))
    difference = abs(now - last) + (0 if good else 2)
    text = random.choice((
        f"{record.year}年{noun}{now}件，同比{way}{percent:.{digits}f}%。",
        f"全年{noun}{now}件，较上年{way}{percent:.{digits}f}%。",
        f"全市{noun}{now}件，比{record.year - 1}年{way}了{percent:.{digits}f}%。",
        f"全市{noun}{now}件，较去年{'增加' if now > last else '减少'}{difference}件。",
        f"全市{noun}{now}件，与上年相比{way}{percent:.{digits}f}%。",
    ))  # fmt: skip
    return Case(with_text(record, requests=text), before)


def claim(random: Random, record: Return, good: bool) -> Case:
    """A claim that table 3 or 4 contradicts."""
    cells = dict(record.cells)
    disputes = random.random() < 0.5
    if disputes:
        for path in cells:
            if path.startswith("disputes."):
                cells[path] = 0
        if not good:
            row = random.choice(("reconsideration", "litigation_direct"))
            cells[f"disputes.{row}.pending"] = cells[f"disputes.{row}.total"] = 2
        text = random.choice((
            "全年未发生因政府信息公开引起的行政复议、行政诉讼。", "没有因政府信息公开被申请行政复议或者被提起行政诉讼的情况。",
            "未收到政府信息公开方面的行政复议和行政诉讼案件。", f"{record.year}年，我市无政府信息公开行政复议、行政诉讼案件。",
            "依申请公开工作未引发行政复议和行政诉讼。", "全市政府信息公开零复议、零诉讼。",
        ))  # fmt: skip
    else:
        for column in ("natural", "business", "research", "public_interest", "legal_service", "other", "total"):
            cells[f"requests.carried_out.{column}"] = 0
        if not good:
            cells["requests.carried_out.natural"] = cells["requests.carried_out.total"] = random.randrange(1, 9)
        text = random.choice((
            "全市政府信息公开申请办结率100%。", "对收到的政府信息公开申请，均已按时办结。", "依申请公开全部依法办结，办结率达100%。",
            "政府信息公开申请均在法定期限内办结。", "政府信息公开申请办结率为百分之百。",
        ))  # fmt: skip
    return Case(with_text(record.model_copy(update={"cells": cells}), requests=text))


def year(random: Random, record: Return, good: bool) -> Case:
    """A copied year, or a date of another year."""
    record = record.model_copy(update={"cells": {**record.cells, "requests.other_2.total": 0}})
    now = record.year
    then = now if good else now - 1
    which = random.randrange(7)
    if which == 0:
        preface = random.choice((
            f"本报告所列数据的统计期限自{then}年1月1日起至{then}年12月31日止。",
            f"本报告中所列数据的统计期限为{then}年1月1日至{then}年12月31日。",
            f"报告期：{then}年1月1日-{then}年12月31日。",
        ))  # fmt: skip
        return Case(with_text(record, preface=preface))
    if which == 1:
        text = random.choice((
            f"{then}年，我市认真落实《条例》，主动公开各领域信息。", f"{then}年，全市坚持以公开为常态，不断完善制度。",
            f"{then}年度，我市政府信息公开工作稳步推进。",
        ))  # fmt: skip
        return Case(with_text(record, disclosure=text))
    if which == 2:
        plan = now + 1 if good else now
        text = random.choice((
            f"工作中还有不足。{plan}年，我市将继续完善公开制度。", f"下一步，{plan}年将进一步加大公开力度。",
            f"改进措施：{plan}年，我市将采取以下措施。", f"{plan}年，我们将着力提高解读质量。",
        ))  # fmt: skip
        return Case(with_text(record, problems=text))
    if which == 3:
        return Case(with_text(record, signed=dt.date(now + (1 if good else random.choice((0, 2))), 1, 20)))
    if which == 4:
        return Case(with_text(record, other=f"{then}年，没有收取政府信息公开信息处理费。"))
    if which == 5:
        return Case(with_text(record, preface=f"现将清河市{then}年度政府信息公开工作年度报告公布如下。"))
    harmless = random.choice((
        f"按照《关于印发{now - 1}年政务公开工作要点的通知》推进。", f"清河市{now - 2}年以来连续获评先进。", "“十四五”规划（2021—2025年）已公开。",
        f"与{now - 1}年相比，工作更实。", f"公开了{now - 1}年财政决算和{now}年预算。", f"截至{now}年12月31日，栏目全部更新。",
    ))  # fmt: skip
    text = harmless if good else f"{now - 1}年，全市主动公开工作有序开展，栏目更新及时。"
    return Case(with_text(record, disclosure=text))


def fee(random: Random, record: Return, good: bool) -> Case:
    """A fee stated in two ways."""
    amount = random.randrange(100, 5000)
    cells = {**record.cells, "requests.other_2.total": 1}
    record = record.model_copy(update={"cells": cells})
    first = random.choice((f"全年收取信息处理费{amount}元。", f"本年共收取政府信息公开信息处理费{amount}元。"))
    second = (
        first
        if good
        else random.choice(
            ("未收取政府信息公开信息处理费。", f"收取信息处理费{amount + 300}元。", "本年度没有产生信息处理费。")
        )
    )
    return Case(with_text(record, requests=first, other=second))


def member(random: Random, record: Return, good: bool) -> Case:
    """A member's number in the roll-up's prose."""
    new = int(record.cells["requests.new.total"] or 0)
    value = random.randrange(1, max(2, new - 4))
    agency = record.agency.model_copy(update={"id": "east", "name": "清河市东山区人民政府", "level": "county"})
    other = record.model_copy(update={"agency": agency, "cells": {**record.cells, "requests.new.total": value}})
    stated = value if good else value + 3
    text = random.choice((
        f"全市收到政府信息公开申请{new}件，其中，东山区{stated}件、西山县{new - stated}件。",
        f"全市收到政府信息公开申请{new}件。东山区收到政府信息公开申请{stated}件。",
    ))  # fmt: skip
    return Case(with_text(record, requests=text), members=(other,))


PLANTS: dict[str, tuple[Plant, ...]] = {
    "R15": (sums, share, twice), "R16": (fee,), "R17": (growth,), "R19": (member,), "R24": (claim,), "R25": (year,),
}  # fmt: skip
