"""``gongkai list`` shows every organ and year, including unreadable ones and failed reports."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from gongkai.commands import build as command
from gongkai.commands import list as listing
from gongkai.commands.console import console
from gongkai.pipeline.job import Options
from gongkai.returns import Params
from tests.conftest import require
from tests.example import mark

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.pipeline.job import Result

NAME = "name: 甲市财政局\nlevel: department\n"
GOOD = """\
year: 2024
disclosure: {rest: 0}
requests: {rest: 0}
disputes: {rest: 0}
signed: 2025-01-10
sections:
  overview: 2024年，主动公开机构职能，没有收到政府信息公开申请；发布前逐级审核，在区政府网站公布，组织培训。
  problems: 人手不足，下一步增加人员。
  other: 2024年，未收取信息处理费。
"""


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one notebook and one organ."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_preface.ipynb").write_bytes((root / "notebooks" / "00_preface.ipynb").read_bytes())
    write(tmp_path, "good", agency=NAME, y2024=GOOD)
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, id_: str, **files: str) -> None:
    """Write an organ's files: ``agency``, ``y2024``."""
    folder = project / "params" / id_
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.removeprefix('y')}.yaml").write_text(text, "utf-8")


def build(project: Path, id_: str, *, strict: bool = False) -> Result:
    """Build the report of 2024 as the command does."""
    options = Options(strict=strict)
    params = Params(project / "params")
    quiet = Console(file=io.StringIO())
    return command.run_build(params, [(id_, 2024)], project / "outputs", options, quiet, jobs=1)[0]


def rows(project: Path) -> list[tuple[str, ...]]:
    """Organ, year, state and reason of every row."""
    found = listing.rows(Params(project / "params"), project / "outputs")
    return [(agency, year, state, reason) for agency, year, state, _, reason in found]


def test_states(project: Path) -> None:
    """A report is unbuilt, then current, then stale with its reason."""
    assert [("good", "2024", "未生成", "")] == rows(project)
    assert "done" == build(project, "good").status
    assert [("good", "2024", "最新", "")] == rows(project)
    write(project, "good", y2024=f"{GOOD}signature: 某局\n")
    assert [("good", "2024", "需要更新", "params/good/2024.yaml变了")] == rows(project)


def test_what_cannot_be_read(project: Path) -> None:
    """Unreadable organs and years are listed with the reason, and do not prevent others from being listed."""
    write(project, "a", agency="name: 乙局\nlevel: citty\n", y2023="year: 2023\n", y2024="year: 2024\n")
    write(project, "b", agency=NAME, y2024="year: 2024\nrequests:\n  nwe: [1]\n  foo: 1\n", y2023="year: 2023\n")
    write(project, "c", agency=NAME)
    write(project, "d", y2024=GOOD)
    assert [
        (
            "a",
            "2023、2024",
            "读不了",
            "params/a/agency.yaml:2：“level”的值“citty”不认识，是不是“city”？可以填：department（部门）、township（乡镇（街道））、office（办公厅（室））、county（县级政府）、ci…",
        ),
        ("b", "2023", "未生成", ""),
        ("b", "2024", "读不了", "params/b/2024.yaml:3：不认识的键“nwe”，是不是“new”？（另有1处）"),
        ("c", "", "没有数据", "请运行 gongkai new c 年度"),
        ("d", "", "读不了", "缺少agency.yaml"),
        ("good", "2024", "未生成", ""),
    ] == rows(project)


def test_broken_notebook(project: Path) -> None:
    """An unreadable notebook is the reason in every row."""
    (project / "notebooks" / "00_preface.ipynb").write_text("{", "utf-8")
    ((agency, _, state, reason),) = rows(project)
    assert ("good", "读不了") == (agency, state)
    assert reason.startswith("notebooks/00_preface.ipynb:1：这一行附近已损坏，不是完好的笔记本")


def test_last_build_failed(project: Path) -> None:
    """A report whose last build failed is listed with the reason until it is built."""
    path = project / "notebooks" / "00_preface.ipynb"
    whole = path.read_text("utf-8")
    notebook = json.loads(whole)
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": "# 新图\n1 / 0"}
    notebook["cells"].append(cell | {"id": "x"})
    path.write_text(json.dumps(notebook), "utf-8")
    assert "failed" == build(project, "good").status
    assert [
        ("good", "2024", "上次失败", "笔记本00_preface，单元格“新图”：ZeroDivisionError：division by zero")
    ] == rows(project)

    path.write_text(whole, "utf-8")
    assert "done" == build(project, "good").status
    assert [("good", "2024", "最新", "")] == rows(project)
    assert ["good"] == [item.name for item in (project / "outputs" / "2024").iterdir()]


