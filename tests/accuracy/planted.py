"""Planted defects: random returns that keep every rule, with one defect each, and as many without."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.returns import Issue, Passage, Return, Sections
from gongkai.returns.members import Member
from tests.accuracy.generate import consistent
from tests.accuracy.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongkai.returns import Number

    Case = tuple[Return, Return, tuple[Return, ...], str]
    Plant = Callable[[Random, Return, Return], Case]

COUNT = 200
"""Returns for each rule with a defect, and as many without."""


def edit(record: Return, **cells: Number | None) -> Return:
    """The return with other cells (``__`` for a dot)."""
    changes = {path.replace("__", "."): value for path, value in cells.items()}
    return record.model_copy(update={"cells": record.cells | changes})


def off(random: Random, record: Return, path: str) -> Return:
    """The return with a cell that is off by a little, or by a digit."""
    old = int(record.cells[path] or 0)
    new = random.choice([old + 1, old + 9, old * 10 + 1, max(0, old - 1) if old else 2])
    return edit(record, **{path: new})


def _cell(table: str, rows: tuple[str, ...]) -> Plant:
    """A wrong number in one of these rows of a table (all rows where none is named)."""

    def plant(random: Random, record: Return, previous: Return) -> Case:
        paths = [p for p in record.cells if p.startswith(f"{table}.") and (not rows or p.split(".")[1] in rows)]
        path = random.choice(paths)
        return off(random, record, path), previous, (), path

    return plant


def _last_year(random: Random, record: Return, previous: Return) -> Case:
    column = random.choice(["natural", "business", "total"])
    changed = off(random, previous, f"requests.carried_out.{column}")
    return record, changed, (), f"requests.carried_in.{column}"


def _results(random: Random, record: Return, previous: Return) -> Case:
    rows = [row.id for row in record.edition.tables["requests"].group("results") if row.id != "total"]
    path = f"requests.{random.choice(rows)}.{random.choice(['natural', 'legal_service', 'other', 'total'])}"
    return off(random, record, path), previous, (), path


def _in_force(random: Random, record: Return, previous: Return) -> Case:
    path = f"disclosure.normative_documents.{random.choice(['made', 'repealed', 'in_force'])}"
    return off(random, record, path), previous, (), path


def _items(random: Random, record: Return, previous: Return) -> Case:
    path = random.choice(["disclosure.licensing.previous_items", "disclosure.penalty.previous_items",
                          "disclosure.normative_documents.total_disclosed"])  # fmt: skip
    return off(random, record, path), previous, (), path


def _rollup(random: Random, record: Return, previous: Return) -> Case:
    members = tuple(consistent(random, record.year, number=n) for n in (1, 2, 3))
    cells = {path: sum((m.cells[path] or 0 for m in members), 0) for path in record.cells}
    path = random.choice(list(cells))
    whole = record.model_copy(update={
        "cells": cells, "agency": record.agency.model_copy(update={"members": tuple(Member(id=m.agency.id) for m in members)}),
    })  # fmt: skip
    return off(random, whole, path), previous, members, path


def _twice(random: Random, record: Return, previous: Return) -> Case:
    cells = dict(record.cells)
    # One applicant's open requests are counted among the results as well.
    out = int(cells["requests.carried_out.business"] or 0) or random.randrange(1, 9)
    for column in ("business", "total"):
        if not record.cells["requests.carried_out.business"]:
            cells[f"requests.carried_out.{column}"] = int(cells[f"requests.carried_out.{column}"] or 0) + out
            cells[f"requests.new.{column}"] = int(cells[f"requests.new.{column}"] or 0) + out
        for row in ("other_3", "total"):
            cells[f"requests.{row}.{column}"] = int(cells[f"requests.{row}.{column}"] or 0) + out
    return record.model_copy(update={"cells": cells}), previous, (), "requests.carried_out.business"


def _partial(random: Random, record: Return, previous: Return) -> Case:
    count = random.randrange(1, 9)
    cells = dict(record.cells)
    old = int(cells["requests.partial.research"] or 0)
    for column in ("research", "total"):
        # Everything of this applicant was disclosed in part, and is counted under a refusal again.
        for row, more in (("partial", count), ("total", count), ("new", count), ("refused_7", old + count)):
            cells[f"requests.{row}.{column}"] = int(cells[f"requests.{row}.{column}"] or 0) + more
    return record.model_copy(update={"cells": cells}), previous, (), "requests.partial.research"


def _unlawful(random: Random, record: Return, previous: Return) -> Case:
    path = random.choice([p for p, cell in record.edition.cells.items() if cell.kind == "integer"])
    return edit(record, **{path: -1 - (record.cells[path] or 0)}), previous, (), path


def _blank(random: Random, record: Return, previous: Return) -> Case:
    path = random.choice(list(record.cells))
    return edit(record, **{path: None}), previous, (), path


def _label(random: Random, record: Return, previous: Return) -> Case:
    path = random.choice(["sections.disputes", "requests.granted", "disclosure.regulations"])
    kind = random.choice(["mislabelled", "absent"])
    if kind == "absent":
        gone = [cell for cell in record.cells if cell.startswith(f"{path}.")]
        record = record.model_copy(update={"cells": record.cells | dict.fromkeys(gone)})
    issue = Issue(path=path, kind=kind, raw="误写", expected="规定的名称")
    return record.model_copy(update={"issues": (issue,)}), previous, (), path


def _text(texts: tuple[str, ...]) -> Plant:
    """A sentence in section one, with random digits for ``#``."""

    def plant(random: Random, record: Return, previous: Return) -> Case:
        text = "".join(random.choice("123456789") if char == "#" else char for char in random.choice(texts))
        passages = (*(record.sections.overview or ()), Passage(id="platform", text=text))
        return (
            record.model_copy(update={"sections": record.sections.model_copy(update={"overview": passages})}),
            previous, (), "sections.overview.platform",
        )  # fmt: skip

    return plant


