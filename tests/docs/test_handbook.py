"""The handbook: its commands work, its site is complete and asks no other host for anything."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import require
from tests.docs import handbook_pages
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs" / "handbook"
PAGES = sorted(path.stem for path in HANDBOOK.glob("*.md"))
PICTURES = sorted(path.name for path in (HANDBOOK / "images").iterdir())


@pytest.mark.parametrize("page", [page for page in PAGES if page != "whole-year"])  # tests/reports/test_wheel_year.py
def test_commands(page: str, tmp_path: Path) -> None:
    """Every command of a page works in the order of the page, with the exit code and the output that it shows."""
    path = HANDBOOK / f"{page}.md"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    handbook_pages.programs(tmp_path / "bin", free_port(), set(project["optional-dependencies"]))
    (tmp_path / "work").mkdir()
    wrong = handbook_pages.run(path, tmp_path / "work", tmp_path / "bin", Path(__file__).parent / "handbook")
    assert [] == wrong, "\n\n".join(wrong)


def test_wrong_commands_are_found(tmp_path: Path) -> None:
    """A command that fails, an exit code and a line of output that are not so are found."""
    page = tmp_path / "page.md"
    page.write_text(
        "---\nsetup: echo 甲 > a\n---\n```sh\ncat a\n```\n```output\n乙\n```\n```sh\ncat b\nfalse # 退出码2\n```\n",
        "utf-8",
    )
    (tmp_path / "work").mkdir()
    (tmp_path / "bin").mkdir()
    wrong = handbook_pages.run(page, tmp_path / "work", tmp_path / "bin", tmp_path)
    assert ["not in the output: 乙", "exit code 1: cat b", "exit code 1: false # 退出码2"] == [
        each.splitlines()[0] for each in wrong
    ]


def test_pictures() -> None:
    """Every picture is made by the script, used by a page with words for those who cannot see it, and small."""
    require("chromium")
    from docs import pictures

    texts = "".join((HANDBOOK / f"{page}.md").read_text("utf-8") for page in PAGES)
    used = {file: alt for alt, file in re.findall(r"!\[([^\]]*)\]\(images/([^)]+)\)", texts)}
    assert sorted(pictures.PICTURES) == PICTURES == sorted(used)
    assert [] == [file for file, alt in used.items() if not alt]
    assert [] == [name for name in PICTURES if (HANDBOOK / "images" / name).stat().st_size >= 150_000]
    for name in PICTURES:
        with Image.open(HANDBOOK / "images" / name) as image:
            assert "PNG" == image.format
