"""R15: parts add up to their whole, shares are right, and a quantity is the same everywhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gongkai.reading.lists import report_lists
from gongkai.reading.restated import conflicts
from gongkai.reading.shares import wrong_shares
from gongkai.returns.sums import add
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.compare import read_report
from gongkai.rules.identities import check_identities
from gongkai.rules.part_lists import cells_of, check_lists
from gongkai.rules.part_names import compare_places, describe_sentence, sentence_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.reading.sentences import Sentence
    from gongkai.reading.shares import WrongShare
    from gongkai.returns import Fact
    from gongkai.rules.part_lists import Known


@rule(
    "R15",
    level="error",
    kind="T",
    title="分项之和等于总数，占比与件数相符，同一数量在全文中一致。",
    source="《政府信息公开条例》第五十条；文字前后应当一致",
    todo="请核实总数和各分项，改正计错的数；分项没有列全的，写明“等”。",
    example="第一部分写总数40，分项15、23之和为38，相差-2。",
)
def parts(context: Context) -> Iterator[PendingFinding]:
    """The facts block, then lists of parts, shares, and the number of items disclosed, in the prose."""
    yield from _facts(context)
    reading = read_report(context)
    reader = reading.reader
    known = {(id(item.sentence), item.quantity.start): item for item in reading.claims if not item.worded}
    before: Sentence | None = None
    further: Sentence | None = None
    for sentence, lists in report_lists(reading.sentences, reader):
        if sentence.section == "preface":
            continue
        if before is not None and (before.path, before.paragraph) != (sentence.path, sentence.paragraph):
            before = further = None
        yield from check_lists(context, lists, known)
        for share in wrong_shares(sentence, before, reader, further):
            yield fail(
                "{place}写“{quote}”，{part}占{whole}应为{right}%，写的是{left}%，相差{difference}个百分点。",
                (*_cells(context, share, known), sentence.path), level=None if share.sure else "hint", where=sentence_line(context.record, sentence),
                place=describe_sentence(context.record, sentence), quote=share.quote, part=share.part, whole=share.whole,
                left=share.stated, right=share.right, difference=share.stated - share.right,
            )  # fmt: skip
        before, further = sentence, before
    for conflict in conflicts(reading):
        first, second = conflict.first, conflict.second
        yield fail(
            "{what}{said}：{place}写“{quote}”，{place2}写“{quote2}”，相差{difference}。",
            tuple(dict.fromkeys((first.sentence.path, second.sentence.path))),
            level=None if conflict.sure else "hint", where=sentence_line(context.record, first.sentence),
            todo=None if conflict.more else compare_places(context.record, second.sentence),
            place=describe_sentence(context.record, first.sentence), quote=first.quote,
            place2=describe_sentence(context.record, second.sentence), quote2=second.quote,
            left=first.value, right=second.value, difference=first.value - second.value,
            what=conflict.what, said="不可能前者多于后者" if conflict.more else "前后不一",
        )  # fmt: skip
    yield from check_identities(context, reading)


def _cells(context: Context, share: WrongShare, known: Known) -> tuple[str, ...]:
    """The cells that part and whole are in the tables."""
    found = [cell for sentence, start in share.places for cell in cells_of(context, known.get((id(sentence), start)))]
    return tuple(dict.fromkeys(found))


def _facts(context: Context) -> Iterator[PendingFinding]:
    facts = context.record.facts
    groups: dict[str, list[str]] = defaultdict(list)
    for key, fact in facts.items():
        if fact.part_of in facts:
            groups[fact.part_of].append(key)
        if fact.same_as in facts:
            yield from _same(key, fact, fact.same_as, facts[fact.same_as])
    for key, names in groups.items():
        paths = (f"facts.{key}", *(f"facts.{name}" for name in names))
        added, whole = add([facts[name].value for name in names]), facts[key].value
        if whole is None or added is None:
            yield not_checked("“{label}”的分项没有核对：有的数未填写。", paths, label=facts[key].label)
            continue
        if added != whole:
            yield fail(
                "“{label}”的分项{parts}之和为{left}，总数为{right}，相差{difference}。", paths,
                label=facts[key].label, parts="、".join(f"“{facts[name].label}”{facts[name].value}" for name in names),
                left=added, right=whole, difference=added - whole,
            )  # fmt: skip


def _same(key: str, fact: Fact, other: str, same: Fact) -> Iterator[PendingFinding]:
    paths = (f"facts.{key}", f"facts.{other}")
    if fact.value is None or same.value is None:
        yield not_checked("“{label}”与“{other}”没有核对：有的数未填写。", paths, label=fact.label, other=same.label)
    elif fact.value != same.value:
        yield fail(
            "同一数量写法不一：“{label}”为{left}{unit}，“{other}”为{right}{unit}，相差{difference}。", paths,
            label=fact.label, other=same.label, unit=fact.unit, left=fact.value, right=same.value,
            difference=fact.value - same.value,
        )  # fmt: skip
