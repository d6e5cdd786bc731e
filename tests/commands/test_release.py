"""``gongkai release`` leaves out, and names, the returns that have unresolved errors."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.release import run_release
from gongkai.returns import InputError
from tests.commands.test_check import BAD, GOOD

if TYPE_CHECKING:
    from pathlib import Path

WAIVER = """\
waivers:
  - {rule: R1, cells: ["requests.*"], reason: 如实保留, by: 张三, date: 2023-03-01}
  - {rule: R3, cells: ["requests.*"], reason: 如实保留, by: 张三, date: 2023-03-01}
"""


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """A good return, one with errors, and one whose errors are accepted."""
    for id_, name, text in (("good", "甲局", GOOD), ("bad", "乙局", BAD), ("kept", "丙局", BAD + WAIVER)):
        folder = tmp_path / "params" / id_
        folder.mkdir(parents=True)
        (folder / "agency.yaml").write_text(f"name: {name}\nlevel: department\n", "utf-8")
        (folder / "2022.yaml").write_text(text, "utf-8")
    return tmp_path / "params"


def released(folder: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table of a package."""
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_errors_are_left_out(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A return with unresolved errors is in no table, and is named with what to do; accepted errors do not matter."""
    assert 0 == run_release(params, tmp_path / "out", None)
    shown = capsys.readouterr().out
    assert "已整理2份报告的数据：" in shown
    assert "1份报告有错误没有解决，没有收入：\n  乙局2022年，2处；请运行 gongkai check bad --year 2022\n" in shown
    folder = tmp_path / "out" / "release"
    assert [("good", "0"), ("kept", "0")] == [(row["agency"], row["errors"]) for row in released(folder, "reports")]
    for table in ("agencies", "cells", "returns-2021"):
        assert {"good", "kept"} == {row["agency"] for row in released(folder, table)}


def test_errors_are_marked(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By option they are included and marked with the number of errors."""
    assert 0 == run_release(params, tmp_path / "out", 2022, with_errors=True)
    assert "1份报告有错误没有解决，已在reports表的errors列注明：\n  乙局2022年，2处" in capsys.readouterr().out
    rows = released(tmp_path / "out" / "release-2022", "reports")
    assert [("bad", "2"), ("good", "0"), ("kept", "0")] == [(row["agency"], row["errors"]) for row in rows]


def test_nothing_without_errors(params: Path, tmp_path: Path) -> None:
    """If every return has errors, that is said, and the last package stays."""
    run_release(params, tmp_path / "out", None)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out" / "release").iterdir()}
    for id_ in ("good", "kept"):
        (params / id_ / "2022.yaml").write_text(BAD, "utf-8")
    with pytest.raises(InputError, match="3份报告都有错误没有解决（例如乙局2022年）"):
        run_release(params, tmp_path / "out", None)
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "out" / "release").iterdir()}
