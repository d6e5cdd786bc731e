"""``gongkai rollup`` says who and what is missing or differs, and writes cells only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai import rules
from gongkai.commands.rollup import run_rollup
from gongkai.drafting import history
from gongkai.returns import InputError, Params
from tests.jurisdiction import YEAR, city, organ

NEW = "表三“一、本年新收政府信息公开申请数量”“自然人”"
TEXT = "sections:\n  problems: |\n    主要问题是培训不够。\n"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are not folded."""
    monkeypatch.setenv("COLUMNS", "400")


def test_writes_cells_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong and empty cells get the sums; comments, texts and dates keep their bytes; undo takes it back; twice changes nothing."""
    path = organ(city(tmp_path), "xian", 18, "null", more=f"signed: 2025-02-10  # 落款\n{TEXT}")
    before = path.read_text("utf-8")
    assert 0 == run_rollup("东山县人民政府", YEAR, tmp_path, write=True, yes=True)
    said = capsys.readouterr().out
    assert f"{NEW}：填18，成员之和23，少5；正好是东山县教育局的5（像是没有计入）。" in said
    assert f"{NEW}：18 → 23" in said
    assert "要恢复原来的内容，请运行 gongkai undo xian 2024。" in said
    after = before.replace("[18, 0, 0, 0, 0, 0, 18]", "[23, 0, 0, 0, 0, 0, 23]").replace(
        "licensing: null", "licensing: 60"
    )
    assert after == path.read_text("utf-8")
    record = Params(tmp_path).load("xian", YEAR)
    found = rules.check(record, None, Params(tmp_path).members("xian", YEAR), kinds="A")
    assert [] == [item.message for item in found if item.rule == "R18"]

    assert 0 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True)
    assert "没有要改的，没有写入" in capsys.readouterr().out
    history.undo(path)
    assert before == path.read_text("utf-8")


def test_begins_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A government without a file for the year gets one, with the sums in it; not if the changes are not confirmed."""
    path = city(tmp_path) / "xian" / f"{YEAR}.yaml"
    path.unlink()
    with pytest.raises(InputError, match="没有写入"):
        run_rollup("xian", YEAR, tmp_path, write=True)
    assert not path.exists()
    assert 0 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True)
    assert "还没有这一年的数据文件，可由成员之和写入" in capsys.readouterr().out
    assert 23 == Params(tmp_path).load("xian", YEAR).cells["requests.new.total"]


def test_every_level(tmp_path: Path) -> None:
    """With -r the county is written first, so that the city has its new sums."""
    params = city(tmp_path)
    organ(params, "jiaoyu", 6, "10")
    assert 0 == run_rollup("shi", YEAR, tmp_path, write=True, yes=True, recursive=True)
    assert (24, 29) == tuple(Params(params).load(id_, YEAR).cells["requests.new.total"] for id_ in ("xian", "shi"))


def test_a_member_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed; nothing is written, unless as a draft, and never with --strict."""
    path = city(tmp_path) / "xian" / f"{YEAR}.yaml"
    organ(tmp_path, "gongan", None)
    (tmp_path / "gongan" / f"{YEAR}.yaml").unlink()
    before = path.read_bytes()
    assert 1 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True)
    said = capsys.readouterr().out
    assert "成员3个，已上报2个。\n  没有上报：\n    东山县公安局（gongan）\n" in said
    assert "汇总数还不完整，没有写入；要先写入已上报成员之和（只作草稿），请加 --partial。" in said
    assert 1 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True, partial=True, strict=True)
    assert "按--strict，1个成员没有上报的汇总不能作数，没有写入。" in capsys.readouterr().out
    assert before == path.read_bytes()
    assert 0 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True, partial=True)
    assert 12 == Params(tmp_path).load("xian", YEAR).cells["requests.new.total"]
    assert 0 == run_rollup("shi", YEAR, tmp_path)


def test_a_county_that_has_not_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed with how many of its own members have."""
    (city(tmp_path) / "xian" / f"{YEAR}.yaml").unlink()
    assert 0 == run_rollup("shi", YEAR, tmp_path)
    assert "东山县人民政府（xian；它的成员3个，已上报3个）" in capsys.readouterr().out


def test_blank_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Blank cells are named with who left them blank; the others are written."""
    organ(city(tmp_path), "minzheng", 7, "null", more="form_used: '2019'\n")
    organ(tmp_path, "xian", 20, "60")
    assert 0 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True)
    said = capsys.readouterr().out
    assert "表二“行政许可”“本年处理决定数量”：东山县民政局没有填写。" in said
    assert "表式不同：东山县民政局用的是2019版表式，本年度应当用2021版。" in said
    cells = Params(tmp_path).load("xian", YEAR).cells
    assert (23, 60) == (cells["requests.new.total"], cells["disclosure.licensing.decisions"])


CORRECTION = (
    "corrections:\n  - {{cell: requests.new.natural, member: jiaoyu, was: {was}, value: 4, reason: 与民政局重复, "
    "by: 张三, date: 2025-02-10}}\n"
)


def test_corrections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A correction that holds is shown and counts; one that has fallen fails, and nothing is written."""
    path = organ(city(tmp_path), "xian", 23, "60", more=CORRECTION.format(was=5))
    assert 0 == run_rollup("xian", YEAR, tmp_path)
    said = capsys.readouterr().out
    assert f"已更正：{NEW}，东山县教育局5 → 4；与民政局重复（张三，2025-02-10）。" in said
    assert f"{NEW}：填23，成员之和22，多1；" in said
    organ(tmp_path, "xian", 23, "60", more=CORRECTION.format(was=9))
    before = path.read_bytes()
    assert 1 == run_rollup("xian", YEAR, tmp_path, write=True, yes=True)
    said = capsys.readouterr().out
    assert f"更正落空 {NEW}：登记时东山县教育局是9，现在是5；请删去或改正这一条。" in said
    assert "1条更正已落空，汇总不能作数，没有写入。" in said
    assert before == path.read_bytes()


def test_strict(tmp_path: Path) -> None:
    """With --strict a difference is an exit code too."""
    assert 0 == run_rollup("xian", YEAR, city(tmp_path), strict=True)
    organ(tmp_path, "xian", 22, "60")
    assert (0, 1) == (run_rollup("xian", YEAR, tmp_path), run_rollup("xian", YEAR, tmp_path, strict=True))


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON holds every cell with its parts, the members with their state, and differences with their makers."""
    organ(city(tmp_path), "xian", 18, "60")
    assert 0 == run_rollup("xian", YEAR, tmp_path, json="-")
    data = json.loads(capsys.readouterr().out)
    cell = next(item for item in data["cells"] if item["cell"] == "requests.new.natural")
    assert {"jiaoyu": 5, "minzheng": 7, "gongan": 11} == cell["parts"]
    assert (18, 23, True) == (cell["typed"], cell["sum"], data["complete"])
    assert ["reported"] * 3 == [member["state"] for member in data["members"]]
    assert [["jiaoyu"]] * 6 == [item["makers"] for item in data["differences"]]


@pytest.mark.parametrize(
    ("agency", "year", "message"),
    [
        ("jiaoyu", YEAR, "东山县教育局不是汇总的政府；请在.*jiaoyu/agency.yaml的members里列出成员的代号"),
        ("nobody", YEAR, "没有机关“nobody”"),
    ],
)
def test_no_roll_up(tmp_path: Path, agency: str, year: int, message: str) -> None:
    """The message for an organ without members says how to list them."""
    with pytest.raises(InputError, match=message):
        run_rollup(agency, year, city(tmp_path))
