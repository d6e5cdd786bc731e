"""``gongkai rollup``: add up the members of a government, compare the sums with its return, and write them into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from gongkai.commands import schemas
from gongkai.commands.console import console as people
from gongkai.commands.console import write_output
from gongkai.commands.new import draft
from gongkai.commands.rollup_json import to_json
from gongkai.commands.rollup_lines import lines
from gongkai.commands.settle import settle
from gongkai.drafting.merge import merge
from gongkai.returns import canonical
from gongkai.returns.params import Params
from gongkai.returns.years import edition_in_force
from gongkai.rollup.compare import roll_up
from gongkai.rollup.draft import figures
from gongkai.rollup.tree import governments, with_members

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from gongkai.rollup.compare import RollUp


def run_rollup(
    agency: str,
    year: int,
    params: Path | str | None,
    *,
    write: bool = False,
    partial: bool = False,
    strict: bool = False,
    recursive: bool = False,
    yes: bool = False,
    json: str | None = None,
) -> int:
    """Add up a government's members, show how its return differs, and write the sums if asked.

    Args:
        agency: Id or Chinese name of the government.
        year: Report year.
        params: The folder of params; ``None`` is the default.
        write: Write the sums into the government's file for the year, which is begun if there is none.
        partial: Also write sums that lack members that have not reported.
        strict: Refuse to write, and fail, unless all members have reported all numbers and no correction has fallen.
        recursive: Add up the governments below it first, one after the other.
        yes: Changes are confirmed.
        json: File for the sums as JSON; ``-`` is standard output, with nothing else on it.

    Returns:
        0; 1 if a correction has fallen, if with ``strict`` something is missing or differs, or if the changes were declined.

    Raises:
        InputError: There is no such organ, it has no members, a return cannot be read, or the changes are not confirmed.
    """
    inputs = Params(params)
    edition_in_force(year)
    agency = with_members(inputs, agency, year)
    console = people(errors=json == "-")
    code, found = 0, []
    for each in governments(inputs, agency, year) if recursive else (agency,):
        rolled = roll_up(inputs, each, year)
        for line in lines(rolled, inputs, console.width):
            console.print(Text(line), soft_wrap=True)
        found.append(to_json(rolled, inputs))
        refused = bool(rolled.sums.fallen) or (strict and rolled.obstacles)
        if refused:
            _say(console, _why(rolled, strict=strict, write=write))
        elif write:
            refused = not _write(rolled, inputs, console, partial=partial, yes=yes)
        elif strict:
            refused = bool(rolled.differences or rolled.unfilled)
        code = max(code, int(refused))
    if json is not None:
        write_output(json, canonical.dumps(found if recursive else found[0]))
    return code


def _why(rolled: RollUp, *, strict: bool, write: bool) -> str:
    """Why a roll-up is refused."""
    sums = rolled.sums
    why = [
        *([f"{len(sums.absent)}个成员没有上报"] if sums.absent else []),
        *([f"{len(rolled.blank)}格有成员没有填写"] if rolled.blank else []),
        *([f"{len(sums.fallen)}条更正已落空"] if sums.fallen else []),
    ]
    wanted = f"按--strict，{'、'.join(why)}的汇总" if strict else f"{'、'.join(why)}，汇总"
    return f"{wanted}不能作数{'，没有写入' if write else ''}。"


def _write(rolled: RollUp, inputs: Params, console: Console, *, partial: bool, yes: bool) -> bool:
    """Merge the sums into the government's file; returns whether the file now has them."""
    record = rolled.record
    agency, year = record.agency.id, record.year
    source = figures(rolled, partial=partial)
    if all(value is None for value in source.cells.values()):
        todo = "要先写入已上报成员之和（只作草稿），请加 --partial" if rolled.sums.members else "请先收齐成员的数据"
        _say(console, f"汇总数还不完整，没有写入；{todo}。")
        return False
    path = inputs.root / agency / f"{year}.yaml"
    name = inputs.name(path)
    seen = path.read_bytes() if path.exists() else None
    text = seen.decode("utf-8-sig") if seen is not None else draft(inputs, record.agency, year)[0]
    schemas.refresh(inputs)
    undo = f"gongkai undo {agency} {year}"
    return settle(merge(text, name, record.agency, source), path, name, seen, console, yes=yes, undo=undo)


def _say(console: Console, text: str) -> None:
    console.print(Text(text), soft_wrap=True)
