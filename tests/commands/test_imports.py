"""A command imports what it needs: to find that nothing changed needs neither notebooks nor rules nor renderers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.commands.test_list import GOOD, NAME, write
from tests.example import mark

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    "jinja2", "jsonschema", "matplotlib", "mistune", "nbconvert", "nbformat", "pandas", "papermill", "pikepdf",
    "ruamel.yaml", "typst", "gongkai.forms.registry", "gongkai.prose", "gongkai.rules", "gongkai.sections.loading", "gongkai.publish",
    "gongkai.document.blocks", "gongkai.document.html", "gongkai.document.pdf", "gongkai.run.servers",
}  # fmt: skip
"""What takes long to import, and what starts the fork server."""

RUN = """
import json, sys
from gongkai import cli
sys.argv[1:] = json.loads(sys.argv[1])
try:
    cli.main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A project with one notebook and one organ, whose report is built."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "00_preface.ipynb").write_bytes((root / "notebooks" / "00_preface.ipynb").read_bytes())
    write(folder, "good", agency=NAME, y2024=GOOD)
    mark(folder)
    run(folder, "build", "good")
    return folder


def run(project: Path, *command: str) -> tuple[str, set[str]]:
    """Standard output of a command, and the modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", RUN, json.dumps(command)],
        cwd=project, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=True,
    )  # fmt: skip
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("command", "shown"),
    [(("--help",), "Usage"), (("build", "--help"), "Usage"), (("list",), "最新"), (("build", "good"), "没有变化")],
)
def test_little_is_imported(project: Path, command: tuple[str, ...], shown: str) -> None:
    """Help, the list and a build with nothing to do import nothing that only a stale report needs."""
    out, modules = run(project, *command)
    assert shown in out
    assert set() == HEAVY & modules


def test_stale_report_is_built(project: Path) -> None:
    """A build imports the modules that the test looks for, so that the test would find them."""
    out, modules = run(project, "build", "good", "--force")
    assert "已生成" in out
    other = {
        "matplotlib",
        "nbconvert",
        "pandas",
        "papermill",
        "gongkai.sections.loading",
    }  # imported by the fork server, or by other ways to execute
    assert HEAVY - other == (HEAVY & modules) - other
