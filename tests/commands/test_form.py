"""``gongkai form`` writes the Excel form of an organ and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.commands.form import run_form
from gongkai.returns import InputError
from tests.excel.test_form import read

if TYPE_CHECKING:
    from pathlib import Path


def folder(path: Path) -> Path:
    """A params folder with the sample organ and two years."""
    organ = path / "params" / "lab-ju"
    organ.mkdir(parents=True)
    (organ / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")
    (organ / "2023.yaml").write_text("year: 2023\nrequests:\n  carried_out: [2, 0, 0, 0, 0, 0, 2]\n", "utf-8")
    return path / "params"


def test_command(tmp_path: Path) -> None:
    """Gongkai form writes the form with last year's carry-over, and never overwrites an existing file."""
    params = folder(tmp_path)
    assert run_form("lab-ju", 2024, params, tmp_path) == 0
    path = tmp_path / "lab-ju-2024.xlsx"
    assert read(path).row("requests.carried_in") == [2, 0, 0, 0, 0, 0, 2]
    with pytest.raises(InputError, match="已经存在，可能已有人填写"):
        run_form("lab-ju", 2024, params, path)


@pytest.mark.parametrize(
    ("carried_out", "said"),
    [("[2, 0, 0, 0, 0, 0, 2]", "已带入2023年的结转数"), ("null", "2023年没有填写结转数，未带入")],
)
def test_command_says_what_was_carried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], carried_out: str, said: str
) -> None:
    """Gongkai form reports last year's carry-over only if the form has it."""
    params = folder(tmp_path)
    (params / "lab-ju" / "2023.yaml").write_text(f"year: 2023\nrequests:\n  carried_out: {carried_out}\n", "utf-8")
    run_form("lab-ju", 2024, params, tmp_path)
    assert f"（{said}）。" in "".join(capsys.readouterr().err.split())


def test_command_for_a_year_without_form(tmp_path: Path) -> None:
    """Gongkai form for a year before the forms is wrong input, not a crash."""
    with pytest.raises(InputError, match="2018年没有适用的表式"):
        run_form("lab-ju", 2018, folder(tmp_path), tmp_path)
