"""``gongkai check`` reports findings for people and as JSON; its exit code tells whether errors are unresolved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.check import run_check

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = "name: 清河市东山区财政局\nlevel: department\n"
GOOD = """\
schema: 1
year: 2022
disclosure: {rest: 0}
requests:
  rest: 0
disputes: {rest: 0}
sections:
  overview: 2022年，主动公开机构职能，没有收到政府信息公开申请；发布前逐级审核，在区政府网站公布，组织培训。
  problems: 人手不足，下一步增加人员。
  other: 2022年，未收取信息处理费。
signed: 2023-01-10
"""
BAD = GOOD.replace("requests:\n", "requests:\n  new: [1, 0, 0, 0, 0, 0, 0]\n")
FULL = [
    "requests.new.natural", "requests.carried_in.natural", "requests.total.natural", "requests.carried_out.natural",
]  # fmt: skip


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """A folder with a good organ and a bad one."""
    folder = tmp_path / "params"
    for name, text in (("good", GOOD), ("bad", BAD)):
        (folder / name).mkdir(parents=True)
        (folder / name / "agency.yaml").write_text(AGENCY, "utf-8")
        (folder / name / "2022.yaml").write_text(text, "utf-8")
    return folder


def test_exit_codes(params: Path) -> None:
    """0 without unresolved errors, 1 with one."""
    assert run_check(["good"], [], params, None) == 0
    assert run_check(["bad"], [], params, None) == 1
    assert run_check([], [2022], params, None) == 1


def test_table(params: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """People see organ and year, both values, the difference, file and line, what to do, the clause, and what was not checked."""
    monkeypatch.delenv("COLUMNS", raising=False)
    run_check(["bad"], [2022], params, None)
    shown = "".join(capsys.readouterr().out.split())
    for part in (
        "清河市东山区财政局2022年", "1≠0", "差1", "params/bad/2022.yaml:5", "请核对这一列的新收",
        "第一项加第二项", "没有核对R6", "共检查1份报告：错误2处",
    ):  # fmt: skip
        assert part in shown


def test_json(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--json -`` prints a list of findings and nothing else, a path that fails to a cell and its line."""
    assert run_check(["bad"], [], params, "-") == 1
    found = json.loads(capsys.readouterr().out)
    first = found[0]
    assert {"rule", "level", "outcome", "agency", "year", "message", "values", "cells", "where"} <= set(first)
    assert (first["rule"], first["level"], first["outcome"], first["agency"], first["year"]) == (
        "R1", "error", "fail", "bad", 2022,
    )  # fmt: skip
    assert first["cells"] == FULL
    assert (first["values"]["left"], first["values"]["right"], first["values"]["difference"]) == (1, 0, 1)
    assert first["where"] == "params/bad/2022.yaml:5"
    assert {finding["outcome"] for finding in found} == {"fail", "not_checked"}


def test_json_file(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--json FILE`` writes the list beside the table, and leaves nothing else in the folder."""
    target = tmp_path / "out" / "findings.json"
    target.parent.mkdir()
    assert run_check(["bad"], [], params, str(target)) == 1
    assert [path.name for path in target.parent.iterdir()] == ["findings.json"]
    assert json.loads(target.read_text("utf-8"))[0]["rule"] == "R1"
    assert "财政局" in capsys.readouterr().out


def test_waived(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Accepted errors do not fail the check and are shown with their reason."""
    waivers = "".join(
        f'  - {{rule: {rule}, cells: ["{mask}"], reason: 如实保留, by: 张三, date: 2023-03-01}}\n'
        for rule, mask in (("R1", "requests.*.natural"), ("R3", "requests.new.*"))
    )
    (params / "bad" / "2022.yaml").write_text(BAD + "waivers:\n" + waivers, "utf-8")
    assert run_check(["bad"], [], params, None) == 0
    assert "如实保留（张三，2023-03-01）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("agencies", "years", "message"),
    [
        (["nobody"], [], "没有机关“nobody”"),
        (["good", "2022"], [], "“2022”是年度，写在机关的位置了；请写成 --year 2022。"),
        (["good"], [2021], "没有2021年的数据"),
        ([], [2019], "没有2019年的数据可以检查"),
    ],
)
def test_wrong_call(
    params: Path, capsys: pytest.CaptureFixture[str], agencies: list[str], years: list[int], message: str
) -> None:
    """An unknown organ or year is wrong input, reported on standard error."""
    assert run_check(agencies, years, params, "-") == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""


def test_no_params(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing folder is wrong input."""
    assert run_check([], [], tmp_path / "none", None) == 2
    assert "没有找到数据文件夹" in capsys.readouterr().err


def test_wrong_file_does_not_stop_the_others(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unreadable file is reported with its line; the others are still checked."""
    (params / "bad" / "2022.yaml").write_text(BAD.replace("[1, 0,", "[一, 0,"), "utf-8")
    assert run_check([], [], params, None) == 2
    shown = capsys.readouterr()
    assert "params/bad/2022.yaml:5" in shown.err
    assert "共检查1份报告" in shown.out


def test_unwritable_file(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unwritable file is reported, with what to do."""
    (tmp_path / "file").touch()
    assert run_check(["good"], [], params, str(tmp_path / "file" / "findings.json")) == 2
    assert "路径中有一段不是文件夹）；请换一个位置。" in capsys.readouterr().err


def test_text_that_cannot_be_filled(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A placeholder that cannot be filled is one error; the rules on text say once that they were not applied, sums are checked."""
    text = BAD.replace("没有收到", "收到{{ requests.newly.total }}件")
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    assert run_check(["bad"], [], params, None) == 1
    shown = capsys.readouterr().out
    assert "1 ≠ 0" in shown
    assert "占位符无法填写" in shown
    assert shown.count("未核对：文字中有占位符无法填写") == 1


@pytest.mark.parametrize(
    ("columns", "place"),
    [("132", "params/bad/2022.yaml:5 "), ("80", "params/bad/2022.yaml:5 "), ("48", " bad/2022.yaml:5 ")],
)
def test_places_are_whole(
    params: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str, place: str
) -> None:
    """``file:line`` is never wrapped, however narrow the terminal; key paths wrap between their parts."""
    monkeypatch.setenv("COLUMNS", columns)
    text = BAD.replace(
        "disputes: {rest: 0}", "disputes:\n  rest: 0\n  litigation_after_reconsideration: [1, 0, 0, 0, 0]"
    )
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    run_check(["bad"], [], params, None)
    shown = capsys.readouterr().out
    assert shown.count(place) == 2
    cells = "".join(part.strip() for line in shown.splitlines() for part in line.split("│")[4:5])
    assert "disputes.litigation_after_reconsideration.total" in cells
    assert "│ disputes.litigation_" in shown


def test_place_of_a_placeholder(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A placeholder that cannot be filled is at its own line, in the table and in JSON."""
    text = BAD.replace("没有收到", "收到{{ requests.newly.total }}件")
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "newly" in words)
    run_check(["bad"], [], params, "-")
    found = next(item for item in json.loads(capsys.readouterr().out) if item["rule"] == "W2")
    assert (found["where"], found["cells"]) == (f"params/bad/2022.yaml:{line}", ["sections.overview"])
    run_check(["bad"], [], params, None)
    assert f" params/bad/2022.yaml:{line} " in capsys.readouterr().out
