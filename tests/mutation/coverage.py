"""Which tests run which code of a room: the blocks of a copy report that they are run, a plug-in of pytest notes by whom."""

from __future__ import annotations

import ast
import builtins
import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import mean
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOOK = "_gongkai_called"
_REPORT = f"if ({_HOOK}_ := __import__('builtins').__dict__.get({_HOOK!r})) is not None: {_HOOK}_(%r)"

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Coverage:
    """What the tests for a room run.

    Attributes:
        calls: The tests that run a block of a function, by module (relative to the package) and first line of the block.
        seconds: Processor seconds of each test, with its child processes, in the order in which they ran.
        failed: Tests that fail without any change.
    """

    calls: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def concerning(self, module: str, source: str, line: int, seconds: float) -> list[str]:
        """The tests that could notice a change: those that run its block first, the room's own before others, cheapest files first.

        Of a change outside functions they are those that run anything of the module, and the room's own that run no function of
        it, as they look at modules themselves. Of one that none runs, as it is in another process, they are those of the file
        that is named after the module. Behind them come the rest of the tests in the files in which a test runs anything of the
        module; where none does, all tests.

        Args:
            module: Where the change is.
            source: Its code, unchanged.
            line: The line of the change.
            seconds: Processor seconds that they may take together; the first one is always among them.
        """
        there = self.calls.get(module, {})
        block = _around(ast.parse(source), line)
        direct = {test for at, tests in there.items() for test in tests if block in {0, at}}
        room, _, rest = module.partition("/")
        if not block:
            running = {test for of in self.calls.values() for tests in of.values() for test in tests}
            direct |= {test for test in self.seconds if test not in running and test.startswith(f"tests/{room}/")}
        mirror = f"tests/{room}/{rest.rpartition('/')[0]}/test_{rest.rpartition('/')[2]}".replace("//", "/")
        direct = direct or {test for test in self.seconds if _file(test) == mirror}
        files = {_file(test) for tests in (*there.values(), direct) for test in tests} or set(map(_file, self.seconds))
        wanted = [test for test in self.seconds if _file(test) in files and test not in self.failed]
        cost = {file: mean(self.seconds[test] for test in wanted if _file(test) == file) for file in map(_file, wanted)}
        order = {test: number for number, test in enumerate(self.seconds)}
        wanted.sort(
            key=lambda t: (t not in direct, not t.startswith(f"tests/{room}/"), cost[_file(t)], _file(t), order[t])
        )
        spent = accumulate(self.seconds[test] for test in wanted)
        return [
            test
            for number, (test, total) in enumerate(zip(wanted, spent, strict=True))
            if not number or total <= seconds
        ]

    def write(self, path: Path) -> None:
        """Write it for :func:`read`."""
        path.write_text(json.dumps([self.calls, self.seconds, self.failed]), "utf-8")


def read(path: Path) -> Coverage:
    """What :meth:`Coverage.write` wrote."""
    calls, seconds, failed = json.loads(path.read_text("utf-8"))
    return Coverage({name: {int(n): tests for n, tests in of.items()} for name, of in calls.items()}, seconds, failed)


def _file(test: str) -> str:
    return test.partition("::")[0]


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """The blocks of statements of each function: its body, and those below it that may be left out when it is called."""
    for function in ast.walk(tree):
        if isinstance(function, _Function):
            for node in ast.walk(function):
                if node is function or not isinstance(node, _Function):
                    blocks = (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
                    yield from (block for block in blocks if isinstance(block, list) and block)


def _around(tree: ast.Module, line: int) -> int:
    """The first line of the innermost block around a line; 0 outside functions."""
    there = [block[0].lineno for block in _blocks(tree) if block[0].lineno <= line <= (block[-1].end_lineno or 0)]
    return max(there, default=0)


def instrument(package: Path, room: str) -> None:
    """Let every block of the functions of a room report that it is run; the files are rewritten."""
    for path in sorted((package / room).rglob("*.py")):
        tree, module = ast.parse(path.read_text("utf-8")), path.relative_to(package).as_posix()
        for block in {id(block): block for block in _blocks(tree)}.values():
            is_docstring = isinstance(block[0], ast.Expr) and isinstance(block[0].value, ast.Constant)
            said = ast.parse(_REPORT % f"{module}:{block[0].lineno}").body
            block[int(is_docstring) : 0] = said
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")


class Recorder:
    """The plug-in."""

    def __init__(self, out: Path) -> None:
        """Write the :class:`Coverage` to ``out``."""
        self._out = out
        self._found: dict[str, dict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._now: set[str] = set()
        self._coverage = Coverage()

    def pytest_collection_finish(self) -> None:
        """Listen; and read files in this process, as calls in another one would not be heard."""
        from gongkai.parsing import watchdog

        setattr(builtins, _HOOK, self._now.add)
        watchdog.read = lambda call, path: call(path)
        watchdog.can_fork = lambda: False  # several files are read one by one then, by the same call

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note what a test runs, with its fixtures."""
        self._now.clear()
        before = os.times()
        yield
        self._coverage.seconds[item.nodeid] = round(sum(os.times()[:4]) - sum(before[:4]), 3)
        for name in list(self._now):
            module, _, line = name.rpartition(":")
            self._found[module][int(line)][item.nodeid] = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note whether a test failed."""
        if report.failed:
            self._coverage.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write what was found."""
        self._coverage.calls = {
            name: {line: list(tests) for line, tests in of.items()} for name, of in self._found.items()
        }
        self._coverage.write(self._out)
