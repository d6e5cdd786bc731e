"""Where figures are written: a short run must not replace those of a long one."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ELSEWHERE = ROOT / "build" / "hardening"
"""Folder for the figures of runs shorter than those in ``docs``."""

_TRIED = re.compile(r"^([\d,]+) (?:attacks|files) ", re.MULTILINE)
"""How a page says how much was tried."""

_RELIABILITY = ROOT / "docs" / "reliability.md"


def write(page: Path, text: str, tried: int) -> Path:
    """Write a page, or, if it has the figures of a run that tried more, a page of the same name in :data:`ELSEWHERE`; says so.

    Args:
        page: The page.
        text: Its new content.
        tried: How much was tried, as in the content.

    Returns:
        The page that was written.
    """
    shorter = _is_shorter(page, page.read_text("utf-8") if page.is_file() else "", tried)
    return _written(ELSEWHERE / page.name if shorter else page, text)


def write_figures(name: str, figures: str, tried: int, page: Path = _RELIABILITY) -> Path:
    """Replace figures within a page, between two comments; those of a shorter run are written alone into :data:`ELSEWHERE`.

    Args:
        name: Of the figures, as in the comments.
        figures: Markdown.
        tried: How much was tried, as in the figures.
        page: The page.

    Returns:
        The page that was written.
    """
    begin, end = f"<!-- figures of {name}: made by `make harden` -->\n", f"<!-- end of figures of {name} -->\n"
    above, _, rest = page.read_text("utf-8").partition(begin)
    before, found, below = rest.partition(end)
    if not found:
        msg = f"{page} has no place for figures of {name}"
        raise ValueError(msg)
    if _is_shorter(page, before, tried):
        return _written(ELSEWHERE / f"{name}.md", figures)
    return _written(page, f"{above}{begin}\n{figures}\n{end}{below}")


def _is_shorter(page: Path, before: str, tried: int) -> bool:
    """Whether a run tried less than the one whose figures are there."""
    there = _TRIED.search(before)
    if there is None or tried >= (longer := int(there[1].replace(",", ""))):
        return False
    print(f"{page} has the figures of a longer run, {longer:,} tries instead of {tried:,}, and stays", flush=True)
    return True


def _written(page: Path, text: str) -> Path:
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, "utf-8")
    print(f"written: {page}", flush=True)
    return page


def circumstances() -> str:
    """When, and how busy the machine was in the last quarter of an hour, for figures in seconds."""
    today = dt.datetime.now(dt.UTC).date()
    load = f", load average {os.getloadavg()[2]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{today.day} {today:%B %Y}, {os.cpu_count()} processors{load}"