def test_placeholder_that_cannot_be_filled(project: Path) -> None:
    """Errors found only by a build are recorded too, until the report is current again."""
    assert "done" == build(project, "good").status
    write(project, "good", y2024=GOOD.replace("未收取", "收取{{ facts.x }}元"))
    assert "failed" == build(project, "good").status
    ((_, _, state, reason),) = rows(project)
    assert (
        "上次失败",
        "params/good/2024.yaml:9：甲市财政局2024年，“sections.other”：占位符“{{ facts.x }}”：facts中没有“x”。",
    ) == (
        state,
        reason,
    )

    write(project, "good", y2024=GOOD)
    assert "skipped" == build(project, "good").status
    assert ["good"] == [item.name for item in (project / "outputs" / "2024").iterdir()]


def test_built_with_errors(project: Path) -> None:
    """A current report with unresolved errors is listed as such."""
    write(project, "good", y2024=GOOD.replace("requests: {", "requests: {new: [1, 0, 0, 0, 0, 0, 1], "))
    errors = build(project, "good").findings["error"]
    assert errors > 0
    assert [("good", "2024", "最新", f"有{errors}处错误没有解决，请勿发布")] == rows(project)


def test_refused_is_no_failure(project: Path) -> None:
    """A refusal by ``--strict`` leaves no record: the report remains unbuilt."""
    write(project, "good", y2024=GOOD.replace("requests: {", "requests: {new: [1, 0, 0, 0, 0, 0, 0], "))
    assert "failed" == build(project, "good", strict=True).status
    assert [("good", "2024", "未生成", "")] == rows(project)
    assert not (project / "outputs").exists()


def test_pipe(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal every report is one line with tabs between columns, however long its reason."""
    monkeypatch.setenv("COLUMNS", "20")
    write(project, "b", agency=NAME, y2024="year: 2024\nrequests:\n  nwe: [1]\n  foo: 1\n")
    assert 0 == listing.run_list(Params(project / "params"), project / "outputs", console())
    assert (
        "机关\t年度\t状态\t名称\t原因\n"
        "b\t2024\t读不了\t甲市财政局\tparams/b/2024.yaml:3：不认识的键“nwe”，是不是“new”？（另有1处）\n"
        "good\t2024\t未生成\t甲市财政局\t\n"
    ) == capsys.readouterr().out


@pytest.mark.parametrize("width", [40, 80, 200])
def test_terminal(width: int) -> None:
    """On a terminal columns are aligned without frames, and a reason that does not fit goes to lines of its own."""
    reason = "params/b/2024.yaml:3：不认识的键“nwe”，是不是“new”？（另有1处）"
    rows = [listing.HEADER, ("b", "2024", "读不了", "甲市财政局", reason), ("good", "2024", "最新", "乙局", "")]
    lines = [line.plain for line in listing.columns(rows, width)]
    assert "机关  年度  状态    名称" == lines[0].removesuffix("原因").rstrip()
    assert "good  2024  最新    乙局" == lines[-1]
    assert (3 if width == 200 else {40: 5, 80: 4}[width]) == len(lines)
    assert reason in "".join(line.strip() for line in lines)
    assert width >= max(map(cell_len, lines))


def test_real_terminal(project: Path) -> None:
    """The command finds the width of a terminal of 80 columns."""
    require("script")
    write(project, "b", agency=NAME, y2024="year: 2024\nrequests:\n  nwe: [1]\n")
    call = f"stty cols 80; {sys.executable} -m gongkai list"
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    done = subprocess.run(
        ["script", "-qec", call, "/dev/null"], cwd=project, env=environment | {"TERM": "xterm"}, check=True,
        capture_output=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    lines = re.sub("\x1b\\[[0-9;]*m", "", done.stdout.decode()).splitlines()
    assert ["机关  年度  状态    名称        原因", "b     2024  读不了  甲市财政局"] == lines[:2]
    assert "good  2024  未生成  甲市财政局" == lines[-1]
    assert 80 >= max(map(cell_len, lines))
