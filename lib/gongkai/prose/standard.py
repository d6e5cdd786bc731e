"""Standard sentences generated from the figures, for passages that the organ does not write itself.

A clause whose cell is not filled in is omitted; a missing number never counts as 0. The wording follows the mandatory
content of 《政府信息公开条例》第五十条 and of the form in force.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gongkai.parsing.dates import chinese
from gongkai.prose.expression import MOST_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.returns import Number, Return

MISSING = "（本部分尚未填写。）"
"""Printed if nothing was written and the figures give no sentence; a rule reports it."""

KINDS = {
    "granted": "予以公开",
    "partial": "部分公开",
    "refused": "不予公开",
    "unavailable": "无法提供",
    "unprocessed": "不予处理",
    "others": "其他处理",
    "other": "其他处理",
}
"""Kinds of reply by the id of their row or group of rows."""


def _join(clauses: Iterable[str]) -> str:
    return "，".join(clause for clause in clauses if clause)


def _shown(value: Number) -> str:
    """A number as a text prints it: as typed, with two decimals if it has more than a placeholder may print."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:f}"
    if len(text.partition(".")[2].rstrip("0")) > MOST_DECIMALS:
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return text


def _counts(pairs: Iterable[tuple[str, Number | None]], unit: str) -> str:
    """``甲1件、乙2件`` from the nonzero pairs."""
    return "、".join(f"{label}{_shown(value)}{unit}" for label, value in pairs if value)


def preface(record: Return) -> str:
    """Legal basis, structure, period, place of publication, contact."""
    agency, contact, year = record.agency, record.agency.contact, record.year
    form = record.edition.source
    titles = "、".join(section.title.split("、", 1)[1] for section in record.edition.sections)
    text = (
        f"本报告依照《中华人民共和国政府信息公开条例》第五十条的规定和{form}规定的格式编制，"
        f"由{titles}六个部分组成。所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
    )
    if agency.site:
        by = f"于{chinese(record.publish_by)}前" if record.publish_by else ""
        text += f"本报告{by}在{agency.site}公布。"
    ways = [
        f"{label}：{value}"
        for label, value in (
            ("地址", contact.address), ("邮编", contact.postcode), ("电话", contact.phone),
            ("传真", contact.fax), ("电子邮箱", contact.email),
        )
        if value
    ]  # fmt: skip
    if ways:
        text += f"对本报告有疑问的，请与{contact.office or agency.name}联系（{'；'.join(ways)}）。"
    return text


def disclosure(record: Return) -> str:
    """Proactive disclosure according to table 2 and the facts."""
    sentences = []
    for fact in record.facts.values():
        if fact.part_of is None and fact.same_as is None and fact.value is not None and "公开" in fact.label:
            parts = [(f.label, f.value) for f in record.facts.values() if f.part_of and record.facts[f.part_of] is fact]
            listed = _counts(parts, fact.unit)
            sentences.append(f"{fact.label}{_shown(fact.value)}{fact.unit}" + (f"，其中{listed}" if listed else ""))
    table = record.edition.tables["disclosure"]
    for row in table.rows:
        pairs = []
        for column in row.columns:
            value = record.cells[f"disclosure.{row.id}.{column.id}"]
            unit = record.unit(f"disclosure.{row.id}.{column.id}") or ""
            if value is None:
                continue
            label = column.label.removesuffix("（单位：万元）")
            pairs.append(f"{label}{_shown(value)}{unit}")
        if any(record.cells[f"disclosure.{row.id}.{column.id}"] for column in row.columns):
            sentences.append(f"{row.label}：{'，'.join(pairs)}")
    zero = [
        row.label
        for row in table.rows
        if all(record.cells[f"disclosure.{row.id}.{column.id}"] == 0 for column in row.columns)
    ]
    if zero:
        sentences.append(f"{'、'.join(zero)}各项均为0")
    if not sentences:
        return MISSING
    return f"{record.year}年，" + "；".join(sentences) + "。"


def requests(record: Return) -> str:
    """Requests received, from whom, and how they were handled (table 3), then disputes (table 4) and the fee."""
    cell = record.cell
    new, carried = cell("requests.new.total"), cell("requests.carried_in.total")
    who = record.agency.self_name
    if new is None:
        first = MISSING
    elif new == 0 and carried == 0:
        first = f"{record.year}年，{who}未收到政府信息公开申请，也没有上年结转的申请。"
    elif new == 0 and carried is None:
        first = f"{record.year}年，{who}未收到政府信息公开申请。"
    else:
        first = f"{record.year}年，{who}{_received(record, new, carried)}。{_handled(record)}"
    return "\n\n".join(part for part in (first, disputes(record), fee(record)) if part)


def _received(record: Return, new: Number, carried: Number | None) -> str:
    columns = record.edition.tables["requests"].row_by_id["new"].columns
    who = _counts(((c.label if c.id != "other" else "其他组织", record.cells[f"requests.new.{c.id}"])
                   for c in columns if c.id != "total"), "件")  # fmt: skip
    from_year = "" if carried is None else f"上年结转{carried}件" if carried else "没有上年结转的申请"
    return _join([f"新收政府信息公开申请{new}件" + (f"（{who}）" if who else ""), from_year])


def _handled(record: Return) -> str:
    done, out = record.cell("requests.total.total"), record.cell("requests.carried_out.total")
    kinds = []
    rows = record.edition.tables["requests"]
    for group, label in KINDS.items():
        if rows.group(group):
            kinds.append((label, record.total("requests", group, "total")))
    listed = _counts(kinds, "件")
    clauses = []
    if done is not None:
        clauses.append(f"办结{done}件" + (f"，其中{listed}" if listed and done else ""))
    if out is not None:
        clauses.append(f"结转下年度继续办理{out}件" if out else "没有结转下年度继续办理的申请")
    return f"本年度{'；'.join(clauses)}。" if clauses else ""


def disputes(record: Return) -> str:
    """Reconsiderations and lawsuits (table 4)."""
    reconsideration = record.cell("disputes.reconsideration.total")
    litigation = record.total("disputes", "litigation", "total")
    if reconsideration is None and litigation is None:
        return ""
    if reconsideration == 0 and litigation == 0:
        return "本年度没有因政府信息公开引起的行政复议和行政诉讼。"
    sentences = []
    for group, name, total in (
        ("reconsideration", "行政复议", reconsideration),
        ("litigation", "行政诉讼", litigation),
    ):
        if total is None:
            continue
        columns = record.edition.tables["disputes"].rows[0].columns
        listed = _counts(((c.label, record.total("disputes", group, c.id)) for c in columns if c.id != "total"), "件")
        sentences.append(f"因政府信息公开引起的{name}{total}件" + (f"，其中{listed}" if listed and total else ""))
    return "；".join(sentences) + "。"


def fee(record: Return) -> str:
    """The information processing fee (国办函〔2020〕109号), from the fact ``info_fee``; empty if absent."""
    fact = record.facts.get("info_fee")
    if fact is None or fact.value is None:
        return ""
    if fact.value == 0:
        return f"{record.year}年，{record.agency.self_name}未收取政府信息公开信息处理费。"
    return f"{record.year}年，{record.agency.self_name}收取政府信息公开信息处理费{_shown(fact.value)}{fact.unit}。"


def other(record: Return) -> str:
    """Section six: the fee, or else that there is nothing to report, unless the form asks for the fee."""
    if text := fee(record):
        return text
    return (
        MISSING
        if any("others" in row.groups for table in record.edition.tables.values() for row in table.rows)
        else "没有其他需要报告的事项。"
    )
