"""``gongkai new``: start a year's file from last year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from gongkai import forms
from gongkai.commands import organ as organs
from gongkai.commands import schemas
from gongkai.drafting import history
from gongkai.drafting.carry import carried, combined, hints, scaffold, start
from gongkai.drafting.scaffold import compose
from gongkai.returns.errors import InputError
from gongkai.returns.labels import describe_path
from gongkai.returns.params import Params
from gongkai.returns.succession import NO_PREDECESSORS, predecessors
from gongkai.returns.years import edition_in_force

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns.model import Agency, Number, Return
    from gongkai.returns.succession import Predecessors


def run_new(
    agency: str,
    year: int,
    params: Path | str | None,
    force: bool = False,
    *,
    name: str | None = None,
    level: str | None = None,
) -> int:
    """Start a year's file from last year's: figures as published if recorded, headings as last typed.

    Args:
        agency: Id or Chinese name of the organ.
        year: The new report year.
        params: The folder of params; ``None`` is the default.
        force: Replace an existing file.
        name: Full Chinese name of an organ that is to be created.
        level: Its level; ``None`` takes it from the name if the name determines it.

    Returns:
        Exit code 0.

    Raises:
        InputError: No such organ and not enough to create it, last year's file is wrong, no edition is in force, or the
            file exists already.
    """
    inputs = Params(params)
    edition_in_force(year)
    known = organs.known(inputs, agency)
    if known is None:
        organ = organs.create(inputs, agency, name, level, f"gongkai new {agency} {year}")
        _write(inputs, organ, year)
        return 0
    organs.agree(known, name, level, inputs.name(inputs.folder(known.id) / "agency.yaml"))
    path = inputs.folder(known.id) / f"{year}.yaml"
    if path.exists() and not force:
        msg = f"{inputs.name(path)}已经存在；确实要重新开始，请加 --force（原有内容可用 gongkai undo 恢复）。"
        raise InputError(msg)
    _write(inputs, known, year)
    return 0


def draft(inputs: Params, organ: Agency, year: int) -> tuple[str, Return, Return | None, Return | None]:
    """A new year's file that has not been written.

    Args:
        inputs: The folder of params.
        organ: The organ, which need not be there yet.
        year: The new report year.

    Returns:
        The text, its return, last year's return as published or typed, and as typed.

    Raises:
        InputError: Last year's file is wrong.
    """
    published = typed = None
    if organ.id in inputs.agencies:
        published = inputs.published(organ.id, year - 1)
        typed = inputs.load(organ.id, year - 1) if year - 1 in inputs.years(organ.id) else None
    merged = predecessors(inputs, organ.id, year) if organ.id in inputs.agencies else NO_PREDECESSORS
    previous = combined(published or typed, merged, organ, year)
    record = scaffold(organ, year)
    if previous is not None:
        record = start(typed or previous, year)
        record = record.model_copy(update={"cells": record.cells | carried(previous, year)})
    return compose(record, previous, hints(previous, year)), record, previous, typed


def _write(inputs: Params, organ: Agency, year: int) -> None:
    """Write the year's file, and ``agency.yaml`` of a new organ, and say so."""
    text, record, previous, typed = draft(inputs, organ, year)
    is_known = organ.id in inputs.agencies
    own = inputs.previous(organ.id, year) if is_known else None
    merged = predecessors(inputs, organ.id, year) if is_known else NO_PREDECESSORS
    path = inputs.root / organ.id / f"{year}.yaml"
    with organs.written(inputs, organ) as new:
        history.replace(path, text)
    schemas.refresh(inputs)
    if new is not None:
        level = forms.level_names()[organ.level]
        _console().print(
            f"已新建机关{inputs.name(new)}：{organ.name}，级别{organ.level}（{level}）；请在里面补上联系方式，核对简称和自称。"
        )
    _tell(inputs.name(path), record, previous, typed, own, merged)
    _console().print(
        f"接着填写{inputs.name(path)}，或运行 gongkai form {organ.id} {year} 生成Excel填报表；"
        f"填好后运行 gongkai check {organ.id} --year {year}。"
    )


def _console() -> Console:
    return Console(highlight=False, markup=False, soft_wrap=True)


def _tell(
    name: str,
    record: Return,
    previous: Return | None,
    typed: Return | None,
    own: Return | None,
    merged: Predecessors,
) -> None:
    """Say what was brought over; ``own`` is the organ's own last year, ``merged`` its predecessors."""
    console = _console()
    if previous is None:
        console.print(f"已新建{name}：没有{record.year - 1}年的数据，各行都待填写。")
        return
    taken = carried(previous, record.year)
    missing = [path for path, value in taken.items() if value is None]
    brought = f"由{previous.year}年带入{len(taken) - len(missing)}个数" if len(missing) < len(taken) else "没有带入数"
    console.print(f"已新建{name}：{brought}；文字、日期、照片没有沿用。")
    lacking = merged.lacking(own) if merged else []
    if lacking:
        console.print(
            f"缺少{'、'.join(lacking)}{previous.year}年的数据，合并、划转前的数没有带入；请先用 gongkai import 导入。"
        )
    elif merged:
        console.print(f"带入的是{'、'.join(merged.parts(own))}{previous.year}年的数之和。")
    if missing and not lacking:
        console.print(f"{previous.year}年没有填写，未能带入：{'、'.join(_named(record, taken, missing))}。")
    if not merged and typed is not None and typed is not previous and carried(typed, record.year) != taken:
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
        found += [describe_path(record, row)] if whole else [describe_path(record, path) for path in left]
    return found
