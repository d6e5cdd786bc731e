"""``gongkai migrate`` rewrites a year's file and says what could not be carried."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.migrate import run_migrate
from gongkai.returns import InputError, Params
from tests.drafting.test_migrate import OLD_FORM, folder

if TYPE_CHECKING:
    from pathlib import Path


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The migrated file loads, comments and texts are kept, and what could not be carried over is in issues."""
    params = folder(tmp_path, OLD_FORM)
    assert run_migrate("lab-ju", 2021, params, yes=True) == 0
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
    run_migrate("lab-ju", 2021, params, yes=True)
    before = (params / "lab-ju" / "2021.yaml").read_bytes()
    capsys.readouterr()
    assert run_migrate("lab-ju", 2021, params, "2021") == 0
    assert (params / "lab-ju" / "2021.yaml").read_bytes() == before
    assert "已经是2021版表式，没有需要迁移的表" in capsys.readouterr().out


def test_hybrid(tmp_path: Path) -> None:
    """Only the tables in the old form are carried: a file may mix both."""
    text = "year: 2021\ndisclosure:\n  fees: 1.5\nrequests:\n  other: [0, 0, 0, 0, 0, 0, 0]\n"
    params = folder(tmp_path, text)
    run_migrate("lab-ju", 2021, params, yes=True)
    found = Params(params).load("lab-ju", 2021)
    assert found.cells["disclosure.fees.amount"] == Decimal("1.5")
    assert found.row("requests.other_3") == [0] * 7


def test_lists_that_fit_both_forms(tmp_path: Path) -> None:
    """A list that means different columns in two forms is not guessed when the rest is in the old one."""
    text = "year: 2021\ndisclosure:\n  regulations: [1, 2, 3]\nrequests:\n  other: [0, 0, 0, 0, 0, 0, 0]\n"
    params = folder(tmp_path, text)
    with pytest.raises(InputError, match="“disclosure”（主动公开政府信息情况）按2019、2021版都读得通，意义却不同"):
        run_migrate("lab-ju", 2021, params, yes=True)
    (params / "lab-ju" / "2021.yaml").write_text(f'form_used: "2019"\n{text}', "utf-8")
    run_migrate("lab-ju", 2021, params, yes=True)
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
        (
            OLD_FORM.replace("procurement:", "procurment:"),
            None,
            r"最接近2019版，请改正以下各处后再迁移。\n.*2021\.yaml:\d+：没有行“procurment”，是不是“procurement”？",
        ),
        (
            "year: 2021\nform_used: '2019'\ndisclosure:\n  other_management: {previous: 1, change: 2}\n  fees: 1\n  penalty: [1]\n",
            None,
            r"(?s)没有列“previous”，是不是“previous_items”？.*“行政事业性收费”应当写成2个数的列表。.*“行政处罚”应有3个数，这里有1个。",
        ),
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


def test_other_problems_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems of the file other than its form are reported after the migration."""
    run_migrate("lab-ju", 2021, folder(tmp_path, f"{OLD_FORM}section: 1\n"), yes=True)
    assert "文件中还有其他问题，请一并改正" in capsys.readouterr().out
