"""The cells that rules require, in the words of the form."""

from __future__ import annotations

import pytest

from gongkai import forms
from gongkai.rules import requirements

OLD, NEW = forms.edition("2019"), forms.edition("2021")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("disclosure.*.in_force", "表二“现行有效件数”"),
        ("disclosure.fees.*", "表二“行政事业性收费”"),
        ("disclosure.normative_documents.made", "表二“行政规范性文件”“本年制发件数”"),
        ("requests.*.*", "表三"),
        ("requests.carried_out.total", "表三“四、结转下年度继续办理”“总计”"),
        ("requests.other.total", "表三“（六）其他处理”“总计”"),
        ("disclosure.procurement.amount", "表二“政府集中采购”“采购总金额”"),
        ("requests.none.natural", "表三“none”“natural”"),
        ("sections.problems", "“五、存在的主要问题及改进情况”"),
        ("sections.overview.max_characters", "“一、总体情况”的字数上限"),
        ("sections.none", "“none”"),
    ],
)
def test_words(part: str, expected: str) -> None:
    """What a form lacks is named as the newest form that has it prints it; what none has keeps its id."""
    assert expected == requirements.describe(part)


@pytest.mark.parametrize(
    ("requires", "last", "message"),
    [
        ((), None, None),
        (("requests.new.*",), OLD, None),
        (("requests.other.total",), None, "2021版表式没有表三“（六）其他处理”“总计”，这条规则不适用。"),
        (("previous:requests.other_1.total",), None, None),
        (("previous:requests.other.total",), OLD, None),
        (
            ("previous:requests.other_1.total",), OLD,
            "上一年度的2019版表式没有表三“1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请”“总计”，这条规则不适用。",
        ),
        (
            ("disclosure.procurement.items", "requests.new.total", "disclosure.procurement.amount"), None,
            "2021版表式没有表二“政府集中采购”“采购项目数量”、表二“政府集中采购”“采购总金额”，这条规则不适用。",
        ),
    ],
)  # fmt: skip
def test_unmet(requires: tuple[str, ...], last: forms.Edition | None, message: str | None) -> None:
    """What this year's form lacks is named, or else last year's, each cell once; without last year's form nothing is said of it."""
    found = requirements.unmet(requires, NEW, last)
    assert message == (None if found is None else found.template.format(**found.values))
    assert found is None or (found.outcome, found.applicable, found.todo) == ("not_checked", False, "")


def test_editions_that_meet() -> None:
    """Only this year's form decides which editions have what a rule requires, the oldest first."""
    assert ("2019", "2021") == tuple(
        one.id for one in requirements.editions(("requests.new.*", "previous:requests.other.*"))
    )
    assert ("2019",) == tuple(one.id for one in requirements.editions(("requests.other.*",)))
    assert () == requirements.editions(("requests.other.*", "requests.other_1.*"))


def test_no_pattern() -> None:
    """What is no pattern of cells is refused, also of last year's."""
    requirements.check(("requests.new.*", "previous:requests.new.*"))
    for wrong in ("requests.new", "previous:requests.new"):
        with pytest.raises(ValueError, match="not a pattern of cells"):
            requirements.check(("requests.new.*", wrong))
