"""The page to choose a report: organs by years, each report with its state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gongkai.returns import Params
from gongkai.review import pages, state
from gongkai.review.preview.views import counted

if TYPE_CHECKING:
    from pathlib import Path

MOST = 500
"""Maximum number of reports whose state is looked up: each takes some milliseconds, and those that are not built are read."""


def page(root: Path, out: Path) -> str:
    """The page; of more than :data:`MOST` reports it lists the years only.

    Args:
        root: Folder of inputs.
        out: Folder of outputs.

    Raises:
        InputError: There is no such folder.
    """
    params = Params(root)
    names = params.titles(params.agencies)
    own = {agency: params.years(agency) for agency in params.agencies}
    years = sorted({year for found in own.values() for year in found})
    number = sum(map(len, own.values()))
    today = dt.datetime.now().astimezone().date()

    def cell(agency: str, year: int) -> dict[str, Any] | None:
        if year not in own[agency]:
            return None
        href = f"/{quote(agency, safe='')}/{year}/"
        if number > MOST:
            return {"href": href, "state": "", "name": "打开", "counted": ""}
        found = state.status(params, agency, year, out, today)
        counts = counted(found.findings) if any(found.findings.values()) else ""
        return {"href": href, "state": found.state.value, "name": found.name, "counted": counts}

    rows = [
        {"id": agency, "name": names[agency], "cells": [cell(agency, year) for year in years]}
        for agency in params.agencies
    ]
    return pages.render(
        "choice.html.j2", script="choice.js", style="preview.css", title="选一份报告预览", rows=rows, years=years,
        number=number, judged=number <= MOST,
    )  # fmt: skip
