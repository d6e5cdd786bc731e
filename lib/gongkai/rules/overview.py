"""Section one, 总体情况: what it must cover, and how long it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.prose import MISSING
from gongkai.returns import MATTERS
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.part_names import name_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.prose import Prose


@rule(
    "R30",
    level="hint",
    kind="H",
    title="第一部分原则上不超过表式规定的字数。",
    source="{form}对“总体情况”部分字数的规定",
    requires=("sections.overview.max_characters",),
    todo="请精简第一部分，删去与政府信息公开无关的内容。",
    example="第一部分有1186字，超过1000字186字。",
)
def length(context: Context) -> Iterator[PendingFinding]:
    """Characters of section one without white space, against the limit that the edition sets."""
    limit = context.record.edition.section("overview").max_characters
    assert limit is not None  # required
    count = len(re.sub(r"\s", "", context.prose.text("overview")))
    if count > limit:
        yield fail(
            "{section}有{left}字，超过{right}字{difference}字。", _paths(context.prose, "overview"),
            section=name_section(context.record.edition, "overview"), left=count, right=limit, difference=count - limit,
        )  # fmt: skip


COVERED: dict[str, str] = {
    "disclosure": r"主动公开|主动发布|公开.{0,12}信息.{0,12}\d+\s*[条件篇份]|发布.{0,12}信息",
    "requests": r"依申请|申请公开|信息公开申请|公开申请",
    "management": r"信息管理|信息.{0,4}管理|制度|审[核查]|三审|属性|源头|清理|动态调整|归档|规范性文件",
    "platform": r"平台|网站|门户|专栏|栏目|公众号|新媒体|微博|微信|公报",
    "supervision": r"监督|保障|考核|评议|培训|责任追究|检查|督[促查办]|领导小组|第三方评估",
}
"""Wording that shows that a text covers one of the five matters."""

RESULTS: dict[str, str] = {
    "工作考核": r"考核|考评|测评|绩效",
    "社会评议": r"评议|满意度|社会评价|第三方评估|民意|意见征集|问卷",
    "责任追究": r"责任追究|追究责任|追责|问责|责任倒查|责任情[况形]|追究",
}
"""Results that governments must also report, and their wording."""


@rule(
    "R31",
    level="hint",
    kind="H",
    title="第一部分写明主动公开、依申请公开、信息管理、平台建设、监督保障五个方面；各级政府还报告工作考核、社会评议和责任追究结果。",
    source="国办公开办函〔2021〕30号“总体情况”；《政府信息公开条例》第五十条",
    requires=("sections.overview",),
    todo="请在第一部分补写；没有发生的也写明没有。",
    example="第一部分没有写到政府信息管理情况。",
)
def matters(context: Context) -> Iterator[PendingFinding]:
    """Each matter has its own passage or is mentioned; a government's results are mentioned anywhere in the text."""
    record, prose = context.record, context.prose
    passages = [p for p in prose.section("overview") if p.text.strip() and p.text.strip() != MISSING]
    if not passages:
        return
    own = {passage.id for passage in passages}
    text = prose.text("overview")
    paths = _paths(prose, "overview")
    for id_, pattern in COVERED.items():
        if id_ not in own and not re.search(pattern, text):
            yield fail(
                "{section}没有写到{matter}。", paths, section=name_section(record.edition, "overview"), matter=MATTERS[id_]
            )  # fmt: skip
    if forms.levels()[record.agency.level].is_government(record.agency.name):
        everywhere = "\n".join(prose.text(section.id) for section in record.edition.sections)
        lacking = [name for name, pattern in RESULTS.items() if not re.search(pattern, everywhere)]
        if lacking:
            yield fail(
                "政府的年度报告应当报告{results}，全文没有写到。", paths, results="、".join(lacking),
                todo="请补写；没有责任追究等情形的，也写明没有。",
            )  # fmt: skip


def _paths(prose: Prose, section: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(passage.path for passage in prose.section(section)))
