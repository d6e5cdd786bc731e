"""Generate the reference pages from the code: ``python -m docs.build``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import typer
from docs import data_file

from gongkai import forms
from gongkai.cli import app
from gongkai.commands import schemas
from gongkai.returns import Params
from gongkai.returns.schema import schema
from gongkai.rules import reference

if TYPE_CHECKING:
    from collections.abc import Callable


_COMMANDS = {
    "C": "# Commands\n\nGenerated from the code by `make docs`. Exit codes: 0 success; 1 a report failed (`build`), or an error is unresolved and not waived (`check`, `build --strict`); 2 the input or the command line is wrong.\n",
    "zh_CN": "# 命令\n\n本页由程序生成，与 `gongkai --help` 和 `gongkai 命令 --help` 一致。退出码：0完成；1有报告生成失败（`build`），或有错误没有解决也没有认可"
    "（`check`、`build --strict`）；2输入或命令有误。\n",
}
"""The beginning of the page on commands by locale."""


def commands(locale: str = "C") -> str:
    """The help pages of the program and of every command in the language of a locale."""
    with mock.patch.dict(os.environ, LC_ALL=locale):
        return _commands(locale)


def _commands(locale: str) -> str:
    group = typer.main.get_command(app)
    parts = [_COMMANDS[locale]]
    with group.make_context("gongkai", [], resilient_parsing=True, terminal_width=100) as above:
        parts.append(f"## gongkai\n\n```\n{group.get_help(above).rstrip()}\n```\n")
        for name in sorted(group.list_commands(above)):  # type: ignore[attr-defined]
            command = group.get_command(above, name)  # type: ignore[attr-defined]
            with command.make_context(name, [], parent=above, resilient_parsing=True, terminal_width=100) as context:
                parts.append(f"## gongkai {name}\n\n```\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def levels() -> str:
    """The table of levels of organs."""
    parts = [
        "# 机关级别\n",
        "由 `lib/gongkai/forms/levels.yaml` 生成（`make docs`）。项目可以增加自己的级别（[写法](how-to/add-an-edition.md)）。\n",
        "| level | 名称 | 公布期限（次年） | 汇总 | 政府的报告（R31） | 制定规章（R11） | 大额，万元（R23） |",
        "|---|---|---|---|---|---|---|",
    ]
    for id_, level in forms.levels().items():
        government = "是" if level.government else ""
        regulations = "是" if level.regulations else "按名称" if level.regulations_names else ""
        parts.append(
            f"| `{id_}` | {level.name} | {level.deadline.month}月{level.deadline.day}日 | {'是' if level.rollup else ''} "
            f"| {government}{'（名称除外的不算）' if level.government_except else ''} | {regulations} | {level.large_amount:,} |"
        )
    return "\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "rules.md": reference.page,
    "commands.md": commands,
    "levels.md": levels,
    "handbook/data-file.md": data_file.page,
    "report.schema.json": lambda: json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
}
"""Function that generates the text of each file in this folder; a test compares the files."""


def main() -> None:
    """Write every page, and the JSON Schemas beside the examples."""
    folder = Path(__file__).parent
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8", newline="\n")
    schemas.refresh(Params(folder.parent / "params"))


if __name__ == "__main__":
    main()
