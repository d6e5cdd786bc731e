"""The registry of rules: those of this package, and those of other packages by entry point.

Every module of :mod:`gongkai.rules` is imported with it, so a new rule is a new file here, or a new function in one, and
nothing else. Another package adds rules of its own (a province's demands, say) with the entry point group
``gongkai.rules``; its module registers them with the same decorator::

    [project.entry-points."gongkai.rules"]
    qinghe = "qinghe_rules"
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from gongkai import plugins
from gongkai.returns import InputError
from gongkai.rules.base import RULES, order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint


class PluginError(InputError):
    """Another package's rules cannot be used; the message is a Chinese sentence that names the package."""


def import_own(package: str, path: Iterable[str]) -> None:
    """Import every module of this package, so that its rules are registered.

    Args:
        package: Its name.
        path: Its folders.
    """
    for module in iter_modules(path):
        import_module(f"{package}.{module.name}")
    _sort()


def load_plugins() -> None:
    """Register the rules of other packages; once per process, and the same answer every time.

    Raises:
        PluginError: A package fails while it is imported, defines an id twice, or registers no rule. None of its rules is
            then registered; leaving them out silently would pass for a check.
    """
    if (error := _load_all()) is not None:
        raise PluginError(error)


@cache
def _load_all() -> str | None:
    """Load all plug-ins; the message about the first that cannot be used."""
    for point in plugins.points(plugins.RULES):
        before = dict(RULES)
        try:
            _load(point, before)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever another package does when it is imported
            RULES.clear()
            RULES.update(before)
            said = f"{type(error).__name__}: {error}".rstrip("。.: ")
            return f"规则插件“{point.name}”（{plugins.package(point)}）不能使用：{said}。请修复或卸载这个软件包。"
    _sort()
    return None


def _load(point: EntryPoint, before: Iterable[str]) -> None:
    """Load one plug-in and note where its rules are from.

    Raises:
        ValueError: It registers no rule.
        Exception: Whatever its import raises.
    """
    point.load()
    # A module that somebody imported before has registered its rules already.
    mine = [
        id_
        for id_, rule in RULES.items()
        if id_ not in before or f"{rule.function.__module__}.".startswith(f"{point.module}.")
    ]
    if not mine:
        msg = f"{point.value} registers no rule"
        raise ValueError(msg)
    for id_ in mine:
        RULES[id_] = replace(RULES[id_], plugin=plugins.package(point))


def _sort() -> None:
    """Put the rules in the order of their ids."""
    for id_ in sorted(RULES, key=order):
        RULES[id_] = RULES.pop(id_)
