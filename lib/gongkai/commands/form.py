"""``gongkai form``: the Excel form of an organ and year, or those of all members of a government."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from gongkai.drafting.carry import carried, combined
from gongkai.excel.write import write_form
from gongkai.returns.errors import InputError
from gongkai.returns.params import Params
from gongkai.returns.succession import predecessors
from gongkai.returns.years import edition_in_force
from gongkai.rollup.tree import with_members


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
    said = _write(inputs, agency, year, path)
    Console(stderr=True).print(f"{organ.name}{year}年填报表：{path}（{said}）。", markup=False, highlight=False)
    return 0


def run_forms(government: str, year: int, params: Path | str | None, out: Path | str | None) -> int:
    """Write a form for each member of a government, lower governments among them.

    A form that is there already stays, because somebody may have filled it in.

    Args:
        government: Id or Chinese name of the government.
        year: Report year.
        params: The folder of params; ``None`` is the default.
        out: The folder for ``<agency>-<year>.xlsx``, which is made; ``None`` is the working directory.

    Returns:
        Exit code 0; 2 if a member's files are wrong, so that it got no form.

    Raises:
        InputError: There is no such organ, it has no members, or ``out`` is a file.
    """
    inputs = Params(params)
    edition_in_force(year)
    government = with_members(inputs, government, year)
    folder = Path(out or ".")
    if folder.is_file() or folder.suffix.lower() == ".xlsx":
        msg = f"{folder}：--all-members写很多份填报表，--out要写文件夹，例如 --out 填报表。"
        raise InputError(msg)
    console = Console(stderr=True)
    made, there, wrong = 0, 0, 0
    for id_ in inputs.member_ids(government, year):
        path = folder / f"{id_}-{year}.xlsx"
        if path.exists():
            there += 1
            continue
        try:
            said = _write(inputs, id_, year, path)
            text = f"{inputs.agency(id_).name}：{path}（{said}）"
            made += 1
        except InputError as error:
            text = str(error)
            wrong += 1
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    kept = f"，已有{there}份没有改动" if there else ""
    failed = f"，{wrong}份没有生成" if wrong else ""
    todo = f"收回后放在一个文件夹里，运行 gongkai import 文件夹 --members {government} --year {year}。"
    console.print(f"共生成{made}份填报表{kept}{failed}。{todo}", markup=False, highlight=False, soft_wrap=True)
    return 2 if wrong else 0


def _write(inputs: Params, agency: str, year: int, path: Path) -> str:
    """Write the form of an organ; returns what it is prefilled with.

    Raises:
        InputError: Its files are wrong.
    """
    record = inputs.load(agency, year) if year in inputs.years(agency) else None
    organ, merged = inputs.agency(agency), predecessors(inputs, agency, year)
    previous = combined(inputs.previous(agency, year), merged, organ, year)
    write_form(record, organ, year, previous, path)
    taken = carried(previous, year).values() if previous else ()
    if any(value is not None for value in taken):
        said = f"已带入{year - 1}年的结转数"
    else:
        said = f"{year - 1}年没有填写结转数，未带入" if previous else f"没有{year - 1}年的数据，结转数未带入"
    return f"{said}{'，已填入现有数据' if record else ''}"
