"""The state that a fork server was started from, to detect servers that are out of date."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.run import environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "MPL", "HOME", "XDG_")
"""Prefixes of the environment variables that an interpreter or a preloaded library reads when it starts."""


def lib_stamp(variables: Mapping[str, str] | None = None) -> tuple[object, ...]:
    """Package files, installed distributions and environment: a change of any requires a new server.

    Args:
        variables: Environment of the server's children; by default that of a kernel of a build.
    """
    code = sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in _files(str(Path(__file__).parents[1])))
    folders = [Path(path) for path in sys.path if path.endswith("-packages")]
    installed = [(str(folder), folder.stat().st_mtime_ns) for folder in folders if folder.is_dir()]
    given = environment.of_kernel() if variables is None else variables
    read = sorted((name, value) for name, value in given.items() if name.startswith(_AT_START))
    return tuple(code), tuple(installed), tuple(read)


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif not entry.name.startswith("."):
                yield entry.path, entry.stat()
