"""``gongkai site`` writes the review site and says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.commands.site import run_site
from gongkai.returns import Params
from tests.commands.test_list import GOOD, NAME, write
from tests.example import mark

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_says_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the first page, the number of organs and of reports, none of which is built here."""
    write(tmp_path, "good", agency=NAME, y2024=GOOD)
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "outputs"
    assert 0 == run_site(Params(tmp_path / "params"), out)
    page = (out / "site" / "index.html").as_posix()
    assert f"已写入{page}：1个机关，已生成的报告0份（其中更新0页）。\n" == capsys.readouterr().out
