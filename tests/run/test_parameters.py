"""Parameters given by papermill, with its own engine and Gongkai's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example import AGENCY, YEAR


def papermill(root: Path, out: Path, params: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and output of papermill on a notebook."""
    notebook = root / "notebooks" / "06_other.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", notebook, out, "--no-progress-bar", "-p", "params", params, *arguments],
        capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False,
        cwd=out.parent,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("engine", [(), ("--engine", "gongkai")])
def test_wrong_name(root: Path, tmp_path: Path, params: Path, engine: tuple[str, ...]) -> None:
    """A parameter that the notebook does not have ends the run with a sentence that names those that it has."""
    code, said = papermill(
        root, tmp_path / "out.ipynb", params, *engine, "-p", "agecny", AGENCY, "-p", "year", str(YEAR)
    )
    assert code == 1
    assert "InputError: 笔记本没有参数“agecny”，是不是“agency”？可以用的参数：agency、year、params。" in said
    assert "--" not in said.partition("InputError: ")[2].splitlines()[0]


def test_chinese_name(root: Path, tmp_path: Path, params: Path) -> None:
    """An organ can be given by its Chinese name."""
    code, said = papermill(
        root, tmp_path / "out.ipynb", params, "-p", "agency", "环翠区应急管理局", "-p", "year", str(YEAR)
    )
    assert code == 0, said
    assert "六、其他需要报告的事项" in (tmp_path / "out.ipynb").read_text("utf-8")
