"""R25: years in the prose and in captions, signature date and publication date fit the report year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.parsing.dates import chinese
from gongkai.reading.years import COPIED, signature_date, year_slips
from gongkai.rules.base import Context, Level, PendingFinding, fail, rule
from gongkai.rules.compare import read_report
from gongkai.rules.part_names import describe_sentence, sentence_line

if TYPE_CHECKING:
    from collections.abc import Iterator

DECEMBER = 12
_ANY_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_OF_YEAR = re.compile(rf"{_ANY_YEAR.pattern}年度?(?!以?来|起|[至到—–\-~～、和与比较底末初])")
"""A year by itself, not where a period begins or what is compared with it."""


@rule(
    "R25",
    level="error",
    kind="T",
    title="文字中的年度、落款日期和公布日期与报告年度相符。",
    source="《政府信息公开条例》第四十九条（每年1月31日前公布上一年度报告）；国办公开办函〔2021〕30号（不得雷同、照抄）",
    todo="请改成正确的年度；确实说的是别的年度的事，改写这句话，写明是哪一年。",
    example="报头写“2019年1月1日起至2019年12月31日”，统计期限应为2020年，写的是2019年。",
)
def years(context: Context) -> Iterator[PendingFinding]:
    """Years copied from an earlier report, also in captions, plans for a past year, and dates in the wrong year."""
    record, reading = context.record, read_report(context)
    for slip in year_slips(reading):
        yield fail(
            "{place}写“{quote}”，{what}应为{right}年，写的是{left}年。",
            (slip.sentence.path,), level=None if slip.sure else "hint", where=sentence_line(record, slip.sentence),
            place=describe_sentence(record, slip.sentence), quote=slip.quote.strip("，。；：、"), what=slip.what,
            left=slip.stated, right=slip.right, difference=slip.stated - slip.right,
        )  # fmt: skip
    yield from _captions(context)
    if record.signed is not None:
        yield from _dated(
            record.year, record.signed.year, record.signed.month, "落款日期", "signed", chinese(record.signed)
        )
    elif (found := signature_date(reading)) is not None:
        sentence, year, month = found
        at = sentence_line(record, sentence)
        yield from _dated(record.year, year, month, "落款日期", sentence.path, f"{year}年{month}月", where=at)
    if record.published is not None and record.published.year != record.year + 1:
        late = record.published.year > record.year + 1
        yield from _dated(
            record.year, record.published.year, record.published.month, "公布日期", "published", chinese(record.published),
            level="hint" if late else None,
        )  # fmt: skip
    if record.publish_by is not None:
        day = record.publish_by
        yield from _dated(record.year, day.year, day.month, "报头写的公布日期", "publish_by", chinese(day))


def _captions(context: Context) -> Iterator[PendingFinding]:
    """Captions of figures that name an earlier year alone; a photo may be of that year, a chart shows this one's numbers."""
    report = context.record.year
    for figure in context.record.figures:
        stated = [int(year) for year in _ANY_YEAR.findall(figure.caption)]
        if len(stated) == 1 and _OF_YEAR.search(figure.caption) and 0 < report - stated[0] <= COPIED:
            yield fail(
                "图题“{caption}”写的是{left}年，报告年度是{right}年。", (f"figures.{figure.id}",),
                level="hint" if figure.kind == "photo" else "warning",
                caption=figure.caption, left=stated[0], right=report, difference=stated[0] - report,
            )  # fmt: skip


def _dated(
    report: int,
    year: int,
    month: int,
    what: str,
    cell: str,
    written: str,
    *,
    level: Level | None = None,
    where: str | None = None,
) -> Iterator[PendingFinding]:
    """A date outside the year after the report year; in December of the report year it may be an early draft."""
    if year == report + 1:
        return
    if year == report and month == DECEMBER:
        level = "warning"
    yield fail(
        "{what}是{written}，{report}年度的报告应当在{right}年写成并公布。", (cell,), level=level, where=where,
        what=what, written=written, report=report, left=year, right=report + 1, difference=year - report - 1,
    )  # fmt: skip
