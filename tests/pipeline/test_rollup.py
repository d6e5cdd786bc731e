"""``build --strict`` refuses a roll-up while a member has not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.pipeline import report
from gongkai.pipeline.job import Options
from gongkai.returns import Params
from tests.jurisdiction import YEAR, city

if TYPE_CHECKING:
    from pathlib import Path


def test_strict_refuses(tmp_path: Path) -> None:
    """The member is named, and nothing is built."""
    (city(tmp_path / "params") / "gongan" / f"{YEAR}.yaml").unlink()
    result = report.build(Params(tmp_path / "params"), "xian", YEAR, tmp_path / "outputs", Options(strict=True))
    assert ("failed", True) == (result.status, result.is_refused)
    assert "汇总还缺东山县公安局的数据，按--strict不发布" in result.message
    assert not (tmp_path / "outputs" / str(YEAR)).exists()
