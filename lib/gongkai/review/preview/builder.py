"""Builds the reports that are looked at: one at a time, in a thread, again whenever an input may have changed.

Whether a report is stale, and what of it must be executed, is decided by the builder itself, from the digests of its inputs.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.document.errors import FontError, RenderError
from gongkai.pipeline import manifest, many, publishing
from gongkai.pipeline.job import Options, Result
from gongkai.pipeline.report import build
from gongkai.returns import InputError, Params
from gongkai.review.preview.views import PAGES, View, of_result
from gongkai.run import fork_executor
from gongkai.run.fork_client import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Report = tuple[str, int]
    OnView = Callable[[Report, View], None]
    OnError = Callable[[BaseException], str]

OPTIONS = Options(preview=True, trust=False)
"""How reports are built for the preview: pages only, in a folder of their own."""


class Builder:
    """The reports that are looked at, and what there is to say of each.

    All methods but :meth:`export` and those that run in the thread belong to the event loop.
    """

    def __init__(self, params: Path, out: Path, on_view: OnView, on_error: OnError) -> None:
        """Begin with no report.

        Args:
            params: Folder of inputs.
            out: Folder of outputs.
            on_view: Called in the event loop when there is something new to say of a report.
            on_error: Called in any thread with an error that nobody foresaw; returns a Chinese sentence.
        """
        self._params, self._out = params, out
        self._on_view, self._on_error = on_view, on_error
        self._options = replace(OPTIONS, parallel=many.cores())
        self._thread = ThreadPoolExecutor(1, "preview")
        self._views: dict[Report, View] = {}
        self._looked_at: Counter[Report] = Counter()
        self._stale: dict[Report, None] = {}
        self._wake = asyncio.Event()

    def view(self, report: Report) -> View:
        """What there is to say of a report now."""
        return self._views.get(report, View())

    def open(self, report: Report) -> None:
        """Build a report now and after changes, until it was closed as often as opened."""
        self._looked_at[report] += 1
        self._build_soon(report)

    def close(self, report: Report) -> None:
        """Nobody looks at a report in one place where it was opened."""
        self._looked_at[report] -= 1
        if self._looked_at[report] <= 0:
            del self._looked_at[report]
            self._stale.pop(report, None)

    def changed(self) -> None:
        """Some input may have changed."""
        for report in self._looked_at:
            self._build_soon(report)

    def _build_soon(self, report: Report) -> None:
        self._stale[report] = None
        self._wake.set()

    async def run(self) -> None:
        """Build what is stale, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            if not self._stale:
                self._wake.clear()
                continue
            report = next(iter(self._stale))
            del self._stale[report]

            def on_progress(_stem: str, state: str, report: Report = report) -> None:
                if state in {"run", "wait", "again", "publish"}:
                    loop.call_soon_threadsafe(self._building, report)

            result = await loop.run_in_executor(self._thread, self._build, report, on_progress)
            self._say(report, of_result(result, self._pages(report), self.view(report)))

    def _building(self, report: Report) -> None:
        if (view := self.view(report)).state != "building" and report in self._looked_at:
            self._say(report, replace(view, state="building"))

    def _say(self, report: Report, view: View) -> None:
        self._views[report] = view
        self._on_view(report, view)

    def _build(self, report: Report, on_progress: Callable[[str, str], None]) -> Result:
        """In the thread."""
        try:
            return build(Params(self._params), *report, self._out, self._options, on_progress)
        except (InputError, Unavailable) as error:  # there is no folder of params any more; the server is ending
            message = str(error)
        except Exception as error:  # noqa: BLE001 - it is logged, and the page says so
            message = self._on_error(error)
        return Result(*report, "failed", message)

    def folder(self, report: Report) -> Path:
        """Folder of a report's last good output."""
        return self._options.folder(self._out, *report)

    def _pages(self, report: Report) -> dict[str, str]:
        made = manifest.read(self.folder(report))
        return {name: made.outputs[name] for name in PAGES if name in made.outputs} if made is not None else {}

    async def export(self, report: Report, name: str) -> bytes | None:
        """A file of the last good output in a format that previews leave out; ``None`` if there is no such format or output.

        What its reader would miss, or why it cannot be made, is among the warnings of the report from now on.

        Raises:
            RenderError: It cannot be made; the message says why.
        """
        loop = asyncio.get_running_loop()
        try:
            made = await loop.run_in_executor(self._thread, publishing.export, self.folder(report), name, self._params)
        except (FontError, RenderError) as error:
            self._warn(report, [f"没有生成{name}。{error}"])
            raise
        if made is None:
            return None
        content, warnings = made
        self._warn(report, warnings)
        return content

    def _warn(self, report: Report, warnings: list[str]) -> None:
        """Add warnings to what there is to say of a report."""
        view = self.view(report)
        if new := tuple(one for one in dict.fromkeys(warnings) if one not in view.warnings):
            self._say(report, replace(view, warnings=(*view.warnings, *new)))

    def stop(self) -> None:
        """End what is being built, with the processes that execute it."""
        self._stale.clear()
        with suppress(Unavailable):
            fork_executor.terminate_all(self._thread)
