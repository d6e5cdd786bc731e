"""Help pages in the language of the locale."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand

from gongkai.commands import language
from gongkai.commands.help_zh import TEXTS, WORDS
from gongkai.commands.lines import cell_len, fold, pad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_EXTRAS = {
    "[default: ": "[默认：",
    "[env var: ": "[环境变量：",
    "; default: ": "；默认：",
    "; required]": "；必填]",
    "[required]": "[必填]",
}
"""What typer adds to the help of an argument or option."""

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_WIDEST = 24
"""Columns that names of options may have beside their help."""


class LocalHelp:
    """A command or group whose help page is Chinese where the locale is."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        if language.chinese():
            formatter.write("\n".join(_page(self, ctx, formatter.width)) + "\n")
        else:
            super().format_help(ctx, formatter)  # type: ignore[misc]


class Command(LocalHelp, TyperCommand):
    """A command with :class:`LocalHelp`."""


class App(typer.Typer):
    """The commands, each with :class:`LocalHelp`."""

    def command(
        self, name: str | None = None, *, cls: type[TyperCommand] | None = Command, **options: Any
    ) -> Callable[[_Function], _Function]:
        """Declare a command, as typer does."""
        return super().command(name, cls=cls, **options)


def translated(text: str) -> str:
    """A text of a help page in Chinese; itself if it has no translation."""
    return TEXTS.get(text, TEXTS.get(" ".join(text.split()), text))


def _page(command: Any, ctx: Any, width: int) -> Iterator[str]:
    pieces = " ".join(_named(piece) for piece in command.collect_usage_pieces(ctx))
    yield from fold(f"用法：{ctx.command_path} {pieces}", width, 6)
    yield ""
    yield from fold(f"  {translated(inspect.cleandoc(command.help or ''))}", width, 2)
    params = [(param, record) for param in command.get_params(ctx) if (record := param.get_help_record(ctx))]
    rows = {
        kind: [
            (
                _named(WORDS.get(name := names.partition(" <")[0], name) if kind == "argument" else names),
                _help(param, text),
            )
            for param, (names, text) in params
            if param.param_type_name == kind
        ]
        for kind in ("argument", "option")
    }
    commands = [(name, command.get_command(ctx, name)) for name in getattr(command, "commands", ())]
    yield from _list("参数：", rows["argument"], width)
    yield from _list("选项：", rows["option"], width)
    yield from _list(
        "命令：", [(name, translated(inspect.cleandoc(c.help or ""))) for name, c in commands if not c.hidden], width
    )


def _named(names: str) -> str:
    """Names of an argument or option with the placeholder of its value in Chinese."""
    names = re.sub(r"^\[(\[.*\]\.\.\.)\]\.\.\.$", r"\1", names)
    return re.sub(r"<(?:list\[)?(\w+)\]?>|\{(\w+)\}|(?<![\w-])[A-Z]+(?![\w-])", _word, names)


def _word(match: re.Match[str]) -> str:
    return WORDS.get(match[1] or match[2] or match[0], match[0])


def _help(param: Any, text: str) -> str:
    known = param.help or ""
    added = text.removeprefix(known)
    for english, chinese in _EXTRAS.items():
        added = added.replace(english, chinese)
    return f"{translated(known)}{added.strip()}"


def _list(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Names and help in two columns; the help of a long name begins in the next line."""
    if not rows:
        return
    yield ""
    yield title
    column = 4 + max([*(wide for name, _ in rows if (wide := cell_len(name)) <= _WIDEST), 0])
    for name, text in rows:
        if cell_len(name) > _WIDEST:
            yield f"  {name}"
            yield from fold(f"{' ' * column}{text}", width, column)
        else:
            yield from fold(f"{pad(f'  {name}', column)}{text}", width, column)
