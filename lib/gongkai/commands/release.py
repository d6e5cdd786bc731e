"""``gongkai release``: write the returns as a data package."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gongkai.publish.release import package_metadata, release
from gongkai.returns.params import Params

if TYPE_CHECKING:
    from pathlib import Path


def run_release(params: Path | None, out: Path, year: int | None, *, parquet: bool = False) -> int:
    """Write a data package of every return in params, or those of one year.

    Raises:
        InputError: See :func:`gongkai.publish.release.release`; also if a params file is wrong.
    """
    inputs = Params(params)
    records = [
        inputs.load(agency, known)
        for agency in inputs.agencies
        for known in inputs.years(agency)
        if year is None or known == year
    ]
    folder = out / ("release" if year is None else f"release-{year}")
    written = release(records, folder, parquet=parquet, about=package_metadata(inputs))
    sys.stdout.write(f"已整理{len(records)}份报告的数据：{written}\n")
    return 0