def _late(random: Random, record: Return, previous: Return) -> Case:
    day = dt.date(record.year + 1, 3, 11) + dt.timedelta(random.randrange(200))
    return record.model_copy(update={"published": day}), previous, (), "published"


def _same(random: Random, record: Return, previous: Return) -> Case:
    text = (
        "政策解读形式单一，读者不多；栏目更新有时滞后，业务科室参与不足。下一年将逐季检查栏目，并请科室一起撰写解读。"
    )
    cut = random.randrange(6)
    now = text[cut:].replace("逐季", random.choice(["按月", "逐季", "每周"]))
    sections = [Sections(overview=overview, problems=words)
                for overview, words in (("已按要求办理。", now), ("公布了机构职能。", text))]  # fmt: skip
    return (
        record.model_copy(update={"sections": sections[0]}), previous.model_copy(update={"sections": sections[1]}),
        (), "sections.problems",
    )  # fmt: skip


PLANTS: dict[str, Plant] = {
    "R1": _cell("requests", ("new", "carried_in", "total", "carried_out")),
    "R2": _results,
    "R3": _cell("requests", ()),
    "R4": _cell("disputes", ()),
    "R5": _unlawful,
    "R6": _last_year,
    "R7": _in_force,
    "R9": _items,
    "R18": _rollup,
    "R20": _twice,
    "R21": _partial,
    "R26": _same,
    "R27": _label,
    "R28": _late,
    "R29": _text((
        "张某来电1380013800#，要求公开。", "李某手机为139-0000-123#。", "联系人：王某，13#00001234。",
        "申请人身份证号为11010519491231002X。", "王某家住和平路#号#单元。", "补偿款汇入账号6222600260001072444。",
    )),
    "R30": _text(("逐项落实要求，" * 160 + "#。",)),
    "R32": _blank,
}  # fmt: skip
"""What is planted for each rule. R29's lawful look-alikes are in the returns without a defect."""

HARMLESS = (
    "全年办理热线13800#件，公开信息110105194912310#条。", "电话：0631-52189##；邮编：2642##。",
    "统一社会信用代码：1137100200431234#X。", "阅读量138001380001#次。", "地址：和平路#号政务中心#楼。",
)  # fmt: skip
"""Numbers that identify nobody."""


OTHER_TEXTS = Sections(overview="全年公开机构职能。", problems="栏目设置分散。", other="无。")
"""What last year's report said, in other words."""


def measure(reference: Path | None) -> list[Measure]:
    """A line for each rule."""
    return [_measure(rule, plant) for rule, plant in PLANTS.items()]


def _measure(rule: str, plant: Plant) -> Measure:
    random = Random(rule)
    found = false = 0
    year = 2020 if rule == "R9" else 2023
    for number in range(COUNT):
        previous = consistent(random, year - 1, number=number)
        record = consistent(random, year, previous, number)
        changed, before, members, place = plant(random, record, previous)
        mine = _fails(rule, changed, before, members)
        hits = [f for f in mine if any(place in cell for cell in f.cells)]
        found += bool(hits)
        # A total that is off breaks the total's own row and column: both are about the planted cell.
        false += len(mine) - len(hits) if rule not in {"R20", "R21"} else 0
        clean = _text(HARMLESS)(random, record, previous)[0]
        other = previous.model_copy(update={"sections": OTHER_TEXTS})
        false += len(_fails(rule, clean, other, ()))
    return Measure("rules", rule, "planted", COUNT, found, false)


def _fails(rule: str, record: Return, previous: Return, members: tuple[Return, ...]) -> list[rules.Finding]:
    kind = rules.RULES[rule].kind
    found = rules.check(record, previous, members, kinds=kind)
    return [f for f in found if f.rule == rule and f.outcome == "fail"]
