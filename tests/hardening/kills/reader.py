"""Readers that look at reports all the time, as a web server or a person's browser would."""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from gongkai.pipeline import manifest
from gongkai.pipeline.inputs import sha256

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PAUSE = 0.002
"""Seconds between two looks, so that builds get on."""


class Reader:
    """A thread that looks at reports until the block ends.

    Attributes:
        looks: How often it looked.
        missing: How often a report's folder, or its page, was not there.
        mixed: How often a page was not the one that the manifest beside it names.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look at the reports in these folders, which all exist."""
        self.looks = self.missing = self.mixed = 0
        self._folders = folders
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_PAUSE):
            for folder in self._folders:
                self._look(folder)

    def _look(self, folder: Path) -> None:
        self.looks += 1
        try:
            (folder / "report.html").stat()
            handle = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            self.missing += 1
            return
        try:
            with suppress(FileNotFoundError):  # a newer version is in its place, and this one is being removed
                page = _read("report.html", handle)
                made = json.loads(_read(manifest.NAME, handle))
                self.mixed += made["outputs"]["report.html"] != sha256(page)
        finally:
            os.close(handle)


def _read(name: str, folder: int) -> bytes:
    with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()
