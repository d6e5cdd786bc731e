"""Which tests run which code of a room.

In a copy each block of a function sets its byte of a file that all processes share, so that also what runs in a fork, in a kernel or
on a cluster is noted; a plug-in of pytest looks at the file after each test.
"""

from __future__ import annotations

import ast
import json
import mmap
import os
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODE = """
import mmap
with open(%r, "r+b") as file:
    BLOCKS = mmap.mmap(file.fileno(), 0)
"""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Coverage:
    """What the tests for a room run.

    Attributes:
        calls: The tests that run a block of a function, by module (relative to the package) and first line of the block.
        seconds: Processor seconds of each test, with its child processes, in the order in which they ran.
        failed: Tests that fail without any change.
        files: Digests of the files of these tests.
    """

    calls: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def concerning(self, module: str, source: str, line: int, seconds: float) -> list[str]:
        """The tests that could notice a change, those that run its block first.

        Of these come the room's first, then others, the cheapest first. Of a change outside
        functions they are the room's own that run no function of it, as they look at modules themselves, and those that run anything
        of the module. Of one that none runs they are those of the file that is named after the module. Behind them come the rest of
        the tests in the files in which a test runs anything of the module; where none does, all tests.

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
        looking: set[str] = set()
        if not block:
            running = {test for of in self.calls.values() for tests in of.values() for test in tests}
            looking = {test for test in self.seconds if test not in running and test.startswith(f"tests/{room}/")}
        mirror = f"tests/{room}/{rest.rpartition('/')[0]}/test_{rest.rpartition('/')[2]}".replace("//", "/")
        direct = direct | looking or {test for test in self.seconds if _file(test) == mirror}
        files = {_file(test) for tests in (*there.values(), direct) for test in tests} or set(map(_file, self.seconds))
        wanted = [test for test in self.seconds if _file(test) in files and test not in self.failed]
        order = {test: number for number, test in enumerate(self.seconds)}
        wanted.sort(
            key=lambda t: (
                t not in direct, t not in looking, not t.startswith(f"tests/{room}/"), self.seconds[t], order[t],
            )
        )  # fmt: skip
        spent = accumulate(self.seconds[test] for test in wanted)
        return [
            test
            for number, (test, total) in enumerate(zip(wanted, spent, strict=True))
            if not number or total <= seconds
        ]

    def of(self, files: set[str]) -> Coverage:
        """What is known of the tests of some files."""
        calls = {
            module: {line: [test for test in tests if _file(test) in files] for line, tests in blocks.items()}
            for module, blocks in self.calls.items()
        }
        return Coverage(
            calls,
            {test: seconds for test, seconds in self.seconds.items() if _file(test) in files},
            [test for test in self.failed if _file(test) in files],
            {file: digest for file, digest in self.files.items() if file in files},
        )

    def add(self, other: Coverage) -> None:
        """Take what is known of other tests in addition."""
        for module, of in other.calls.items():
            for line, tests in of.items():
                self.calls.setdefault(module, {}).setdefault(line, []).extend(tests)
        self.seconds |= other.seconds
        self.failed += other.failed

    def write(self, path: Path) -> None:
        """Write it for :func:`read`."""
        path.write_text(json.dumps([self.calls, self.seconds, self.failed, self.files]), "utf-8")


def read(path: Path) -> Coverage:
    """What :meth:`Coverage.write` wrote."""
    calls, *rest = json.loads(path.read_text("utf-8"))
    return Coverage({name: {int(n): tests for n, tests in of.items()} for name, of in calls.items()}, *rest)


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


def instrument(package: Path, room: str, out: Path) -> Recorder:
    """Let every block of the functions of a room say that it is run; the files are rewritten.

    Returns:
        The plug-in that notes which tests run them, and writes the :class:`Coverage` to ``out``.
    """
    names: list[str] = []
    for path in sorted((package / room).rglob("*.py")):
        tree, module = ast.parse(path.read_text("utf-8")), path.relative_to(package).as_posix()
        for block in {id(block): block for block in _blocks(tree)}.values():
            said = ast.parse(f"_package.BLOCKS[{len(names)}] = 1").body
            names.append(f"{module}:{block[0].lineno}")
            block[_after_docstring(block) : 0] = said
        future = [
            n for n, node in enumerate(tree.body) if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        ]
        start = future[-1] + 1 if future else _after_docstring(tree.body)
        tree.body[start:start] = ast.parse("import gongkai as _package").body
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")
    shared = package.parent / "blocks"
    shared.write_bytes(bytes(len(names)))
    with (package / "__init__.py").open("a", encoding="utf-8") as file:
        file.write(_CODE % str(shared))
    return Recorder(shared, names, out)


def _after_docstring(block: list[ast.stmt]) -> int:
    return int(bool(block) and isinstance(block[0], ast.Expr) and isinstance(block[0].value, ast.Constant))


class Recorder:
    """The plug-in."""

    def __init__(self, shared: Path, names: list[str], out: Path) -> None:
        """Look at ``shared``, which has a byte for each of the blocks, named by module and line."""
        self._out, self._names = out, names
        with shared.open("r+b") as file:
            self._run = mmap.mmap(file.fileno(), 0)
        self._found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._coverage = Coverage(self._found)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note what a test runs, with its fixtures."""
        self._run[:] = bytes(len(self._run))
        before = os.times()
        yield
        self._coverage.seconds[item.nodeid] = round(sum(os.times()[:4]) - sum(before[:4]), 3)
        for number, is_run in enumerate(self._run[:]):
            if is_run:
                module, _, line = self._names[number].rpartition(":")
                self._found[module][int(line)].append(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note whether a test failed."""
        if report.failed:
            self._coverage.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write what was found."""
        self._coverage.write(self._out)
