"""``gongkai new``: start a year's file from last year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from gongkai import files
from gongkai.drafting.carry import carried, hints, scaffold, start
from gongkai.drafting.scaffold import compose
from gongkai.returns.errors import InputError
from gongkai.returns.params import Params
from gongkai.returns.places import place
from gongkai.returns.years import edition_in_force

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns.model import Number, Return


def run_new(agency: str, year: int, params: Path | str | None, force: bool = False) -> int:
    """Start a year's file from last year's: figures as published if recorded, headings as last typed.

    Args:
        agency: Id of the organ.
        year: The new report year.
        params: The folder of params; ``None`` is the default.
        force: Replace an existing file.

    Returns:
        Exit code 0.

    Raises:
        InputError: No such organ, last year's file is wrong, no edition is in force, or the file exists already.
    """
    inputs = Params(params)
    edition_in_force(year)
    organ = inputs.agency(agency)
    path = inputs.folder(agency) / f"{year}.yaml"
    if path.exists() and not force:
        msg = f"{inputs.name(path)}已经存在；确实要重新开始，请加 --force（原有内容留在.bak文件里）。"
        raise InputError(msg)
    published = inputs.published(agency, year - 1)
    typed = inputs.load(agency, year - 1) if year - 1 in inputs.years(agency) else None
    previous = published or typed
    record = scaffold(organ, year)
    if previous is not None:
        record = start(typed or previous, year)
        record = record.model_copy(update={"cells": record.cells | carried(previous, year)})
    files.write(path, compose(record, previous, hints(previous, year)), backup=True)
    _tell(inputs.name(path), record, previous, typed)
    return 0


def _tell(name: str, record: Return, previous: Return | None, typed: Return | None) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if previous is None:
        console.print(f"已新建{name}：没有{record.year - 1}年的数据，各行都待填写。")
        return
    taken = carried(previous, record.year)
    missing = [path for path, value in taken.items() if value is None]
    brought = f"由{previous.year}年带入{len(taken) - len(missing)}个数" if len(missing) < len(taken) else "没有带入数"
    console.print(f"已新建{name}：{brought}；文字、日期、照片没有沿用。")
    if missing:
        console.print(f"{previous.year}年没有填写，未能带入：{'、'.join(_named(record, taken, missing))}。")
    if typed is not None and typed is not previous and carried(typed, record.year) != taken:
        console.print(f"{previous.year}年公布的数与{previous.year}.yaml不同，结转以公布的为准；请核对。")
    if previous.edition.id != record.edition.id:
        console.print(f"表式由{previous.edition.id}版改为{record.edition.id}版：各年口径不同的数没有带入。")


def _named(record: Return, taken: dict[str, Number | None], missing: list[str]) -> list[str]:
    """Cells that were not carried over; a row is named as a whole if none of its cells was."""
    rows = dict.fromkeys(path.rpartition(".")[0] for path in missing)
    found = []
    for row in rows:
        cells = [path for path in taken if path.startswith(f"{row}.")]
        left = [path for path in cells if path in missing]
        whole = len(left) == len(cells) > 1
        found += [place(record, row)] if whole else [place(record, path) for path in left]
    return found
