"""``gongkai form``: the Excel form of an organ and year."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from gongkai.drafting.carry import carried
from gongkai.excel.write import write_form
from gongkai.returns.errors import InputError
from gongkai.returns.params import Params
from gongkai.returns.years import edition_in_force


def run_form(agency: str, year: int, params: Path | str | None, out: Path | str | None) -> int:
    """Write the form of an organ and year, prefilled with its figures so far and last year's carry-over.

    Args:
        agency: Id or Chinese name of the organ.
        year: Report year.
        params: The folder of params; ``None`` is the default.
        out: The ``.xlsx`` file, or a folder for ``<agency>-<year>.xlsx``; ``None`` is the working directory.

    Returns:
        Exit code 0.

    Raises:
        InputError: There is no such organ, its files are wrong, or the form exists already (and may be filled in).
    """
    inputs = Params(params)
    edition_in_force(year)
    agency = inputs.find(agency)
    organ = inputs.agency(agency)
    path = Path(out or ".")
    if path.suffix.lower() != ".xlsx":
        path = path / f"{agency}-{year}.xlsx"
    if path.exists():
        msg = f"{path}已经存在，可能已有人填写；请先移走，或用 --out 另指定文件名。"
        raise InputError(msg)
    record = inputs.load(agency, year) if year in inputs.years(agency) else None
    previous = inputs.previous(agency, year)
    write_form(record, organ, year, previous, path)
    taken = carried(previous, year).values() if previous else ()
    if any(value is not None for value in taken):
        said = f"已带入{year - 1}年的结转数"
    else:
        said = f"{year - 1}年没有填写结转数，未带入" if previous else f"没有{year - 1}年的数据，结转数未带入"
    filled = "，已填入现有数据" if record else ""
    Console(stderr=True).print(f"{organ.name}{year}年填报表：{path}（{said}{filled}）。", markup=False, highlight=False)
    return 0
