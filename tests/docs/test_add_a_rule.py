"""The rule of the how-to works as it is printed there."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

APPLY = """
import sys
from pathlib import Path
from gongkai import rules
from tests.rules import fixtures
rules.__path__.append(sys.argv[1])
rules.registry.import_own(rules.__name__, rules.__path__)
for name in ("bad", "good"):
    case = fixtures.read(Path(sys.argv[1]) / name / "R33.yaml")
    assert case.expect == case.found(), (name, case.found())
    print(name, len(case.expect))
"""


def test_add_a_rule(root: Path, tmp_path: Path) -> None:
    """The module is found where it is put, fires on the bad return and is silent on the good one."""
    text = (root / "docs" / "how-to" / "add-a-rule.md").read_text("utf-8")
    [module] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    bad, good = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "nothing_granted.py").write_text(module, "utf-8")
    for name, fixture in (("bad", bad), ("good", good)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "R33.yaml").write_text(fixture, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", APPLY, str(tmp_path)], cwd=root, capture_output=True, text=True, check=False
    )
    assert ("bad 1\ngood 0\n", "") == (done.stdout, done.stderr)
