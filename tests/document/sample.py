"""A document as reports are: every kind of block, the statutory tables filled with made-up numbers."""

from __future__ import annotations

import base64
import io
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from gongkai.document import display, fonts
from gongkai.document.blocks import Block, Figure, Heading, List, Note, Paragraph, Quote, Run, Signature, Title, inline
from gongkai.document.markdown import to_blocks
from gongkai.document.metadata import Document, Meta
from gongkai.forms import edition as edition_of
from gongkai.sections import tables

if TYPE_CHECKING:
    from gongkai.document.blocks import Table

ORGAN = "示例市镕喆区珺堃应急管理局"
YEAR = {"2019": 2020, "2021": 2024}

OVERVIEW = """
本机关把公开当作日常工作来做，全年重点做了以下几件事。

（一）主动公开情况。通过**门户网站**公开信息229条，通过微信公众号公开56条，共285条。重点公开了行政执法、安全生产检查、
应急预案和救灾款物发放情况，网址是
[https://www.example.gov.cn/zwgk/a-very-long-address/that-does-not-break/at-any-blank/2024/index.html?column=1234567890](https://www.example.gov.cn/)。

（二）依申请公开情况。收到申请12件，按时答复率100％，没有收取信息处理费。

（三）监督保障情况。开展了一次培训，参加46人次。考核结果为：

1. 街道三个，均为“优秀”；
2. 科室五个：
   - 综合科、法规科为“优秀”；
   - 其余为“良好”。
"""


def numbers(edition: str) -> dict[str, int | None]:
    """A number for each cell; a few are large, one is not filled in."""
    found: dict[str, int | None] = {}
    for index, path in enumerate(edition_of(edition).cells):
        found[path] = 0 if index % 3 else index * 7 % 23
    found["requests.new.natural"] = 1234
    found["requests.new.total"] = 1234567
    found["requests.granted.business"] = None
    return found


def statutory(edition: str, table: str, *, review: bool = False) -> Table:
    """A statutory table of a form; with ``review`` some cells are marked and linked to notes."""
    record: Any = SimpleNamespace(
        edition=edition_of(edition), cells=numbers(edition), units={"disclosure.procurement": "元"}
    )
    if not review:
        return tables.statutory(record, table)
    marks: Any = {
        "requests.new.total": "error",
        "requests.granted.business": "blank",
        "requests.partial.natural": "warning",
        "requests.total.total": "hint",
    }
    refs = {path: ("finding-1",) if mark == "error" else ("finding-2",) for path, mark in marks.items()}
    return tables.statutory(record, table, marks=marks, refs=refs, prefix="")


@cache
def chart() -> Figure:
    """A bar chart as the reports draw it."""
    from matplotlib.figure import Figure as MplFigure

    drawn = MplFigure(figsize=(6.1, 2.8))
    axes = drawn.subplots()
    bars = axes.barh(["门户网站", "微信公众号", "公开栏"], [229, 56, 12], color=["#0b4f8a", "#5b8db8", "#a9c4da"])
    axes.bar_label(bars, padding=3)
    axes.set_title("各渠道公开信息条数")
    axes.spines[["top", "right"]].set_visible(False)
    block = display.figure(drawn, fonts.font_set("bundled").files)
    return block.model_copy(
        update={
            "alt": "条形图：门户网站229条，微信公众号56条，公开栏12条。",
            "caption": "图1 各渠道公开信息条数",
            "anchor": "figure-channels",
        }
    )


@cache
def photo() -> Figure:
    """A small PNG."""
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").resize((320, 200)).convert("RGB").save(out, "PNG")
    return Figure(
        media="image/png",
        data=base64.b64encode(out.getvalue()).decode(),
        alt="培训现场，四十余人在会议室听讲。",
        caption="图2 政务公开培训现场",
        width_mm=90,
    )


def _heading(edition: str, section: str, level: int = 1) -> Heading:
    return Heading(level=level, content=inline(edition_of(edition).section(section).title), anchor=f"section-{section}")


