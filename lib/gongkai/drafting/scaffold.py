"""The text of a new year's file: every row with its label, what last year says, and what is to be written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from gongkai.returns import modeline
from gongkai.returns.load import SCHEMA
from gongkai.returns.model import MATTERS
from gongkai.returns.save import comment, table_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai import forms
    from gongkai.returns.model import Number, Return

_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def compose(record: Return, previous: Return | None, remarks: Mapping[str, str]) -> str:
    """The YAML text of a return that was just started; loading it gives the return.

    Args:
        record: What :func:`gongkai.drafting.carry.start` or :func:`~gongkai.drafting.carry.scaffold` made.
        previous: Last year's return, or ``None``.
        remarks: What last year says about cells, by path (:func:`gongkai.drafting.carry.hints`).
    """
    return "\n".join([*_head(record, previous), *_tables(record, previous, remarks), *_rest(record, previous)]) + "\n"


def _head(record: Return, previous: Return | None) -> Iterator[str]:
    year = record.year
    yield modeline.line(modeline.of_year(record.edition))
    source = f"参照{previous.year}年的数据新建" if previous else "没有上一年的数据，各行都要填写"
    yield comment(f"{record.title}：数据和文字（{source}）。")
    yield "# null是没有填写，没有发生的填0；一张表里其余都是0的，删去null的行，写一行 rest: 0。"
    yield f"schema: {SCHEMA}"
    yield f"year: {year}"
    yield f"# signed: {year + 1}-01-20       # 落款日期，定稿时填写"
    yield f"# published: {year + 1}-01-25    # 公布日期，公布时填写"
    if record.signature is not None:
        yield f"signature: {_scalar(record.signature)}"
    yield "seal: true" if record.seal else "# seal: true              # 落款处留出盖章的位置"


def _tables(record: Return, previous: Return | None, remarks: Mapping[str, str]) -> Iterator[str]:
    for table in record.edition.tables.values():
        yield from table_head(record.edition, table)
        columns: tuple[forms.Column, ...] = ()
        headers: tuple[str, ...] = ()
        for row in table.rows:
            if row.columns != columns or (row.headers != headers and row.headers):
                head = "".join(row.headers)
                if row.columns != columns:
                    said = "、".join(column.label for column in row.columns)
                    yield f"  # {head}{'：' if head else ''}依次为{said}"
                else:
                    yield f"  # {head}"
            columns, headers = row.columns, row.headers
            for column in row.columns:
                remark = remarks.get(f"{table.id}.{row.id}.{column.id}")
                if remark:
                    yield f"  # {row.label}，{remark}"
            if row.id == "carried_in" and previous is not None:
                yield f"  # {_carried(record, previous)}"
            yield f"  {row.id}: {_row(record, table.id, row)}  # {row.label}"


def _carried(record: Return, previous: Return) -> str:
    """What was taken over from last year's 四、结转下年度继续办理, and what was not."""
    values = record.row("requests.carried_in")
    source = f"{previous.year}年的“四、结转下年度继续办理”"
    if all(value is None for value in values):
        return f"{source}没有填写，没有数可以带入，请按台账填写"
    gap = "；其中没有填写的没有带入" if None in values else ""
    return f"由{source}逐列带入{gap}，请与台账核对"


def _row(record: Return, table: str, row: forms.Row) -> str:
    values = [_number(record.cells[f"{table}.{row.id}.{column.id}"]) for column in row.columns]
    path = f"{table}.{row.id}"
    if path not in record.edition.open_rows:
        return f"[{', '.join(values)}]"
    pairs = [f"{column.id}: {value}" for column, value in zip(row.columns, values, strict=True)]
    return f"{{{', '.join(pairs)}, unit: {record.units.get(path, 'null')}}}"


def _number(value: Number | None) -> str:
    return "null" if value is None else str(value) if isinstance(value, int) else f"{value:f}"


def _rest(record: Return, previous: Return | None) -> Iterator[str]:
    if record.facts:
        yield ""
        yield "# 表外的数，文字中以 {{ facts.代号 }} 引用"
        yield "facts:"
        for id_, fact in record.facts.items():
            yield f"  {_scalar(id_)}: {_mapping(fact.model_dump(exclude_none=True), first='value')}"
    yield ""
    yield "# 各部分的文字。没有从上年复制：与上年雷同是明令纠正的问题。报头、主动公开和依申请公开不写的，按数据生成通用语句，请尽量写实；其余要写。"
    if previous is not None and previous.sections.other:
        yield "# 上年“六、其他需要报告的事项”写有内容，请核对今年是否仍要报告（含信息处理费收取情况）。"
    yield "sections:"
    yield "  # problems: |      # 五：今年的主要问题和改进情况，对照上年提出的改进措施写落实情况"
    note = next((f"；{item.note}" for item in record.edition.sections if item.id == "other" and item.note), "")
    yield f"  # other: |         # 六：其他事项{note}"
    overview = record.sections.overview
    if isinstance(overview, tuple):
        yield "  overview:          # 一：小标题沿用上年，text待写（text: | 之后另起一行缩进）"
        for passage in overview:
            heading = f"heading: {_scalar(passage.heading)}" if passage.heading is not None else ""
            said = "" if passage.heading is not None else f"   # {MATTERS.get(passage.id, '')}"
            yield f"    {_scalar(passage.id)}: {{{heading}}}{said}"
        if not overview:
            yield "    {}"
    else:
        yield "  # overview:        # 一：五个方面，可以只写其中几个"
        for id_, heading in MATTERS.items():
            yield f"  #   {id_}: |       # {heading}"
    if record.figures:
        yield ""
        yield "# 图表。照片没有沿用，新照片放在本年度的文件夹里"
        yield "figures:"
        for figure in record.figures:
            data = figure.model_dump(exclude={"id"}, exclude_defaults=True, exclude_none=True)
            yield f"  {_scalar(figure.id)}: {_mapping(data)}"


def _mapping(data: dict[str, Any], first: str | None = None) -> str:
    pairs = [f"{key}: {_value(value)}" for key, value in data.items() if key != first]
    if first is not None:
        pairs.insert(0, f"{first}: {_value(data.get(first))}")
    return f"{{{', '.join(pairs)}}}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return _scalar(value) if isinstance(value, str) else _number(value)


def _scalar(text: str) -> str:
    """A text as YAML: plain where it is a simple word, else in quotes."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text) and text.lower() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
