"""A form that lacks what a rule mentions: no rule raises, and one whose cells are lacking says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from gongkai import forms, rules
from gongkai.forms import project_files, registry
from gongkai.forms.project_files import Project
from gongkai.returns import Agency, Fact, Return, Sections
from gongkai.returns.canonical import dumps
from gongkai.rules import requirements
from tests.rules import editions

if TYPE_CHECKING:
    from gongkai.forms import Edition
    from gongkai.rules import Finding

LACKING = {base: editions.variants(base) for base in ("2019", "2021")}
CASES = [(base, name) for base, found in LACKING.items() for name in found]
TEXT = (
    "2032年，全市收到政府信息公开申请12件，其中自然人9件、法人或其他组织3件，同比增长20%，上年结转1件，予以公开3件，部分公开1件，不予公开1件"
    "（属于国家秘密1件），无法提供2件（本机关不掌握相关政府信息1件），不予处理1件，其他处理2件，结转下年度继续办理1件，办结率100%。"
    "发生行政复议2件，结果维持1件，尚未审结1件；行政诉讼3件，未经复议直接起诉1件，未发生败诉。制发行政规范性文件3件，废止1件，现行有效9件，对外公开总数量5件。"
    "作出行政处罚决定5件，行政事业性收费3万元，收取信息处理费20元。东山区收到申请4件。"
)


def organ(year: int, random: Random, id_: str = "qinghe", name: str = "清河市人民政府", level: str = "city") -> Return:
    """A return of the form of a year, with any numbers and blanks."""
    cells = {path: random.choice([None, 0, 1, 2, 7, 900]) for path in forms.edition_for(year).cells}
    sections = Sections(
        preface=TEXT, overview=TEXT, disclosure=TEXT, requests=TEXT, disputes=TEXT, problems=TEXT, other=TEXT
    )
    facts = {"fee": Fact(value=20, unit="元", label="信息处理费")}
    return Return(agency=Agency(id=id_, name=name, level=level), year=year, cells=cells, sections=sections, facts=facts)


def found_in(monkeypatch: pytest.MonkeyPatch, last: Edition, now: Edition) -> tuple[Return, list[Finding]]:
    """What rules find in 2032, the first year of ``now``, if last year's return is in the form of ``last``."""
    in_force = {
        last.id: replace(last, first_year=2031, last_year=2031),
        now.id + "!": replace(now, id=now.id + "!", first_year=2032, last_year=None),
    }
    project = Project(Path(f"{last.id} {now.id}"))  # what is remembered of these forms is remembered for no others
    monkeypatch.setattr(project_files, "current", lambda: project)
    monkeypatch.setattr(forms, "editions", lambda: in_force)  # first: taken from the other when first asked for
    monkeypatch.setattr(registry, "editions", lambda: in_force)
    random = Random(f"{last.id} {now.id}")
    previous, record = organ(2031, random), organ(2032, random)
    member = organ(2032, random, "dongshan", "清河市东山区人民政府", "county")
    return record, rules.check(record, previous, (member,), passes=True)


@pytest.mark.parametrize(("base", "name"), CASES)
@pytest.mark.parametrize("where", ["now", "last", "both"])
def test_lacking_form(monkeypatch: pytest.MonkeyPatch, base: str, name: str, where: str) -> None:
    """Every rule gives its findings, or one that names the cells that the form lacks, and all are full sentences."""
    whole, lacking = forms.edition(base), LACKING[base][name]
    last, now = {"now": (whole, lacking), "last": (lacking, whole), "both": (lacking, lacking)}[where]
    record, found = found_in(monkeypatch, last, now)
    assert [] == [finding for finding in found if not finding.message.endswith("。") or "{" in finding.message]
    assert dumps([finding.to_json() for finding in found])
    for id_, rule in rules.RULES.items():
        mine = [finding for finding in found if finding.rule == id_]
        if not requirements.met(rule.requires, record.edition):
            assert [("not_checked", False)] == [(finding.outcome, finding.applicable) for finding in mine]
            assert f"{record.edition.id}版表式没有" in mine[0].message
            assert mine[0].value("lacking")


def test_every_requirement_is_left_out_once() -> None:
    """Among the forms are some that lack the cells of each rule that needs cells."""
    unmet = {
        id_
        for id_, rule in rules.RULES.items()
        for found in LACKING.values()
        for edition in found.values()
        if not requirements.met(rule.requires, edition)
    }
    assert {id_ for id_, rule in rules.RULES.items() if rule.requires} == unmet
