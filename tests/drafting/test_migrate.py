"""From one edition of the form to another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.commands.migrate import run_migrate
from gongkai.drafting.migrate import migrate
from gongkai.returns import InputError, Params, ReturnError
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
    found = migrate({"disclosure.procurement.amount": Decimal("12.50")}, OLD, NEW, "万元")
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
    for path, value in found.cells.items():
        if value is not None:
            assert cells.get(path, 0 if "requests.other_" in path else None) == value


def test_same_edition() -> None:
    """In the same edition nothing changes and nothing is told."""
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
    with pytest.raises(ReturnError, match="“other”是2019版表式的行，本年度用2021版；请运行 gongkai migrate"):
        Params(folder(tmp_path, OLD_FORM)).load("lab-ju", 2021)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gongkai migrate rewrites the file: it loads, comments and texts stay, what could not be carried stands in issues."""
    params = folder(tmp_path, OLD_FORM)
    assert run_migrate("lab-ju", 2021, params) == 0
    found = Params(params).load("lab-ju", 2021)
    assert found.row("requests.new") == [3, 0, 0, 0, 0, 0, 3]
    assert found.row("requests.other_1") == [None, 0, 0, 0, 0, 0, None]
    assert found.row("disclosure.normative_documents") == [3, None, None]
    assert (found.cells["disclosure.licensing.decisions"], found.rest[:1]) == (45, ("disputes.reconsideration.upheld",))
    assert ("disclosure.procurement.amount", "extra", "12.5万元") in [(i.path, i.kind, i.raw) for i in found.issues]
    text = (params / "lab-ju" / "2021.yaml").read_text("utf-8")
    for kept in (
        "# 草稿\n",
        "# 年度",
        "  # 表二\n",
        "# 规范性文件",
        "# 核对过",
        "  problems: |\n    第一行\n    第二行\n",
    ):
        assert kept in text
    said = capsys.readouterr().out
    assert "“主动公开政府信息情况”由2019版改为2021版，10个单元格中带入5个。" in said
    assert "2019版“主动公开政府信息情况”的“行政许可／本年增/减”为-1，2021版没有这一格，未带入。" in said


def test_command_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run changes nothing."""
    params = folder(tmp_path, OLD_FORM)
    run_migrate("lab-ju", 2021, params)
    before = (params / "lab-ju" / "2021.yaml").read_bytes()
    capsys.readouterr()
    assert run_migrate("lab-ju", 2021, params, "2021") == 0
    assert (params / "lab-ju" / "2021.yaml").read_bytes() == before
    assert "已经是2021版表式，没有需要迁移的表" in capsys.readouterr().out


def test_hybrid(tmp_path: Path) -> None:
    """Only the tables in the old form are carried: a file may mix both."""
    text = "year: 2021\ndisclosure:\n  fees: 1.5\nrequests:\n  other: [0, 0, 0, 0, 0, 0, 0]\n"
    params = folder(tmp_path, text)
    run_migrate("lab-ju", 2021, params)
    found = Params(params).load("lab-ju", 2021)
    assert found.cells["disclosure.fees.amount"] == Decimal("1.5")
    assert found.row("requests.other_3") == [0] * 7


def test_lists_that_fit_both_forms(tmp_path: Path) -> None:
    """A list that means different columns in two forms is not guessed when the rest is in the old one."""
    text = "year: 2021\ndisclosure:\n  regulations: [1, 2, 3]\nrequests:\n  other: [0, 0, 0, 0, 0, 0, 0]\n"
    params = folder(tmp_path, text)
    with pytest.raises(InputError, match="“disclosure”（主动公开政府信息情况）按2019、2021版都读得通，意义却不同"):
        run_migrate("lab-ju", 2021, params)
    (params / "lab-ju" / "2021.yaml").write_text(f'form_used: "2019"\n{text}', "utf-8")
    run_migrate("lab-ju", 2021, params)
    assert Params(params).load("lab-ju", 2021).row("disclosure.regulations") == [1, None, None]


@pytest.mark.parametrize(
    ("text", "to", "match"),
    [
        (
            "year: 2021\nrequests:\n  neu: [1]\n",
            None,
            "“requests”（收到和处理政府信息公开申请情况）的行列不完全符合任何一版表式",
        ),
        ("year: 2021\ndisclosure:\n  fees: 1\n  procurement: [1, 2]\n", None, "“disclosure”.*不完全符合任何一版表式"),
        (OLD_FORM, "2031", "没有“2031”版表式；现有：2019、2021"),
        (OLD_FORM, "2019", "2021年的报告应当用2021版表式，不能改为2019版"),
        (OLD_FORM.replace("[12, -1, 45]", "[12, 若干, 45]"), None, r"params/lab-ju/2021\.yaml:6：.*“若干”不是数字"),
        ("year: [\n", None, "不是正确的YAML"),
    ],
)
def test_command_with_wrong_input(tmp_path: Path, text: str, to: str | None, match: str) -> None:
    """What fits no edition, an edition that can't be, and a wrong number are refused and nothing is written."""
    params = folder(tmp_path, text)
    with pytest.raises(InputError, match=match):
        run_migrate("lab-ju", 2021, params, to)
    assert (params / "lab-ju" / "2021.yaml").read_text("utf-8") == text


def test_command_without_a_file(tmp_path: Path) -> None:
    """A year that is not there, and one before the forms, are wrong input."""
    params = folder(tmp_path, OLD_FORM)
    with pytest.raises(InputError, match="没有2024年的数据"):
        run_migrate("lab-ju", 2024, params)
    (params / "lab-ju" / "2018.yaml").write_text("year: 2018\n", "utf-8")
    with pytest.raises(InputError, match="2018年没有适用的表式"):
        run_migrate("lab-ju", 2018, params)


def test_other_problems_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems of the file beside its form are told after the migration."""
    run_migrate("lab-ju", 2021, folder(tmp_path, f"{OLD_FORM}section: 1\n"))
    assert "文件中还有其他问题，请一并改正" in capsys.readouterr().out
