"""``gongkai preview`` as it runs for a person: the command in a process of its own, on a project in a temporary folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.example import AGENCY, mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Shells let programs in the background ignore Ctrl-C, and so would tests that run there.
RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from gongkai import cli
sys.argv[0] = "gongkai"
cli.main()
"""


@dataclass
class Running:
    """The running command.

    Attributes:
        project: Folder of the project.
        process: The process.
        url: The address that it printed, with the token.
    """

    project: Path
    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        """Where it listens."""
        found = urlsplit(self.url).port
        assert found is not None
        return found

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal and wait; the exit code and what was printed since."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=60)
        return self.process.returncode, said


def project(folder: Path, root: Path, stems: tuple[str, ...] | None = None) -> Path:
    """A project with the example's inputs and the notebooks of the checkout, or some of them."""
    shutil.copytree(root / "params" / AGENCY, folder / "params" / AGENCY)
    (folder / "notebooks").mkdir()
    for path in (root / "notebooks").glob("*.ipynb"):
        if stems is None or path.stem in stems:
            shutil.copy(path, folder / "notebooks")
    mark(folder)
    return folder


@contextmanager
def running(project: Path, *arguments: str) -> Iterator[Running]:
    """Run the command until the block ends, unless it has ended before."""
    pytest.importorskip("watchfiles", reason="the environment is older than requirements.lock: run make again")
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", RUN, "--project", str(project), "preview", *arguments, "--no-browser"],
        cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        if found is None:
            said += process.communicate(timeout=60)[0]
        assert found is not None, said
        yield Running(project, process, found[0])
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)
