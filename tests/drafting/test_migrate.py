"""From one edition of the form to another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.drafting.migrate import migrate
from gongkai.returns import Params, ReturnError
from tests.samples import record

if TYPE_CHECKING:
    from pathlib import Path


OLD, NEW = forms.edition("2019"), forms.edition("2021")


def test_same_meaning_is_carried() -> None:
    """A cell that both editions have is carried as it is."""
    cells = {path: number for number, path in enumerate(OLD.cells)}
    found = migrate(cells, OLD, NEW).cells
    assert {path: found[path] for path in NEW.cells if path in OLD.cells} == {
        path: cells[path] for path in NEW.cells if path in OLD.cells
    }
    assert list(found) == list(NEW.cells)


def test_what_can_not_be_carried_is_named() -> None:
    """A number without a place in the new form is named in Chinese, with its raw text."""
    found = migrate({"disclosure.procurement.amount": Decimal("12.50")}, OLD, NEW, {"disclosure.procurement": "万元"})
    extra = [issue for issue in found.issues if issue.kind == "extra"]
    assert [(issue.path, issue.raw, issue.message) for issue in extra] == [
        (
            "disclosure.procurement.amount",
            "12.50万元",
            "2019版“主动公开政府信息情况”的“政府集中采购／采购总金额”为12.50万元，2021版没有这一格，未带入。",
        )
    ]


def test_what_the_new_form_asks_for_is_named() -> None:
    """A cell that only the new form has is missing and named."""
    found = migrate(dict.fromkeys(OLD.cells), OLD, NEW)
    assert [issue.path for issue in found.issues] == [
        "disclosure.regulations.repealed",
        "disclosure.regulations.in_force",
        "disclosure.normative_documents.repealed",
        "disclosure.normative_documents.in_force",
        "disclosure.fees.amount",
    ]
    assert {issue.kind for issue in found.issues} == {"absent"}
    assert set(found.cells.values()) == {None}


def test_split_row() -> None:
    """（六）其他处理 is split only where it is 0; elsewhere its three rows are missing and named."""
    found = migrate({"requests.other.natural": 0, "requests.other.business": 2}, OLD, NEW)
    assert [found.cells[f"requests.other_{n}.natural"] for n in (1, 2, 3)] == [0, 0, 0]
    assert [found.cells[f"requests.other_{n}.business"] for n in (1, 2, 3)] == [None, None, None]
    issue = next(issue for issue in found.issues if issue.path == "requests.other.business")
    assert (issue.kind, issue.raw) == ("extra", "2")
    assert "“（六）其他处理／商业企业”为2，2021版分为3行，不能自动拆分" in (issue.message or "")


@given(st.lists(st.none() | st.integers(0, 99), min_size=3, max_size=3))
def test_joined_row(values: list[int | None]) -> None:
    """The other way round the three rows are added up, missing when one of them is."""
    cells = {f"requests.other_{number}.natural": value for number, value in enumerate(values, 1)}
    known = [value for value in values if value is not None]
    expected = sum(known) if len(known) == 3 else None
    assert migrate(cells, NEW, OLD).cells["requests.other.natural"] == expected


@given(st.dictionaries(st.sampled_from(list(OLD.cells)), st.none() | st.integers(-9, 99)))
def test_no_number_gets_lost(cells: dict[str, int | None]) -> None:
    """Every number is carried or named, and no missing cell becomes a number."""
    found = migrate(cells, OLD, NEW)
    named = {issue.path for issue in found.issues}
    for path, value in cells.items():
        if value is not None and path not in named:
            parts = [path.replace("requests.other.", f"requests.other_{n}.") for n in (1, 2, 3)]
            assert found.cells.get(path) == value or {found.cells[part] for part in parts} == {value} == {0}
    for path, made in found.cells.items():
        if made is not None:
            assert cells.get(path, 0 if "requests.other_" in path else None) == made


def test_same_edition() -> None:
    """In the same edition nothing changes and nothing is reported."""
    cells = record(2024, 3).cells
    assert (migrate(cells, NEW, NEW).cells, migrate(cells, NEW, NEW).issues) == (cells, ())


OLD_FORM = """# 草稿
year: 2021   # 年度
disclosure:
  # 表二
  normative_documents: [3, 3, 17]   # 规范性文件
  licensing: [12, -1, 45]
  procurement: {items: 3, amount: 12.5, unit: 万元}
  rest: 0
requests:
  new: [3, 0, 0, 0, 0, 0, 3]   # 核对过
  rest: 0
  other: [1, 0, 0, 0, 0, 0, 1]
disputes:
  rest: 0
sections:
  problems: |
    第一行
    第二行
"""


def folder(path: Path, text: str, year: int = 2021) -> Path:
    """A params folder with the sample organ and a year."""
    organ = path / "params" / "lab-ju"
    organ.mkdir(parents=True)
    (organ / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")
    (organ / f"{year}.yaml").write_text(text, "utf-8")
    return path / "params"


def test_loading_names_the_command(tmp_path: Path) -> None:
    """A year's file in the old form is refused, and the message names what to do."""
    with pytest.raises(
        ReturnError, match="是按2019版表式填的，本年度用2021版；请运行 gongkai migrate lab-ju 2021，改成2021版。"
    ):
        Params(folder(tmp_path, OLD_FORM)).load("lab-ju", 2021)


@pytest.mark.parametrize(
    ("cell", "given", "raw"),
    [
        ("disclosure.procurement.amount", {"disclosure.procurement": "万元"}, "3万元"),
        ("disclosure.procurement.amount", {}, "3"),
        ("disclosure.procurement.items", {"disclosure.procurement": "万元"}, "3"),
        ("disclosure.licensing.previous_items", {"disclosure.licensing": "万元"}, "3"),
    ],
)
def test_unit_of_what_is_left(cell: str, given: dict[str, str], raw: str) -> None:
    """A number without a place keeps the unit that was given for it where the form prints none."""
    (issue,) = [item for item in migrate({cell: 3}, OLD, NEW, given).issues if item.kind == "extra"]
    assert (cell, raw) == (issue.path, issue.raw)


@pytest.mark.parametrize(
    ("given", "expected"), [("万元", {"disclosure.procurement": "万元"}), ("美元", {}), (None, {})]
)
def test_unit_of_an_open_row(given: str | None, expected: dict[str, str]) -> None:
    """The unit of an amount whose unit the form leaves open is carried if it is one that the form allows."""
    units = {"disclosure.procurement": given} if given else {}
    assert expected == migrate({"disclosure.procurement.amount": 3}, OLD, OLD, units).units


def test_all_rows_or_none() -> None:
    """Of three rows that are joined one alone is not enough; those of a row that is 0 are all 0."""
    cells = {f"requests.other_{number}.natural": number for number in (1, 2)}
    assert migrate(cells, NEW, OLD).cells["requests.other.natural"] is None
    found = migrate({"requests.other.natural": 0}, OLD, NEW)
    assert [0, 0, 0] == [found.cells[f"requests.other_{number}.natural"] for number in (1, 2, 3)]
    assert not [issue for issue in found.issues if issue.path.startswith("requests")]
