"""Which row and column of table 3 a reply and an applicant count in (条例 36-39, 30号)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai import forms


@dataclass(frozen=True, slots=True)
class Reply:
    """A kind of reply.

    Attributes:
        rows: Ids of the row it counts in; the first that an edition has.
        names: How registers write it, the usual one first.
    """

    rows: tuple[str, ...]
    names: tuple[str, ...]


REPLIES: tuple[Reply, ...] = (
    Reply(("granted",), ("予以公开", "公开", "全部公开", "已主动公开", "主动公开", "告知获取途径", "告知获取方式和途径")),
    Reply(("partial",), ("部分公开", "区分处理", "部分予以公开")),
    Reply(("refused_1",), ("国家秘密", "属于国家秘密", "涉密", "不予公开国家秘密")),
    Reply(("refused_2",), ("法律行政法规禁止公开", "其他法律行政法规禁止公开", "法律法规禁止公开")),
    Reply(("refused_3",), ("三安全一稳定", "危及三安全一稳定")),
    Reply(("refused_4",), ("第三方合法权益", "保护第三方合法权益", "商业秘密", "个人隐私", "涉及第三方")),
    Reply(("refused_5",), ("内部事务信息", "三类内部事务信息", "属于三类内部事务信息", "内部事务")),
    Reply(("refused_6",), ("过程性信息", "四类过程性信息", "属于四类过程性信息")),
    Reply(("refused_7",), ("行政执法案卷", "属于行政执法案卷", "执法案卷", "行政执法案卷信息")),
    Reply(("refused_8",), ("行政查询事项", "属于行政查询事项", "行政查询", "工商不动产登记资料")),
    Reply(
        ("unavailable_1",),
        ("本机关不掌握", "本机关不掌握相关政府信息", "不掌握", "信息不存在", "政府信息不存在", "不存在",
         "非本机关", "不属于本机关公开", "不属于本机关负责公开", "不属于本机关公开职责"),
    ),
    Reply(("unavailable_2",), ("需要另行制作", "没有现成信息需要另行制作", "另行制作", "需加工汇总", "需要加工分析")),
    Reply(("unavailable_3",), ("补正后仍不明确", "补正后申请内容仍不明确", "内容仍不明确")),
    Reply(("unprocessed_1",), ("信访举报投诉类申请", "信访举报投诉", "信访投诉举报", "信访", "举报", "投诉")),
    Reply(("unprocessed_2",), ("重复申请",)),
    Reply(("unprocessed_3",), ("要求提供公开出版物", "公开出版物", "提供公开出版物")),
    Reply(("unprocessed_4",), ("无正当理由大量反复申请", "大量反复申请", "大量申请")),
    Reply(
        ("unprocessed_5",),
        ("要求确认或重新出具", "要求行政机关确认或重新出具已获取信息", "确认或重新出具已获取信息", "重新出具"),
    ),
    Reply(
        ("other_1", "other"),
        ("逾期不补正", "无正当理由逾期不补正", "未按期补正",
         "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ),
    Reply(
        ("other_2", "other"),
        ("逾期未缴纳费用", "逾期未缴费", "未按期缴费",
         "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ),
    Reply(("other_3", "other"), ("其他", "撤回", "申请人撤回", "撤回申请", "合并处理", "合并答复", "并案处理")),
)  # fmt: skip
"""The kinds of reply in the order of the form."""

HEADS: dict[str, tuple[str, str]] = {
    "不予公开": ("refused", "（三）不予公开"),
    "无法提供": ("unavailable", "（四）无法提供"),
    "不予处理": ("unprocessed", "（五）不予处理"),
    "其他处理": ("others", "（六）其他处理"),
}
"""Names of group rows, which hold no numbers: id of the group and its label."""

APPLICANTS: dict[str, tuple[str, ...]] = {
    "natural": ("自然人", "公民", "个人"),
    "business": ("商业企业", "企业", "公司", "工商企业"),
    "research": ("科研机构", "科研院所", "高等院校", "高校"),
    "public_interest": ("社会公益组织", "公益组织", "社会团体"),
    "legal_service": ("法律服务机构", "律师事务所", "律所"),
    "other": ("其他", "其他组织", "其他法人", "其他法人或其他组织"),
}
"""Columns of table 3 and how registers write the kind of applicant, the usual one first."""

ORGANIZATIONS = frozenset({"法人或其他组织", "法人", "组织", "单位"})
"""Names that leave open which of the five kinds of organization it is."""


def plain(text: str) -> str:
    """The text normalised for comparison: without white space, character width, quotes and leading numbers."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[“”\"'‘’《》:：。]", "", text).replace(",", "、")
    return re.sub(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d{1,2}[.、])+", "", text)


