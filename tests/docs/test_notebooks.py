"""The code on the pages about notebooks and charts runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.returns import Figure
from gongkai.sections import drawing
from tests.sections.charts.made import FILES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_code_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames, the modified chart and the new kind of chart behave as the pages say."""
    monkeypatch.chdir(root)
    folder = root / "docs" / "how-to"
    text = "".join((folder / name).read_text("utf-8") for name in ("change-a-notebook.md", "add-a-chart.md"))
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(code, "how-to", "exec"), names)
    section, figure = names["section"], Figure(id="carried", kind="carried", caption="图")
    assert 3001 == section.frame.loc["new", "natural"]
    assert "#8c1d18" in section.figures().blocks[0].data
    made = names["numbers"](section.record, (), figure)
    _, said, *_ = drawing.picture(made.to_frame(), names["draw"], FILES, "x")
    assert "条形图，历年结转下年度的政府信息公开申请：2024年103件。" == said
