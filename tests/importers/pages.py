"""Web pages as offices make them: the same return with the tables and the page around them in many shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from gongkai.returns import Return

ORGAN = "清河市水利局"
OVERVIEW = ("（一）主动公开情况", "全年主动公开政府信息120条。", "（二）依申请公开情况", "全年收到申请12件，均已答复。")
TEXTS = {
    "overview": OVERVIEW,
    "problems": ("解读形式比较单一，下一步将加强培训。",),
    "other": ("没有收取信息处理费。",),
}
PREFACE = "根据《中华人民共和国政府信息公开条例》编制，统计期限自{year}年1月1日起至{year}年12月31日止。"


@dataclass(frozen=True)
class Style:
    """How a page is made.

    Attributes:
        value: Turns the text of a number into what the cell holds.
        blank: What stands in a cell that was not filled in.
        labels: Replacements in labels, in order.
        titles: Replacements in section titles.
        table: Changes the HTML of a table, given its id.
        page: Changes the HTML of the whole page.
        furniture: Whether the site's menus, dates and buttons stand around the report.
        encoding: Of the file.
    """

    value: Callable[[str], str] = str
    blank: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    table: Callable[[Return, str, str], str] = field(default=lambda _record, _id, html: html)
    page: Callable[[str], str] = str
    furniture: bool = False
    encoding: str = "utf-8"


def page(record: Return, style: Style) -> bytes:
    """The web page of a return."""
    year = record.year
    title = f"{ORGAN}{year}年政府信息公开工作年度报告"
    parts = [f"<p>{PREFACE.format(year=year)}</p>"]
    for section in record.edition.sections:
        parts.append(f"<p><strong>{_replaced(section.title, style.titles)}</strong></p>")
        if section.table:
            parts.append(style.table(record, section.table, table(record, section.table, style)))
        else:
            parts += [f"<p>　　{text}</p>" for text in TEXTS[section.id]]
    parts.append(f"<p>{ORGAN}</p><p>{year + 1}年1月20日</p>")
    body = f"<h1>{title}</h1>{''.join(parts)}"
    if style.furniture:
        body = (
            f"<ul><li><a href='/'>首页</a></li></ul><div>当前位置：首页&gt;政府信息公开年报</div><h1>{title}</h1>"
            f"<div>发布时间：{year + 1}-01-22 09:30 来源：{ORGAN} 浏览次数：<script>document.write(1)</script></div>"
            f"<div id='zoom'>{''.join(parts)}</div><div>附件：<a href='a.docx'>{title}.docx</a></div>"
            "<div>【打印】【关闭】</div><div>主办：清河市人民政府 版权所有 2025年1月1日</div>"
        )
    html = (
        f"<!DOCTYPE html><html><head><meta charset='{style.encoding}'><title>{title}_清河市人民政府</title>"
        f"<style>p{{color:red}}</style></head><body>{body}</body></html>"
    )
    return style.page(html).encode(style.encoding)


def table(record: Return, id: str, style: Style) -> str:
    """A statutory table as the form prints it, in a style."""
    rows = []
    for row in record.edition.tables[id].grid.rows:
        cells = []
        for cell in row:
            number = record.cells[cell.path] if cell.path else None
            text = (
                _replaced(cell.text, style.labels)
                if cell.path is None
                else style.blank
                if number is None
                else style.value(str(number))
            )
            if cell.path and record.edition.cells[cell.path].kind == "decimal":
                text = text.replace("件", "万元")
            cells.append(f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}"><p>{text}</p></td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def other_order(record: Return, id: str, html: str) -> str:
    """Table 3 without merged headers and with 总计 as its first column."""
    if id != "requests":
        return html
    columns = record.edition.tables[id].rows[0].columns
    columns = (columns[-1], *columns[:-1])
    rows = ["".join(f"<td>{text}</td>" for text in ("项目", *(column.label for column in columns)))]
    for row in record.edition.tables[id].rows:
        values = (record.cells[f"{id}.{row.id}.{column.id}"] for column in columns)
        rows.append(
            "".join(f"<td>{text}</td>" for text in (row.label, *("" if value is None else value for value in values)))
        )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def over_pages(_record: Return, id: str, html: str) -> str:
    """Table 3 in two tables, its headers repeated, a page number between them."""
    rows = re.findall(r"<tr>.*?</tr>", html)
    if id != "requests":
        return html
    return f"<table>{''.join(rows[:12])}</table><p>- 3 -</p><table>{''.join(rows[:3] + rows[12:])}</table>"


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_BLOCK = re.compile(r'(<tr><td rowspan="1" colspan="\d+"><p>第二十条第（[五六八九]）项)')

SAME: dict[str, Style] = {
    "as printed": Style(),
    "among furniture": Style(furniture=True),
    "GB18030": Style(encoding="gb18030"),
    "full-width digits": Style(value=lambda text: text.translate(_WIDE)),
    "padded": Style(value=lambda text: f"&nbsp;\u3000{text} "),
    "units in cells": Style(value=lambda text: f"{text}件"),
    "a slash for nothing": Style(blank="/"),
    "a dash for nothing": Style(blank="—"),
    "English brackets, 1、": Style(labels=(("（", "("), ("）", ")"), ("1.", "1、"), ("2.", "2、"))),
    "full-width stops": Style(labels=(("1.", "1．"), ("2.", "2．"))),
    "no numbers before labels": Style(labels=tuple((f"{number}.", "") for number in range(1, 9))),
    "blanks in labels": Style(labels=(("总计", "总 计"), ("其他", "其　他"), ("商业企业", "商业<br>企业"))),
    "a row for the unit": Style(table=lambda _r, _i, html: html.replace("<table>", "<table><tr><td colspan='9'>单位：件</td></tr>", 1)),
    "a caption": Style(table=lambda _r, _i, html: html.replace("<table>", "<table><caption>单位：件</caption>", 1)),
    "inside layout tables": Style(table=lambda _r, _i, html: f"<table><tr><td><div>{html}</div></td></tr></table>"),
    "empty columns": Style(table=lambda _r, table, html: html if table == "disclosure" else html.replace("</tr>", "<td></td></tr>")),
    "blocks as tables": Style(table=lambda _r, _i, html: _BLOCK.sub(r"</table><p></p><table>\1", html)),
    "over pages": Style(table=over_pages),
    "columns in another order": Style(table=other_order),
    "titles with 1．": Style(titles=(("、", "．"),)),
    "titles numbered by Word": Style(titles=tuple((f"{number}、", "") for number in "一二三四五六")),
    "title over two lines": Style(page=lambda html: html.replace(f"<h1>{ORGAN}", f"<h1>{ORGAN}<br>")),
    "date in hanzi": Style(page=lambda html: re.sub(r"<p>202(\d)年1月20日", lambda m: f"<p>二〇二{'〇一二三四五六七八九'[int(m[1])]}年一月二十日", html)),
    "signature on one line": Style(page=lambda html: html.replace(f"{ORGAN}</p><p>", f"{ORGAN} ")),
    "beside a menu": Style(page=lambda html: html.replace("<body>", "<body><table><tr><td>机构职能</td><td>").replace("</body>", "</td></tr></table></body>")),
}  # fmt: skip
"""Shapes of a page that say the same."""


def damaged(chance: Random) -> Callable[[Return, str, str], str]:
    """Changes a table as careless editing does: lost rows, letters and spans, rows of other things, blank cells."""

    def text(match: re.Match[str]) -> str:
        given = match[1]
        if re.search(r"[\u4e00-\u9fff]{2}", given) and chance.random() < 0.08:
            at = chance.randrange(len(given))
            given = given[:at] + given[at + 1 :]
        elif given.isdigit() and chance.random() < 0.02:
            given = chance.choice(["", "/", "不详"])
        return f"<p>{given}</p>"

    def change(_record: Return, _id: str, html: str) -> str:
        rows = [row for row in re.findall(r"<tr>.*?</tr>", html) if chance.random() > 0.04]
        for share, row in ((0.3, f"<tr><td>其中：涉农</td><td colspan=2></td>{'<td>5</td>' * 7}</tr>"),
                           (0.2, "<tr><td colspan=10>注：以上数据由各科室汇总</td></tr>")):  # fmt: skip
            if chance.random() < share:
                rows.insert(chance.randrange(1, len(rows) + 1), row)
        rows = [re.sub(r"<p>([^<]*)</p>", text, row) for row in rows]
        if chance.random() < 0.15:
            rows = [re.sub(r' (row|col)span="\d+"', "", row) for row in rows]
        return f"<table>{''.join(rows)}</table>"

    return change