def reply_row(text: str, table: forms.Table) -> str | None:
    """The row of table 3 a reply counts in; ``None`` if the name is unknown or ambiguous."""
    word = plain(text)
    for head in HEADS:
        rest = plain(re.sub(r"^[-—/、()]+", "", word.removeprefix(head)).rstrip(")")) if word.startswith(head) else ""
        if rest and (row := reply_row(rest, table)) and row.startswith(HEADS[head][0].removesuffix("s")):
            return row
    if word == "其他处理" and "other" in table.row_by_id:
        return "other"
    for result in table.rows:
        if result.groups and result.id != "total" and text.strip() in {result.id, result.label}:
            return result.id
    for reply in REPLIES:
        if word in map(plain, reply.names):
            return next((id_ for id_ in reply.rows if id_ in table.row_by_id), None)
    return None


def applicant_column(text: str) -> str | None:
    """The column of table 3 an applicant counts in; ``None`` if the name is unknown or ambiguous."""
    word = plain(text)
    for name in sorted(ORGANIZATIONS, key=len, reverse=True):
        rest = re.sub(r"^[-—/、()]+", "", word.removeprefix(name)).rstrip(")")
        if word.startswith(name) and rest and (column := applicant_column(rest)) not in {None, "natural"}:
            return column
    return next((id_ for id_, names in APPLICANTS.items() if word == id_ or word in map(plain, names)), None)


def reply_problem(text: str, table: forms.Table) -> str:
    """Message about a reply that :func:`reply_row` does not know."""
    word = plain(text)
    if word in HEADS:
        group, label = HEADS[word]
        rows = "、".join(row.label for row in table.group(group))
        return f"答复类型“{word}”没有写明是哪一种；{label}分为：{rows}。"
    return _unknown("答复类型", word, [name for reply in REPLIES for name in reply.names])


def reply_names(table: forms.Table) -> str:
    """The usual name of every kind of reply in a form, listed in a sentence."""
    usual = [reply.names[0] for reply in REPLIES if any(id_ in table.row_by_id for id_ in reply.rows)]
    return f"答复类型可以填：{'、'.join(usual)}；没有办结的空着。"


def applicant_problem(text: str) -> str:
    """Message about an applicant that :func:`applicant_column` does not know."""
    word = plain(text)
    usual = "、".join(names[0] for names in APPLICANTS.values())
    if word in ORGANIZATIONS:
        return f"申请人类型“{word}”没有写明是哪一种；请填：{usual.removeprefix('自然人、')}。"
    return _unknown("申请人类型", word, [name for names in APPLICANTS.values() for name in names]).replace(
        "请改正", f"请填：{usual}"
    )


def _unknown(what: str, word: str, known: list[str]) -> str:
    """Quote the word only if it resembles a known one: a shifted column may contain personal names."""
    near = get_close_matches(word, known, 1, 0.5)
    if near:
        return f"{what}“{word}”不认识，是不是“{near[0]}”？"
    return f"{what}不认识（内容不予显示，以免泄露个人信息）；请改正。"
