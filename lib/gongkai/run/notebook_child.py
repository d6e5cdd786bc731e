"""Children of a fork server that run the cells of a build's notebook and report their outputs."""

from __future__ import annotations

import base64
import contextlib
import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import seed
from gongkai.run import messages, shell, warmup
from gongkai.run.preload import freeze, preload_libraries, preload_pandas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection


class NotebookChild:
    """Handles requests to run a notebook.

    A request has ``cells`` (position and source of each), ``seed`` (an integer or null) and ``inputs`` (folder of
    params, organ and year that the cells are going to read, and files parsed and successions found already; may be empty).

    Attributes:
        shell: The shell that children inherit.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Import everything, after creating the shell, which libraries look for.

        Args:
            folder: Folder of temporary folders that goes with the server, however that ends; by default the system's.
        """
        self.shell = shell.make(folder)
        preload_libraries()
        preload_pandas()
        if self.shell.display_formatter is not None:
            self.shell.display_formatter.format(1)  # type: ignore[no-untyped-call]  # makes its formatters
        self._is_warm = False
        freeze()

    def prepare(self, request: Mapping[str, Any]) -> None:
        """Import and parse in the server what this child and its siblings would otherwise each do."""
        with contextlib.suppress(Exception):  # the notebook will report errors in the inputs
            inputs = request["inputs"]
            if inputs.get("agency") is None:
                return
            _parse(**inputs)
            if not self._is_warm:
                self._is_warm = True  # even if it fails: once is enough
                warmup.run(self.shell, inputs["params"], inputs["agency"], inputs["year"])
                gc.freeze()

    def run(self, request: Mapping[str, Any], connection: Connection) -> int:
        """Run the cells in this process; returns its exit code.

        Sends the events of :func:`gongkai.run.shell.run`, then ``{"end": true}``.
        """
        for output in (1, 2):
            os.dup2(0, output)  # the null device
        _add_working_directory()
        seed.at_first_cell(self.shell, request["seed"])
        on_event = partial(messages.send, connection)
        shell.run(self.shell, [(int(position), source) for position, source in request["cells"]], on_event)
        on_event({"end": True})
        return 0


def _parse(
    params: str | None,
    agency: str,
    year: int,
    parsed: str | None = None,
    successions: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Parse the returns of an organ up to a year, unless the caller did; the package caches them by content."""
    from gongkai.returns import Params, succession
    from gongkai.returns.parse_cache import CACHE, FEW

    CACHE.limit = FEW
    if parsed is not None:
        CACHE.take(base64.b64decode(parsed))
    found = None if successions is None else {key.encode("latin-1"): tuple(ids) for key, ids in successions.items()}
    succession.take(Path(params or ""), found)
    inputs = Params(params)
    for known in inputs.years(agency):
        if known <= year:
            inputs.load(agency, known)
    inputs.history(agency, year)


def _add_working_directory() -> None:
    """Put the working directory behind the standard library in ``sys.path``, as a kernel does."""
    if "" not in sys.path:
        places = [n for n, path in enumerate(sys.path) if Path(path).name in {"site-packages", "dist-packages"}]
        sys.path.insert(places[0] if places else len(sys.path), "")
