"""The sheet 填报说明: how the tables are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.excel.layout import EXPLANATION, FACTS, TEXTS
from gongkai.forms import kinds

if TYPE_CHECKING:
    from gongkai import forms
    from gongkai.returns.model import Agency


def lines(agency: Agency, year: int, edition: forms.Edition) -> list[tuple[str, str]]:
    """Subject and text of each line of the sheet of instructions.

    They follow the letters of the forms (国办公开办函〔2019〕60号, 〔2021〕30号) and 条例 36-39, and practice where the official
    texts are silent.

    Args:
        agency: The organ, whose name the first line has.
        year: The report year.
        edition: The form; lines about cells that it lacks are left out.
    """
    found = [
        ("本表", f"{agency.name}{year}年政府信息公开工作年度报告数据填报表，按{edition.source}规定的表式制作。"),
        ("统计期限", f"{year}年1月1日至12月31日，以12月31日为截止日。"),
        (
            "填写位置",
            "只填浅黄色单元格。浅蓝色是自动求和的总计；深灰色是从上年带入的数，已锁定，有出入请告知编制单位，不要自行改动。",
        ),
        ("不要改动", "请不要改工作表名，不要插入、删除行列，不要合并或拆分单元格；否则无法导入。"),
        ("空白与0", "没有发生的填0。空着表示尚未填写，不会当作0；也不要填“/”“-”“无”。"),
        ("其余为0", "确认一张表里空着的格都没有发生的，可以在表下选“是”，空格即全部记为0；不选则空着就是没有填。"),
        ("数字", "件数填非负整数，不写单位，不写公式以外的文字；金额可以有小数；“本年增/减”减少的填负数。"),
        ("校验", "第三张表下方的校验行应全为0（绿色）。红色表示第一项加第二项不等于第三项加第四项，数值是相差的件数。"),
        ("申请人", "按最终的申请人归入一类，不重复计算；律师事务所归入法律服务机构。"),
        ("办理结果", "一件申请只计一个最终结果。同一件申请含有多个事项并拆分办理的，拆分后逐件计算。"),
        ("区分处理", "部分公开、部分不公开的，只计入（二）部分公开，不再计入其他结果。"),
        ("结转", "到12月31日没有办结的，计入“四、结转下年度继续办理”，并在下一年计入“二、上年结转”，不计入办理结果。"),
        ("复议诉讼", "被复议机关列为共同被告的案件，只由原行为机关统计；当年没有结果的计入“尚未审结”。"),
    ]
    if "fees" in edition.tables["disclosure"].row_by_id and edition.cells.get("disclosure.fees.amount"):
        found.append(("收费金额", "行政事业性收费以万元为单位填写；把元当成万元填写会大一万倍，请核对。"))
        found.append(("处理决定", "行政许可、行政处罚、行政强制的处理决定全部计算，不论是否对外公开。"))
    found += [
        ("金额单位", f"{cell.label.replace('／', '的')}要同时在表下选明单位（{'或'.join(cell.choices)}）。")
        for cell in edition.open_rows.values()
    ]
    found.append((FACTS, f"工作表“{FACTS}”填表外的数，如公开信息条数、各渠道条数；新增的写在空行里。"))
    found.append((TEXTS, f"工作表“{TEXTS}”填各部分文字；空着的由编制单位按数据生成或补写。"))
    for row in kinds.replies(edition.tables["requests"]):
        head = row.headers[-1] if len(row.headers) > 1 else ""
        found.append(("答复归类", f"{'、'.join(row.names[:4])} → {head}{row.label}"))
    return found


__all__ = ["EXPLANATION", "lines"]
