"""The page to choose a report: every organ and year with its state, whatever they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import bs4
import pytest

from gongkai.review.preview import choice
from tests.commands.test_list import GOOD, NAME, write
from tests.example import mark

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><script>alert(1)</script>甲&乙局"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Organs with a year, with a broken file, without a year, and with a hostile name."""
    write(tmp_path, "good", agency=NAME, y2024=GOOD)
    write(tmp_path, "坏 的", agency="name: 乙市财政局\nlevel: department\n", y2024=GOOD, y2025="year: [\n")
    write(tmp_path, "none", agency=f"name: '{HOSTILE}'\nlevel: department\n")
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cells(page: str) -> dict[str, list[tuple[str, str]]]:
    """Address and text of each link, by the name of the organ."""
    rows = bs4.BeautifulSoup(page, "lxml").select("tbody tr")
    return {
        str(row.th.contents[0]): [(unquote(str(link["href"])), link.text) for link in row.select("a")] for row in rows
    }


def test_states(project: Path) -> None:
    """Each report leads to its page and shows its state; an organ without a year is listed."""
    page = choice.page(project / "params", project / "outputs")
    found = cells(page)
    assert 3 == len(found)
    assert [("/good/2024/", "填报中")] == found["甲市财政局"]
    assert [("/坏 的/2024/", "填报中"), ("/坏 的/2025/", "读不了")] == found["乙市财政局"]
    assert "3个机关，3份报告" in page
    assert "alert(1)</script>" not in page


def test_many(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many reports the states are not looked at, which would take too long, and the page says where they are."""
    monkeypatch.setattr(choice, "MOST", 2)
    page = choice.page(project / "params", project / "outputs")
    assert [("/坏 的/2024/", "打开"), ("/坏 的/2025/", "打开")] == cells(page)["乙市财政局"]
    assert "gongkai site" in page


def test_empty(tmp_path: Path) -> None:
    """Without an organ the page says how to make one."""
    (tmp_path / "params").mkdir()
    assert "gongkai new" in choice.page(tmp_path / "params", tmp_path / "outputs")
