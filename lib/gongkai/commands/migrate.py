"""``gongkai migrate``: rewrite a year's file in the edition of the form that the year requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from gongkai.commands.settle import settle
from gongkai.drafting.merging import Merge
from gongkai.drafting.migrate import changes, demanded, rewrite
from gongkai.parsing import yaml
from gongkai.returns import load
from gongkai.returns.errors import ReturnError
from gongkai.returns.model import SourceMap
from gongkai.returns.params import Params

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai import forms
    from gongkai.drafting.migrate import Migrated


def run_migrate(agency: str, year: int, params: Path | str | None, to: str | None = None, *, yes: bool = False) -> int:
    """Rewrite a year's file in the edition that the year requires, and report what could not be carried over.

    Comments, texts and tables already in that edition are unchanged. Figures without a cell there are listed in
    ``issues`` with their raw text.

    Args:
        agency: Id or Chinese name of the organ.
        year: Report year.
        params: The folder of params; ``None`` is the default.
        to: The edition; only the one that the year requires can be loaded.
        yes: The changes are confirmed.

    Returns:
        Exit code 0; 2 if writing was declined.

    Raises:
        InputError: There is no such file or edition, a table fits no edition or several, or the changes are not confirmed.
    """
    inputs = Params(params)
    agency = inputs.find(agency)
    organ, path = inputs.agency(agency), inputs.path(agency, year)
    target = demanded(year, to)
    name = inputs.name(path)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    text, done = rewrite(path, name, organ, target)
    if not done:
        console.print(f"{name}：已经是{target.id}版表式，没有需要迁移的表。")
        return 0
    seen = path.read_bytes()
    again, at = yaml.parse(text.removeprefix("\ufeff"), name)
    _tell(console, name, done, target)
    merge = Merge(text, tuple(changes(done, target)))
    if not settle(merge, path, name, seen, console, yes=yes, undo=f"gongkai undo {agency} {year}"):
        return 2
    try:
        load.build(again, organ, SourceMap(file=name, lines=at))
    except ReturnError as error:
        console.print(f"文件中还有其他问题，请一并改正：\n{error}")
    return 0


def _tell(console: Console, name: str, done: list[Migrated], target: forms.Edition) -> None:
    for item in done:
        caption = target.tables[item.table].caption
        cells = [path for path in target.cells if path.startswith(f"{item.table}.")]
        filled = sum(item.migration.cells[path] is not None for path in cells)
        console.print(
            f"{name}：“{caption}”由{item.source.id}版改为{target.id}版，{len(cells)}个单元格中带入{filled}个。"
        )
        for issue in item.migration.issues:
            console.print(f"  {issue.message}")
    console.print("未带入的数（0除外）已记入文件末尾的issues，补填后请删去相应的条目，再运行 gongkai check。")
