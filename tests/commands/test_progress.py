"""Progress on the terminal and in logs while reports are built."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from gongkai.commands.progress import Watch
from gongkai.pipeline.job import Result

DONE = Result("organ-a", 2024, "done", seconds=1.25)
FAILED = Result("organ-b", 2024, "failed", "机关乙2024年：不行。", seconds=0.5)
SKIPPED = Result("organ-c", 2024, "skipped")


def watched(results, *, terminal=False, log=False, total=3, width=100):
    """What is written while results come; numbers of seconds are left out."""
    written = io.StringIO()
    with Watch(Console(file=written, force_terminal=terminal, width=width), total, log=log) as watch:
        watch.section("organ-a", 2024, "00_preface", "run")
        for result in results:
            watch.done(result)
        watch.section("organ-d", 2024, "03_requests", "run")
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", written.getvalue())
    return [re.sub(r"\d+\.\d\d", "T", line).strip() for line in re.split(r"[\r\n]+", text) if line.strip()]


def test_logs_a_line_a_report():
    """Without a terminal each report is a line of key=value with its number; current reports are omitted."""
    expected = [
        "T event=report agency=organ-a year=2024 status=done seconds=T number=1/3 left=0",
        "T event=report agency=organ-b year=2024 status=failed seconds=T number=3/3 left=0",
    ]
    assert expected == watched([DONE, SKIPPED, FAILED])


def test_logs_sections_when_asked():
    """With a log each section is a line too, also on a terminal, and there is no bar."""
    expected = [
        "T event=section agency=organ-a year=2024 section=00_preface state=run",
        "T event=report agency=organ-a year=2024 status=done seconds=T number=1/3 left=0",
        "T event=section agency=organ-d year=2024 section=03_requests state=run",
    ]
    assert expected == watched([DONE], terminal=True, log=True)


def test_one_report_is_not_logged():
    """A single report is not logged before its end."""
    assert [] == watched([DONE], total=1)


@pytest.mark.parametrize("width", [80, 120])
def test_bar(monkeypatch, width):
    """A terminal sees counts, rate, time left and what runs, in Chinese in any locale; a narrow one loses only what runs."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    last = watched([DONE, SKIPPED], terminal=True, width=width)[-1]
    assert "2/3 生成1 跳过1 失败0 每分钟" in last
    assert "还要" in last
    assert (width > 80) == ("organ-d:03_requests" in last)


def test_rate_counts_what_was_made():
    """Current reports take no time and do not increase the rate."""
    watch = Watch(Console(file=io.StringIO()), 3, log=False)
    watch.done(SKIPPED)
    assert (0, 0) == (watch.rate(), watch.left())
    watch.done(DONE)
    assert watch.rate() > 0
    assert watch.left() > 0
