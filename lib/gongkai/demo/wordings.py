"""Sentences that state the numbers of a return, in many wordings.

A wording is a template with ``{quantity}`` placeholders; a quantity is a name of :mod:`gongkai.reading.quantity_names`, or a
short name of :data:`NAMES`. Distractors are sentences with numbers that are none of the form's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.reading import quantity_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from gongkai.returns import Return

NAMES: dict[str, str] = {
    "new": "requests.new.total", "in": "requests.carried_in.total", "out": "requests.carried_out.total",
    "all": "requests.new.total+requests.carried_in.total", "done": "requests.total.total",
    "granted": "requests.granted.total", "partial": "requests.partial.total", "refused": "requests.refused.total",
    "unavailable": "requests.unavailable.total", "unprocessed": "requests.unprocessed.total",
    "other": "requests.other.total", "natural": "requests.new.natural", "organizations": "requests.new.organizations",
    "business": "requests.new.business", "nothere": "requests.unavailable_1.total", "repeated": "requests.unprocessed_2.total",
    "internal": "requests.refused_5.total", "process": "requests.refused_6.total", "casefile": "requests.refused_7.total",
    "fu": "disputes.reconsideration.total", "fu_upheld": "disputes.reconsideration.upheld",
    "fu_corrected": "disputes.reconsideration.corrected", "fu_other": "disputes.reconsideration.other",
    "fu_pending": "disputes.reconsideration.pending", "su": "disputes.litigation.total",
    "su_upheld": "disputes.litigation.upheld", "su_pending": "disputes.litigation.pending",
    "direct": "disputes.litigation_direct.total", "after": "disputes.litigation_after_reconsideration.total",
    "made": "disclosure.normative_documents.made", "repealed": "disclosure.normative_documents.repealed",
    "in_force": "disclosure.normative_documents.in_force", "rules_made": "disclosure.regulations.made",
    "licences": "disclosure.licensing.decisions", "penalties": "disclosure.penalty.decisions",
    "coercions": "disclosure.coercion.decisions",
}  # fmt: skip

REQUESTS = (
    "{Y}年，{W}共收到政府信息公开申请{new}件，办结{done}件，结转下年度继续办理{out}件。",
    "全年新收政府信息公开申请{new}件，加上上年结转{in}件，共办结{done}件，另有{out}件结转至{N}年办理。",
    "{Y}年度，{W}受理依申请公开{new}件（自然人{natural}件，法人或其他组织{organizations}件），按期答复{done}件。",
    "本年度共接收公民、法人和其他组织的政府信息公开申请{new}件，上年度结转{in}件，已答复{done}件，剩余{out}件转下年度办理。",
    "依申请公开工作方面，{W}全年收到申请{new}件，其中自然人申请{natural}件、法人或其他组织申请{organizations}件。",
    "{Y}年，{W}收到信息公开申请 {new} 件（不含上年结转的 {in} 件），办结 {done} 件，尚在办理 {out} 件。",
    "收到政府信息公开申请共计{all}件（含上年结转{in}件），全部登记在册；办结{done}件，顺延至下一年度{out}件。",
    "共收办政府信息公开申请{all}件，其中，予以公开{granted}件、部分公开{partial}件、不予公开{refused}件、无法提供{unavailable}件、不予处理{unprocessed}件、其他处理{other}件、转下年度办理{out}件。",
    "{Y}年{W}办结政府信息公开申请{done}件，按结果分：予以公开{granted}件，部分公开{partial}件，不予公开{refused}件，无法提供{unavailable}件，不予处理{unprocessed}件，作其他处理{other}件。",
    "全年答复政府信息公开申请{done}件。其中，同意公开的{granted}件，部分公开的{partial}件，不予公开的{refused}件，无法提供的{unavailable}件。",
    "{W}接到政府信息公开申请{new}件，其中商业企业{business}件、自然人{natural}件；{nothere}件因本机关不掌握相关政府信息无法提供，{repeated}件属于重复申请。",
    "办结申请{done}件，其中不予公开{refused}件（属于内部事务信息{internal}件、过程性信息{process}件、行政执法案卷{casefile}件）。",
    "在申请办理方面，{Y}年收到{new}件政府信息公开申请，办结{done}件，{out}件结转下年度继续办理，无逾期。",
    "一是规范办理依申请公开。全年收到依申请公开件{new}件，回复{done}件，做到件件有着落；二是加强会商。",
    "{Y}年{W}收到、办结政府信息公开申请分别为{new}件、{done}件。",
    "新收申请：{new}件；上年结转：{in}件；办结：{done}件；结转下年：{out}件。",
    "{Y}年，{W}政府信息公开申请新收{new}件、上年结转{in}件，全年办结{done}件、结转下年{out}件。",
    "从申请数量看，{W}共收到政府信息公开申请{new}件；从答复结果看，予以公开{granted}件，部分公开{partial}件，不予公开{refused}件，信息不存在等无法提供的{unavailable}件。",
    "{W}依申请公开件共{new}件，其中来自自然人的{natural}件。",
    "{Y}年共有{new}件政府信息公开申请提交至{W}，已办理完毕{done}件，其余{out}件转到下一年度办理。",
    "{W}严格落实依申请公开各项要求，{Y}年全年登记受理政府信息公开申请{new}件，同意公开{granted}件，不予处理{unprocessed}件。",
    "依申请公开：收到{new}件，办结{done}件，结转{N}年{out}件。",
    "政府信息公开申请办结数为{done}件，其中无法提供{unavailable}件（本机关不掌握{nothere}件）。",
    "全年新增政府信息公开申请{new}件，连同上年结转的{in}件，共计{all}件需办理。",
    "申请人以自然人为主，共{natural}件，法人或其他组织{organizations}件，合计收到政府信息公开申请{new}件。",
    "共收到政府信息公开申请{new}件，答复{done}件；答复类型中，予以公开的有{granted}件，部分公开的有{partial}件，不予公开的有{refused}件，其他处理的有{other}件。",
)

DISPUTES = (
    "因政府信息公开引起的行政复议{fu}件、行政诉讼{su}件。",
    "{Y}年，{W}因政府信息公开被申请行政复议{fu}件，其中结果维持{fu_upheld}件，结果纠正{fu_corrected}件，其他结果{fu_other}件，尚未审结{fu_pending}件；被提起行政诉讼{su}件。",
    "全年发生涉及政府信息公开的行政复议案件{fu}起（维持{fu_upheld}起、纠正{fu_corrected}起），行政诉讼案件{su}起。",
    "政府信息公开类行政诉讼共{su}件，其中未经复议直接起诉{direct}件，复议后起诉{after}件。",
    "涉政府信息公开行政复议、行政诉讼案件分别为{fu}件、{su}件。",
    "信息公开行政诉讼{su}件，其中结果维持{su_upheld}件、尚未审结{su_pending}件；行政复议{fu}件。",
    "全年因政府信息公开引发行政复议{fu}件（维持{fu_upheld}件，纠正{fu_corrected}件，其他{fu_other}件，未审结{fu_pending}件），行政诉讼{su}件。",
    "政府信息公开领域新发生行政复议案件{fu}件，行政诉讼案件{su}件。",
    "{W}作为被申请人的政府信息公开行政复议案件{fu}件，作为被告的政府信息公开行政诉讼案件{su}件。",
    "在政府信息公开方面，被提起行政复议{fu}件、行政诉讼{su}件，其中诉讼尚未审结{su_pending}件。",
)

DOCUMENTS = (
    "全年制发行政规范性文件{made}件，废止{repealed}件，现行有效{in_force}件。",
    "{Y}年，{W}出台行政规范性文件 {made} 件，清理后宣布失效行政规范性文件{repealed}件。",
    "集中公开现行有效行政规范性文件{in_force}件，更新本年度制发的行政规范性文件{made}件。",
    "制定规章{rules_made}件、行政规范性文件{made}件，均在网站公布。",
    "全年作出行政许可决定{licences}件、行政处罚决定{penalties}件、行政强制决定{coercions}件。",
    "本年度{W}制定行政规范性文件{made}件，依法废止{repealed}件，目前现行有效{in_force}件。",
    "{W}现行有效的行政规范性文件共{in_force}件，其中{Y}年新制发{made}件。",
    "依法办理行政许可，作出行政许可决定{licences}件；实施行政处罚，作出处罚决定{penalties}件。",
    "共出台行政规范性文件{made}份，废止和失效行政规范性文件{repealed}份。",
)

DISTRACTORS = (
    "全年主动公开政府信息{r1}条，发布政策解读{r2}篇。", "召开新闻发布会{r2}场，回应社会关切{r1}次。",
    "办理人大建议{r2}件、政协提案{r1}件，办复率100%。", "受理群众来信来访{r1}件，办结率100%。",
    "印发政策性文件{r2}件，审查规范性文件{r1}件。", "截至{P}年底，累计收到政府信息公开申请{r1}件。",
    "{P}年收到政府信息公开申请{r1}件。", "组织业务培训{r2}次，参训{r1}人次。", "办理行政许可申请{r1}件。",
    "网上申请{r1}件，信函申请{r2}件，当面申请{r2}件。", "制作公文{r1}份，其中主动公开{r2}份。",
    "答复网民留言{r1}条，处理12345热线工单{r2}件。", "修订《政府信息公开指南》等制度{r2}项。",
    "上半年收到政府信息公开申请{r2}件。", "自条例施行以来，收到政府信息公开申请{r1}件。",
)  # fmt: skip

_SLOT = re.compile(r"\{(\w+)\}")


def render(
    record: Return,
    template: str,
    random: Random,
    wrong: str | None = None,
    who: Sequence[str] = ("我市", "全市", "清河市"),
) -> tuple[str, dict[str, int]]:
    """A text, and the numbers it states by quantity.

    Args:
        record: The return whose numbers it states.
        template: One of the wordings above.
        random: Chooses among ``who``, and how digits are written.
        wrong: A quantity that is stated off by a little or by a digit.
        who: What the organ calls itself.
    """
    stated: dict[str, int] = {}
    fixed = {"Y": str(record.year), "N": str(record.year + 1), "P": str(record.year - 1), "W": random.choice(who)}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in fixed:
            return fixed[name]
        if name in {"r1", "r2"}:
            return str(random.randrange(100, 900))
        value = int(quantity_names.value(record, NAMES[name]) or 0)
        if name == wrong:
            value = random.choice((value + 1, value + 7, value + 1000, value - 1 if value > 1 else value + 3))
        stated[NAMES[name]] = value
        return _written(value, random)

    return _SLOT.sub(fill, template), stated


def _written(value: int, random: Random) -> str:
    """Digits, now and then full-width or with a space."""
    text = str(value)
    choice = random.random()
    if choice < 0.06:
        return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return f" {text} " if choice < 0.12 else text


def slots(template: str) -> list[str]:
    """The quantities of a template."""
    return [name for name in _SLOT.findall(template) if name in NAMES]
