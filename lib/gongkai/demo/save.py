"""A demonstration as files: ``params`` and the key of the planted defects."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from gongkai import files
from gongkai.demo.make import OF_PROJECT, Made, Plan, make
from gongkai.demo.papers import form, register
from gongkai.returns import agency_file, save
from gongkai.returns.params import LEXICON

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "planted.json"
"""The key: every planted defect, where its rule must find it, and what else it breaks."""

PAPERS = "papers"
"""The folder of registers and filled forms, by year."""

REMARK = "演示用的合成数据，不是任何机关的年度报告。"
"""The first comment of each year's file."""

_WORDS = "# 演示：词义的名称写错了（W7）。\nrecieved: [收悉]\n"


def write(
    plan: Plan, root: Path, papers: int = 0, on_organ: Callable[[Made], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Write the organs below ``params`` of a new folder, and the key beside it.

    Args:
        plan: What is made.
        root: The folder.
        papers: Of how many organs to write the last year's register and filled form.
        on_organ: Called after each organ.

    Returns:
        The planted defects as in the key.

    Raises:
        InputError: There are too few organs or years for a rule.
        OSError: A file cannot be written.
    """
    params = root / "params"
    defects: list[dict[str, Any]] = []
    for made in make(plan):
        folder = params / made.agency.id
        files.write(folder / "agency.yaml", agency_file.dump(made.agency), durable=False)
        for year, record in made.records.items():
            files.write(folder / f"{year}.yaml", save.dump(record, REMARK), durable=False)
        defects += _listed(made)
        if papers and not made.agency.members and plan.last in made.records and plan.last not in made.planted:
            _papers(plan, made, root / PAPERS / str(plan.last))
            papers -= 1
        on_organ(made)
    if OF_PROJECT in plan.rules:
        files.write(params / LEXICON, _WORDS, durable=False)
        said = f"params/{LEXICON}里有一个词义的名称写错了，每份报告都会提到。"
        defects.append(
            {"rule": OF_PROJECT, "agency": None, "year": None, "places": ["lexicon"], "said": said, "follows": []}
        )
    files.write_json(root / KEY, {
        "synthetic": REMARK, "organs": plan.organs, "years": [plan.first, plan.last], "seed": plan.seed, "defects": defects,
    }, durable=False)  # fmt: skip
    return defects


def _papers(plan: Plan, made: Made, folder: Path) -> None:
    """Write an organ's register and filled form of the last year."""
    record = made.records[plan.last]
    random = Random(f"{plan.seed}:{made.agency.id}:register")
    files.write(folder / f"{made.agency.id}.csv", register(record, random), durable=False)
    files.write(folder / f"{made.agency.id}.xlsx", form(record, made.records.get(plan.last - 1)), durable=False)


def _listed(made: Made) -> list[dict[str, Any]]:
    """An organ's defects as entries of the key."""
    found = []
    for year, (rule, defect) in made.planted.items():
        at = made.agency.id
        follows = [(other, at, year) for other in defect.also] + [(other, at, year + 1) for other in defect.after]
        if defect.moves_sums and made.government is not None:
            follows.append(("R18", made.government, year))
        found.append({
            "rule": rule, "agency": at, "year": year, "places": list(defect.places), "said": defect.said,
            "follows": [{"rule": other, "agency": id_, "year": when} for other, id_, when in follows],
        })  # fmt: skip
    return found
