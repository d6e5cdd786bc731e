"""Writing the site: a page that is up to date is not made again, one whose report is gone is removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.pipeline import inputs, manifest
from gongkai.pipeline.job import Options
from gongkai.review.site import by_rule, collect, portfolio
from gongkai.review.site.index import index
from gongkai.review.site.report_page import report_page

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from gongkai.returns import Params
    from gongkai.review.site.collect import Organ
    from gongkai.rules import Finding

FOLDER = "site"
"""Folder of the site in the outputs."""

RECORD = "pages.json"
"""Digests of what the pages of reports and of governments were made from."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        page: The first page.
        organs: Number of organs.
        reports: Number of reports that have a page.
        made: Number of these pages that were written again.
        governments: Number of governments that have a page about all organs below them.
        refused: Why a government with members has none.
    """

    page: Path
    organs: int
    reports: int
    made: int
    governments: int = 0
    refused: tuple[str, ...] = ()


def write_site(params: Params, out: Path, today: dt.date, progress: Progress = lambda _: None) -> Written:
    """Write the site into ``<out>/site``; each page is written atomically, the first page last.

    Args:
        params: Inputs.
        out: Folder of outputs; the pages link to the reports in it.
        today: The current date, for what is late.
        progress: Called with the name of each organ before its reports are looked at.

    Raises:
        OSError: A page cannot be written.
    """
    folder = out / FOLDER
    known = _recorded(folder / RECORD)
    wanted: dict[str, str] = {}
    made = 0
    organs: list[Organ] = []
    found: list[tuple[str, list[Finding]]] = []
    for organ in collect.organs(params, out, today):
        progress(organ.name)
        organs.append(organ)
        for year in sorted(organ.built):
            name = f"reports/{year}/{organ.id}.html"
            source = Options().folder(out, organ.id, year)
            wanted[name] = _digest(organ, year, source)
            found.append((organ.name, collect.findings(out, organ.id, year)))
            if known.get(name) != wanted[name] or not (folder / name).is_file():
                _write(folder / name, report_page(organ.name, organ.reports[year], source))
                made += 1
    rules = by_rule.collect(found)
    for id_, item in rules.items():
        _write(folder / "rules" / f"{id_}.html", by_rule.page(item))
    _write(folder / "rules.html", by_rule.overview(rules))
    governments = portfolio.write(params, out, folder, known, _write)
    _write(folder / "index.html", index(organs, today, governments.tops))
    files.write_json(folder / RECORD, wanted | governments.record, durable=False)
    kept = {folder / name for name in wanted} | {folder / "rules" / f"{id_}.html" for id_ in rules}
    for path in [*(folder / "reports").rglob("*.html"), *(folder / "rules").glob("*.html")]:
        if path not in kept:
            path.unlink(missing_ok=True)
    return Written(
        folder / "index.html", len(organs), len(wanted), made, len(governments.record), tuple(governments.refused)
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, text, durable=False)


def _recorded(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _digest(organ: Organ, year: int, folder: Path) -> str:
    """Digest of what a report's page is made from: outputs, state but for today's date, and the program."""
    built = manifest.read(folder)
    outputs = built.outputs if built is not None else {}
    state = replace(organ.reports[year], days_late=0)
    return inputs.sha256(repr((inputs.lib_digest(), outputs, organ.name, state)).encode())
