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


def write(page: Path, text: str, tried: int) -> Path:
    """Write a page, or, if it has the figures of a run that tried more, a page of the same name in :data:`ELSEWHERE`; says so.

    Args:
        page: The page.
        text: Its new content.
        tried: How much was tried, as in the content.

    Returns:
        The page that was written.
    """
    there = _TRIED.search(page.read_text("utf-8")) if page.is_file() else None
    if there is not None and tried < (before := int(there[1].replace(",", ""))):
        longer, page = page, ELSEWHERE / page.name
        print(f"{longer} has the figures of a longer run, {before:,} tries instead of {tried:,}, and stays", flush=True)
        page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, "utf-8")
    print(f"written: {page}", flush=True)
    return page


def circumstances() -> str:
    """When, and how busy the machine was in the last quarter of an hour, for figures in seconds."""
    today = dt.datetime.now(dt.UTC).date()
    load = f", load average {os.getloadavg()[2]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{today.day} {today:%B %Y}, {os.cpu_count()} processors{load}"
