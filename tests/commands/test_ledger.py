"""``gongkai ledger`` tallies a register, and shows and writes what differs."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.ledger import run_ledger, run_template
from gongkai.ledger import tally
from gongkai.ledger.deadline import add_working_days
from gongkai.returns import InputError, Params
from tests.ledger.test_ledger import SECRET, ledger

if TYPE_CHECKING:
    from pathlib import Path


def test_personal_details_appear_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names, telephone and identity numbers, addresses and contents reach neither result, output, JSON nor params."""
    params = folder(tmp_path)
    head = "编号,姓名,手机,身份证号,住址,联系人,申请内容,收到日期,申请人类型,答复类型,答复日期"
    path = ledger(tmp_path, f"1,{','.join(SECRET)},2024-01-08,自然人,予以公开,2024-01-25", head=head)
    out = tmp_path / "out.json"
    run_ledger(path, "lab-ju", 2024, params, True, str(out), yes=True)
    said = "".join(capsys.readouterr()) + out.read_text("utf-8") + (params / "lab-ju" / "2024.yaml").read_text("utf-8")
    said += repr(tally(path, 2024))
    assert [secret for secret in SECRET if secret in said] == []


def test_deadline_beyond_the_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A deadline that the calendar does not reach is unknown, and the output says which year is missing."""
    import chinese_calendar

    def no_data(day: dt.date) -> bool:
        raise NotImplementedError(day)

    monkeypatch.setattr(chinese_calendar, "is_workday", no_data)
    add_working_days.cache_clear()
    path = ledger(tmp_path, "1,2024-03-04,自然人,,")
    assert tally(path, 2024).deadlines[0].status == "unknown"
    run_ledger(path, "lab-ju", 2024, folder(tmp_path))
    assert "1件的答复期限无法计算：日历数据没有2024年的节假日安排" in capsys.readouterr().out.replace("\n", "")


YEAR = """# 年度
year: 2024
requests:
  # 新收
  new: [1, 0, 0, 0, 0, 0, 1]   # 核对过
  rest: 0
sections:
  problems: |
    第一行
    第二行
"""


def folder(path: Path) -> Path:
    """A params folder with the sample organ and a year."""
    organ = path / "params" / "lab-ju"
    organ.mkdir(parents=True)
    (organ / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")
    (organ / "2024.yaml").write_text(YEAR, "utf-8")
    return path / "params"


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gongkai ledger exits with 1 and JSON alone on standard output when the return differs."""
    path = ledger(tmp_path, "1,2024-01-08,自然人,,")
    assert run_ledger(path, "lab-ju", 2024, folder(tmp_path), False, "-") == 1
    captured = capsys.readouterr()
    data = json.loads(captured.out)
    assert data["requests"]["carried_out"]["natural"] == 1
    assert [item["path"] for item in data["differences"]] == [
        "requests.carried_out.natural",
        "requests.carried_out.total",
    ]
    assert data["differences"][0]["rows"] == [{"row": 2, "serial": "1"}]
    assert "与台账不一致的单元格：2个" in captured.err


def test_command_writes(tmp_path: Path) -> None:
    """Gongkai ledger --write puts the table into the year's file and leaves comments and texts; then nothing differs."""
    params = folder(tmp_path)
    path = ledger(tmp_path, "1,2024-01-08,自然人,,")
    assert run_ledger(path, "lab-ju", 2024, params, True, yes=True) == 0
    text = (params / "lab-ju" / "2024.yaml").read_text("utf-8")
    for kept in ("# 年度\n", "  # 新收\n", "# 核对过", "  problems: |\n    第一行\n    第二行\n"):
        assert kept in text
    assert Params(params).load("lab-ju", 2024).cells["requests.carried_out.total"] == 1
    assert run_ledger(path, "lab-ju", 2024, params) == 0


def test_command_writes_nothing_from_no_requests(tmp_path: Path) -> None:
    """A register without a request of the year never becomes a table of zeros: --write refuses it and says what to do."""
    params = folder(tmp_path)
    before = (params / "lab-ju" / "2024.yaml").read_bytes()
    other = ledger(tmp_path, "1,2021-01-08,自然人,予以公开,2021-01-25")
    with pytest.raises(InputError, match=r"里没有2024年的申请，没有写入.*rest: 0"):
        run_ledger(other, "lab-ju", 2024, params, True, yes=True)
    assert before == (params / "lab-ju" / "2024.yaml").read_bytes()


def test_changes_that_say_the_same_share_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table that was empty is not listed as 175 lines: cells that change alike are named by the first and the last."""
    params = folder(tmp_path)
    (params / "lab-ju" / "2024.yaml").write_text("year: 2024\n", "utf-8")
    run_ledger(ledger(tmp_path, "1,2024-01-08,自然人,,"), "lab-ju", 2024, params, True, yes=True)
    said = capsys.readouterr().out
    listed = said[said.index("将有175处改动") :].splitlines()[1:-1]
    assert len(listed) == 15
    assert "  表三“一、本年新收政府信息公开申请数量”“自然人”：未填 → 1" in listed
    assert any("至表三“（七）总计”“总计”，" in line and line.endswith("处：未填 → 0") for line in listed)


def test_command_without_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a year's file the tally is shown and not compared; there is nothing to write into."""
    params = folder(tmp_path)
    path = ledger(tmp_path, "1,2023-01-08,自然人,,")
    assert run_ledger(path, "lab-ju", 2023, params) == 0
    assert "没有该年度的数据文件，未作比对。" in capsys.readouterr().out
    with pytest.raises(InputError, match="请先运行 gongkai new lab-ju 2023"):
        run_ledger(path, "lab-ju", 2023, params, True)


def test_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--template writes a workbook or CSV that the command reads back; other names and existing files are refused."""
    for name in ("台账.xlsx", "台账.csv"):
        assert run_template(tmp_path / name, 2024) == 0
        assert run_ledger(tmp_path / name, "lab-ju", 2024, folder(tmp_path / name[-3:])) == 1
        with pytest.raises(InputError, match="已经存在，没有改动"):
            run_template(tmp_path / name, 2024)
    said = capsys.readouterr().out.replace("\n", "")
    assert "跳过：第1、2行是标题或说明；第4至8行是示例，没有计数。" in said
    with pytest.raises(InputError, match=r"请把文件名写成台账\.xlsx"):
        run_template(tmp_path / "台账.docx", 2024)
    with pytest.raises(InputError, match="没有年度报告"):
        run_template(tmp_path / "旧.xlsx", 2007)
