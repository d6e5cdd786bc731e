"""R24: claims in words (办结率100%, 未发生复议) that the tables contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.reading import quantity_names
from gongkai.reading.absolute_claims import CLAIMS, find_absolute_claims
from gongkai.rules.base import FORM, Context, PendingFinding, fail, rule
from gongkai.rules.compare import compare, read_report
from gongkai.rules.part_names import describe_sentence, sentence_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R24",
    level="error",
    kind="T",
    title="“办结率100%”“全部办结”“未发生行政复议、行政诉讼”“均已审结”等说法与表格相符。",
    source=f"{FORM}表三第四项、表四",
    requires=("requests.carried_out.total | disputes.*.total",),
    todo="请核实后改写这句话，或改正表格。",
    example="第一部分写“办结率100%”，表三“四、结转下年度继续办理”“总计”为1，应为0。",
)
def claimed(context: Context) -> Iterator[PendingFinding]:
    """Claims of all or none agree with the tables.

    全部办结, and 均按时办结 too, means that row 四 of table 3 is 0, as rows 一 and 二 are 三（七） and 四 together.
    按时办结率100% and 均已答复 need not, and are hints: 条例第三十三条 gives 20 working days, and 20 more, so that a request of
    December may be answered in the year after.
    """
    record, reading = context.record, read_report(context)
    yield from compare(context, (item for item in reading.of("disputes") if item.worded and not item.value))
    for claim in find_absolute_claims(reading):
        kind = CLAIMS[claim.kind]
        names = [name for name in claim.names if quantity_names.cells(record.edition.id, name)]
        values = [(name, value) for name in names for value in [min(quantity_names.values(record, name), default=None)]]
        wrong = [(name, value) for name, value in values if value is not None and value > 0]
        if not wrong:
            continue
        name, value = wrong[0]
        yield fail(
            "{place}写“{quote}”，{target}为{right}，{meaning}。",
            (*(path for one, _ in wrong for path in quantity_names.cells(record.edition.id, one)), claim.sentence.path),
            level=None if kind.certain and claim.sure else "hint", where=sentence_line(record, claim.sentence),
            place=describe_sentence(record, claim.sentence), quote=claim.quote, target=quantity_names.describe(record, name),
            left=0, right=value, difference=-value, meaning=kind.meaning,
        )  # fmt: skip
