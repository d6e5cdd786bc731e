"""Progress on the terminal and in logs while reports are built."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Column

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console

    from gongkai.pipeline.job import Result

_NAMED = 3
"""Running sections that are named beside the bar."""


class Watch:
    """A progress bar with counts, rate, time left and running sections; without a terminal, one line per report.

    Attributes:
        counts: Reports by status: ``done``, ``skipped``, ``failed``.
    """

    def __init__(self, console: Console, total: int, *, skipped: int = 0, log: bool) -> None:
        """Watch ``total`` reports, of which ``skipped`` are current; ``log`` also prints a line for each section."""
        self.console, self.total, self.sections = console, total, log
        self.counts = Counter({"skipped": skipped})
        self._reports = log or (total > 1 and not console.is_terminal)
        self._started = time.perf_counter()
        self._running: dict[tuple[str, int], str] = {}
        columns = (
            SpinnerColumn(), BarColumn(bar_width=24), _fixed("{task.completed:.0f}/{task.total:.0f}"),
            _fixed("{task.fields[counts]}"), TextColumn("{task.description}", table_column=_rest()),
        )  # fmt: skip
        self._bars = Progress(
            *columns, console=console, transient=True, expand=True, disable=log or not console.is_terminal
        )
        self._bar = self._bars.add_task("", total=total, counts="")

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bars.start()
        self._show()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the bar."""
        self._bars.stop()

    def section(self, agency: str, year: int, stem: str, state: str) -> None:
        """Report that a section is running, done or kept."""
        self._running[agency, year] = stem
        if self.sections:
            self._line(event="section", agency=agency, year=year, section=stem, state=state)
        self._show()

    def done(self, result: Result) -> None:
        """Report that a report is done, skipped or failed."""
        self.counts[result.status] += 1
        self._running.pop((result.agency, result.year), None)
        if self._reports and result.status != "skipped":
            self._line(event="report", agency=result.agency, year=result.year, status=result.status,
                       seconds=f"{result.seconds:.2f}", number=f"{self.counts.total()}/{self.total}",
                       left=f"{self.left():.0f}")  # fmt: skip
        self._show()

    def rate(self) -> float:
        """Reports per minute, not counting those that were current."""
        made = self.counts["done"] + self.counts["failed"]
        return made / max(1e-9, time.perf_counter() - self._started) * 60

    def left(self) -> float:
        """Estimated seconds remaining at the rate so far; 0 before the first report."""
        rate = self.rate()
        return (self.total - self.counts.total()) / rate * 60 if rate else 0

    def _show(self) -> None:
        counts, seconds = self.counts, self.left()
        done, skipped, failed = (counts[status] for status in ("done", "skipped", "failed"))
        said = f"生成{done} 跳过{skipped} 失败{failed}"
        if seconds:
            said += f" 每分钟{self.rate():.0f}份 还要{seconds // 60:.0f}:{seconds % 60:02.0f}"
        now = "、".join(f"{agency}:{stem}" for (agency, _), stem in list(self._running.items())[:_NAMED])
        self._bars.update(self._bar, description=now, completed=counts.total(), counts=said)

    def _line(self, **fields: object) -> None:
        """A line of ``key=value`` pairs, beginning with the seconds since the start."""
        said = " ".join(f"{key}={value}" for key, value in fields.items())
        passed = time.perf_counter() - self._started
        self.console.print(f"{passed:8.2f} {said}", soft_wrap=True, markup=False, highlight=False)


def _fixed(text: str) -> TextColumn:
    return TextColumn(text, table_column=Column(no_wrap=True))


def _rest() -> Column:
    """The details that a narrow terminal cuts off first."""
    return Column(no_wrap=True, overflow="ellipsis", ratio=1)
