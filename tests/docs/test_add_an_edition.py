"""The page on editions and levels is true: what it tells to type gives an edition and a level."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns import Params
from tests.conftest import require

if TYPE_CHECKING:
    from pathlib import Path


def test_page(root: Path, tmp_path: Path) -> None:
    """The commands of the page make the form of 2026 from that of 2021, and its example a level with its names."""
    page = (root / "docs" / "how-to" / "add-an-edition.md").read_text("utf-8")
    commands = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
    level = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert commands is not None
    assert level is not None
    (tmp_path / "lib" / "gongkai" / "forms").mkdir(parents=True)
    shutil.copy(root / "lib" / "gongkai" / "forms" / "2021.yaml", tmp_path / "lib" / "gongkai" / "forms")
    subprocess.run([require("sh"), "-ec", commands[1]], cwd=tmp_path, check=True, timeout=60)
    (tmp_path / "params" / "forms" / "levels.yaml").write_text(level[1], "utf-8")
    try:
        Params(tmp_path / "params")
        new = forms.edition_for(2026)
        assert ("2026", "五、存在的主要问题和改进措施") == (new.id, new.section("problems").title)
        assert "2021" == forms.edition_for(2025).id
        assert ("zone", True) == forms.level_of("清河经济开发区管理委员会")
    finally:
        forms.use(None)
