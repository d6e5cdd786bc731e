"""Run tests in a fork that has imported pytest and the libraries, but nothing of the code that is changed."""

from __future__ import annotations

import importlib
import math
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIBRARIES = (
    "bs4", "docx", "hypothesis", "jinja2", "lxml.etree", "mistune", "nbformat", "numpy", "openpyxl", "pandas", "pdfplumber",
    "pydantic", "ruamel.yaml", "typer.testing",
)  # fmt: skip
_OPTIONS = ("-p", "no:xdist", "--timeout=0")
"""Of pytest: in one process, and without a limit by the clock, which a busy machine would exceed."""
_LOOK, _IDLE, _STILL = 2, 30, 0.3
"""Every so many seconds it is looked what tests do. Bounded ones never end if for so many they take no more than so many of a processor."""
_UNDECIDED = -1
_MEMORY = 8_000_000_000
"""Address space that a test run may have: a change can make a loop that only collects."""


def preload() -> None:
    """Import what most tests need."""
    for name in _LIBRARIES:
        importlib.import_module(name)


class Outcome(NamedTuple):
    """What came of a test run.

    Attributes:
        code: The exit code of pytest; ``None`` if the tests never end, or the process died; negative if the machine had no time for them.
        failed: The test that failed, if one did.
    """

    code: int | None
    failed: str = ""

    @property
    def is_noticed(self) -> bool:
        """Whether a test failed, could not be collected (nor perhaps its conftest), or did not end; not if there was none to run."""
        return self.code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED, _UNDECIDED}


class _Chosen:
    """A plug-in: runs the chosen tests in their order, and shrinks no example of hypothesis."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: number for number, test in enumerate(tests)}
        self.failed = ""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutation", deadline=None, database=None, phases=[Phase.explicit, Phase.generate], derandomize=True
        )
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self._order), key=lambda i: self._order[i.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid


def run(
    root: Path,
    tests: Sequence[str],
    seconds: float,
    log: Path,
    *,
    processor: float = float("inf"),
    plugins: Sequence[Any] = (),
) -> Outcome:
    """Run tests in a fork, until the first one fails.

    Args:
        root: The checkout to test: its code and its tests.
        tests: Which, in this order; folders or files with ``plugins``.
        seconds: How long they may take, by the clock; what is not over then is not decided.
        log: Where their output goes.
        processor: Processor seconds that they may take, with all processes that they start.
        plugins: Plug-ins of pytest that run instead of choosing.
    """
    back, out = os.pipe()
    child = os.fork()
    if child == 0:
        _child(root, tests, log, out, processor, plugins)
    os.close(out)
    try:
        said = _wait(back, child, seconds, processor)
    finally:
        os.close(back)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    code, _, failed = said.partition(" ")
    return Outcome(int(code) if code else None, failed)


def _wait(back: int, child: int, seconds: float, processor: float) -> str:
    """What a process says, or nothing if it will never say anything."""
    end, idle, seen = time.monotonic() + seconds, time.monotonic() + _IDLE, 0.0
    while not select.select([back], [], [], _LOOK)[0]:
        now, used = time.monotonic(), _used(child)
        if used > seen + _STILL:
            idle, seen = now + _IDLE, used
        if used > processor or (now > idle and math.isfinite(processor)):
            return ""
        if now > end:
            return f"{_UNDECIDED} "
    return os.read(back, select.PIPE_BUF).decode()


def _used(process: int) -> float:
    """Processor seconds of a process and of those that it started."""
    used = 0.0
    with suppress(psutil.Error):
        started = psutil.Process(process)
        for one in (started, *started.children(recursive=True)):
            with suppress(psutil.Error):
                used += sum(one.cpu_times()[:4])
    return used


def _child(root: Path, tests: Sequence[str], log: Path, out: int, processor: float, plugins: Sequence[Any]) -> NoReturn:
    try:
        os.setsid()
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(handle, stream)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        if math.isfinite(processor):
            most = math.ceil(sum(os.times()[:2]) + processor)
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        for name in [name for name in sys.modules if name.partition(".")[0] in {"tests", "gongkai"}]:
            del sys.modules[name]
        sys.path[:0] = [str(root), str(root / "lib")]
        os.environ["PYTHONPATH"] = str(root / "lib")  # of the processes that tests start
        os.chdir(root)
        if plugins:
            code, failed = pytest.main([*_OPTIONS, *tests], plugins=list(plugins)), ""
        else:
            files, chosen = list(dict.fromkeys(test.partition("::")[0] for test in tests)), _Chosen(tests)
            code = pytest.main(["-x", *_OPTIONS, *files], plugins=[chosen])
            failed = chosen.failed
        os.write(out, f"{int(code)} {failed}".encode())
    finally:
        os._exit(0)
