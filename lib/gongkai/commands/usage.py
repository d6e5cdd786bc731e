"""Usage errors in Chinese: what is wrong with the command line, and the command's usage."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from gongkai.commands.help import LocalHelp
from gongkai.returns.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""The exception of click for usage errors; typer exports only its subclass, and not every version depends on click."""

EXAMPLES: dict[str, str] = {
    "approve": "gongkai approve huancui-yingji 2020 --as 李四",
    "build": "gongkai build huancui-yingji --year 2020",
    "check": "gongkai check huancui-yingji --year 2020",
    "read": "gongkai read huancui-yingji 2020",
    "demo": "gongkai demo --organs 60 --years 2019-2024 --seed 1 --defects all",
    "diff": "gongkai diff huancui-yingji/2019 huancui-yingji/2020",
    "fonts": "gongkai fonts fandol",
    "form": "gongkai form huancui-yingji 2021",
    "import": "gongkai import 报告.docx --agency huancui-yingji --year 2020",
    "init": "gongkai init 年报",
    "lab": "gongkai lab huancui-yingji 2020",
    "ledger": "gongkai ledger 台账.xlsx --agency huancui-yingji --year 2020",
    "list": "gongkai list",
    "migrate": "gongkai migrate huancui-yingji 2021",
    "new": "gongkai new huancui-yingji 2021",
    "preview": "gongkai preview huancui-yingji 2020",
    "publish": "gongkai publish huancui-yingji 2020 --as 王五",
    "release": "gongkai release --year 2020",
    "return": "gongkai return huancui-yingji 2020 --as 李四 --comment R12=请核对",
    "rollup": "gongkai rollup huancui 2020 --write",
    "submit": "gongkai submit huancui-yingji 2020 --as 张三",
    "site": "gongkai site",
    "undo": "gongkai undo huancui-yingji 2020",
    "verify": "gongkai verify outputs/2020/huancui-yingji",
    "waive": "gongkai waive huancui-yingji 2020 R12 --reason 口径不同 --by 张三",
}
"""Usage of each command."""

_ORGAN = "huancui-yingji"
"""The organ in :data:`EXAMPLES`."""

_YEAR = re.compile(r"20\d\d")

_ARGUMENTS = {
    "agency": "机关",
    "agencies": "机关",
    "year": "年度",
    "file": "文件",
    "files": "文件",
    "old": "原来的版本",
    "new": "现在的版本",
    "paths": "文件或文件夹",
    "folder": "文件夹",
    "name": "字体",
    "rule": "规则",
}


class CommandGroup(LocalHelp, TyperGroup):
    """The group of commands; an unknown one is refused in Chinese."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command.

        Raises:
            InputError: There is no command of this name; the message lists all.
        """
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            msg = f"没有“{args[0]}”这个命令{nearest(args[0], known)}可以用：{'、'.join(known)}；用法见 gongkai --help。"
            raise InputError(msg)
        return super().resolve_command(ctx, args)


def command(typed: Sequence[str]) -> str | None:
    """Name of the command called; ``None`` if there is none.

    Args:
        typed: Command-line arguments, without the program's name.
    """
    rest = iter(typed)
    for word in rest:
        if word == "--project":
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def format_usage_error(error: Any, app: typer.Typer, typed: Sequence[str]) -> str:
    """The message for a usage error.

    Args:
        error: A :data:`UsageError`.
        app: The commands.
        typed: Command-line arguments, without the program's name.
    """
    group: Any = typer.main.get_command(app)
    name = command(typed)
    above = name is None if error.ctx is None else error.ctx.parent is None
    if above and name is None and type(error).__name__ == "UsageError":
        return f"缺少命令；可以用：{'、'.join(group.commands)}；全部用法见 gongkai --help。"
    if above or name is None:
        return f"{_what(error, group.params)}全部用法见 gongkai --help。"
    option = getattr(error, "option_name", None)
    if type(error).__name__ == "NoSuchOption" and any(option in param.opts for param in group.params):
        return f"选项“{option}”要写在命令前面：gongkai {option} 目录 {name} …；全部用法见 gongkai --help。"
    said = _what(error, group.commands[name].params)
    return f"{said}写法如 {_example(name, typed)}；全部用法见 gongkai {name} --help。"


def _example(name: str, typed: Sequence[str]) -> str:
    """The usage of a command, with the organ and the year that were typed where these can be told."""
    words = list(typed)[list(typed).index(name) + 1 :]
    organ = next((after for word, after in pairwise(words) if word == "--agency"), None)
    if organ is None and EXAMPLES[name].startswith(f"gongkai {name} {_ORGAN} "):
        organ = next(iter(words), None)
    found = EXAMPLES[name]
    if organ and re.fullmatch(r"[\w-]+", organ) and not organ.startswith("-") and not _YEAR.fullmatch(organ):
        found = found.replace(_ORGAN, organ)
    year = next((word for word in words if _YEAR.fullmatch(word)), None)
    return found if year is None else re.sub(r"\b20(?:20|21)\b", year, found)


def _what(error: Any, params: Sequence[Any]) -> str:
    """What is wrong, a complete sentence with its punctuation."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        wanted = error.option_name
        for param in params:
            if param.param_type_name == "argument" and wanted == f"--{param.name}":
                return f"{_named(param)}不是选项，不写“{wanted}”；请按顺序直接写。"
        long = wanted.startswith("--")  # any letter would be a close match for another
        known = [name.lstrip("-") for param in params for name in param.opts if name.startswith("--") and long]
        return f"没有“{wanted}”这个选项{nearest(wanted.lstrip('-'), known).replace('“', '“--')}"
    if kind == "BadOptionUsage":
        flag = any(param.is_flag for param in params if error.option_name in param.opts)
        return (
            f"选项“{error.option_name}”后面{'不写值；请去掉它的值' if flag else '缺少值；请写在它后面，用空格隔开'}。"
        )
    param = getattr(error, "param", None)
    if kind == "MissingParameter" and param is not None:
        return f"缺少{_named(param)}；请补上。"
    if param is not None:
        given = _given(error)
        example = "，例如2024" if param.name == "year" else ""
        return f"{_named(param)}写的是“{given}”，应当是整数{example}。"
    extra = re.search(r"\(([^()]*)\)$", error.message)
    return f"多写了“{extra[1]}”；请去掉，或检查引号和空格。" if extra else f"命令写得不对（{error.message}）。"


def _named(param: Any) -> str:
    """An argument by its meaning, an option as it is typed."""
    if param.param_type_name == "argument":
        return f"{_ARGUMENTS.get(param.name, param.name)}（{param.name}）"
    return f"选项“{max(param.opts, key=len)}”"


def _given(error: Any) -> object:
    """The value that was typed: pydantic's error contains it, click's message quotes it."""
    cause = error.__cause__
    if cause is not None and hasattr(cause, "errors"):
        return cause.errors()[0]["input"]
    quoted = re.match(r"'([^']*)'", error.message)
    return quoted[1] if quoted else ""
