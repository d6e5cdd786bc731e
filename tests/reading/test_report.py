"""The names by which a report calls its organ."""

from __future__ import annotations

import pytest

from gongkai.reading.report import organ_of
from gongkai.returns import Agency


@pytest.mark.parametrize(
    ("name", "level", "own"),
    [
        ("清河市东山区应急管理局", "department", {"东山区应急管理局"}),
        ("清河经济技术开发区财政局", "department", {"财政局"}),
        ("东湾新区教育体育局", "department", {"教育体育局"}),
        ("南岛综合实验区公安局", "department", {"公安局"}),
        ("北原省水利厅", "department", {"水利厅"}),
        ("清河市人民政府", "city", {"清河市", "人民政府"}),
    ],
)
def test_own_names(name: str, level: str, own: set[str]) -> None:
    """A report may call its organ without the area, be it a province, a city or a zone with organs of its own."""
    organ = organ_of(Agency.model_validate({"id": "qinghe", "name": name, "level": level}), 2022)
    assert {name, "本机关", *own} == set(organ.own)
