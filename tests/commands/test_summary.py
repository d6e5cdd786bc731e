"""The summary printed once all reports are built."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rich.console import Console

from gongkai.commands.summary import slowest, suggest_fonts, summarise
from gongkai.pipeline.job import Result

QUICK = Result("organ-a", 2024, "done", seconds=1.0, sections={"00_preface": 0.1, "03_requests": 0.3})
SLOW = Result("organ-b", 2024, "done", seconds=2.0, sections={"00_preface": 0.5, "03_requests": 0.2})
FAILED = Result("organ-c", 2024, "failed", "机关丙2024年：不行。")


def said(results, **given):
    """What the summary writes."""
    written = io.StringIO()
    summarise(results, Path("outputs"), Console(file=written, width=100), **{"why": False, "timings": False, **given})
    return written.getvalue()


def test_slowest_sections():
    """The slowest sections come first, with how often they ran, median, longest and where."""
    table = slowest([QUICK, SLOW, FAILED])
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert [
        ("00_preface", "2", "0.30", "0.50", "organ-b 2024"),
        ("03_requests", "2", "0.25", "0.30", "organ-a 2024"),
    ] == rows


def test_nothing_ran():
    """If no section ran there is no table."""
    assert slowest([FAILED]) is None


def test_timings_only_if_asked():
    """The slowest sections are for engineers: a build that is logged shows them, another does not."""
    assert ("最慢的部分" in said([QUICK, SLOW]), "最慢的部分" in said([QUICK, SLOW], timings=True)) == (False, True)


def test_every_failure_in_full():
    """Counts, and at the end each failure in its own words."""
    text = said([QUICK, FAILED])
    assert "共2份：已生成1，没有变化0，失败1。" in text
    assert text.rstrip().endswith("机关丙2024年：不行。")


def test_of_many_only_what_changed():
    """Of more than twenty reports those that are current are counted, not listed."""
    current = [Result(f"organ-{n}", 2024, "skipped") for n in range(30)]
    text = said([*current, QUICK])
    assert ["已生成  organ-a 2024  1.0秒  outputs/2024/organ-a"] == [
        line for line in text.splitlines() if "organ-" in line and "秒" in line
    ]
    assert "没有变化30" in text


def test_one_report_is_a_line():
    """A single report is summarised in a line."""
    assert "已生成  organ-a 2024  1.0秒  outputs/2024/organ-a\n" == said([QUICK])


def test_bundled_fonts_come_with_a_line_on_official_ones():
    """A new report with the bundled fonts brings one line on those of official documents, on a terminal; others bring none."""
    new = replace(QUICK, why=("还没有生成",))
    cases = (
        ("bundled", new, True, 1),
        ("office", new, True, 0),
        ("bundled", QUICK, True, 0),
        ("bundled", new, False, 0),
    )
    for named, result, is_terminal, lines in cases:
        written = io.StringIO()
        params: Any = SimpleNamespace(agency=lambda _, named=named: SimpleNamespace(fonts=named))
        suggest_fonts([result, FAILED], params, Console(file=written, width=100, force_terminal=is_terminal))
        assert lines == len(written.getvalue().splitlines())