def blocks(edition: str = "2021") -> tuple[Block, ...]:
    """The blocks of the report."""
    year = YEAR[edition]
    preface = (
        f"本报告根据《中华人民共和国政府信息公开条例》编制，数据的统计期限为{year}年1月1日至12月31日。"
        "对本报告有疑问的，请与本机关办公室联系（地址：示例市镕喆区公园路１２号，电话：0000－1234567）。"
    )
    return (
        Title(content=f"{ORGAN}\n{year}年政府信息公开工作年度报告"),
        Paragraph(content=inline(preface)),
        _heading(edition, "overview"),
        *to_blocks(OVERVIEW),
        Heading(level=2, content=inline("（四）政府信息管理情况")),
        Heading(level=3, content=inline("1.制度建设")),
        Paragraph(content=(Run(text="修订了"), Run(text="公开指南", bold=True), Run(text="和目录。"))),
        Heading(level=4, content=inline("（1）审查")),
        Paragraph(content=inline("先审查、后公开。")),
        chart(),
        photo(),
        Figure(media=None, alt="工作人员在社区讲解。", caption="图3 走进社区（照片待补）", anchor="figure-community"),
        _heading(edition, "disclosure"),
        statutory(edition, "disclosure"),
        _heading(edition, "requests"),
        statutory(edition, "requests"),
        _heading(edition, "disputes"),
        statutory(edition, "disputes"),
        _heading(edition, "problems"),
        Paragraph(content=inline("一是公开的深度还不够，二是解读的形式比较单一。下一年将从两方面改进：")),
        List(items=((Paragraph(content=inline("扩大公开范围；")),), (Paragraph(content=inline("增加图文解读。")),))),
        _heading(edition, "other"),
        Quote(blocks=(Paragraph(content=inline("信息处理费按每件、每页计收，本年度没有发生。")),)),
        *to_blocks(
            "| 渠道 | 条数 | 占比 |\n|---|---:|---:|\n| 门户网站 | 229 | 80.4％ |\n| 微信公众号 | 56 | 19.6％ |"
        ),
        Signature(organ=ORGAN, date=f"{year + 1}年1月20日"),
    )


def review_blocks(edition: str = "2021") -> tuple[Block, ...]:
    """What a working paper shows: notes, and marked cells linked to them."""
    return (
        Heading(level=1, content=inline("核对结果")),
        Note(
            level="error", title="R3（错误）总计应等于各申请人之和", content=inline("本行总计1234567，六类相加1250。\n请核对。"),
            anchor="finding-1", refs=(("cell-requests-new-total", "本年新收 总计"),),
        ),
        Note(
            level="warning", title="R22（警告）与上年相差悬殊", content=inline("上年2件，本年1234件。"), anchor="finding-2",
            refs=(("cell-requests-partial-natural", "部分公开 自然人"), ("cell-requests-total-total", "总计 总计")),
        ),
        Note(level="hint", title="R26（提示）与上年文字相似", content=inline("第一部分相似度91％。")),
        Note(level="info", title="R9（已认可）表式改变", content=inline("认可：表式改变。")),
        Heading(level=1, content=inline("申请办理表")),
        statutory(edition, "requests", review=True),
    )  # fmt: skip


def sample_document(edition: str = "2021", draft: bool = False) -> Document:
    """A whole report.

    Args:
        edition: Form edition, ``2019`` or ``2021``.
        draft: With watermark, and with the findings at its end.
    """
    year = YEAR[edition]
    meta = Meta(
        title=f"{ORGAN}{year}年政府信息公开工作年度报告", author=ORGAN, date=f"{year + 1}-01-20",
        subject=f"政府信息公开工作年度报告（{year}年1月1日至12月31日）", keywords=("政府信息公开", "年度报告", str(year)),
        draft=draft, links=(("PDF", "report.pdf"), ("Word", "report.docx"), ("数据", "report.json")),
    )  # fmt: skip
    return Document(meta=meta, blocks=(*blocks(edition), *(review_blocks(edition) if draft else ())))
