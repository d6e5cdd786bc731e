"""Which importers there are: every module of :mod:`gongkai.importers.formats`, then those that other packages register.

A package registers an importer by an entry point of the group ``gongkai.importers`` that names an
:class:`~gongkai.importers.base.Importer`::

    [project.entry-points."gongkai.importers"]
    ofd = "gongkai_ofd:IMPORTER"
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from gongkai import plugins
from gongkai.importers import formats
from gongkai.importers.base import Importer

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


@dataclass(frozen=True)
class Registry:
    """The importers.

    Attributes:
        importers: In the order in which they are asked whether they recognise a file.
        failures: A Chinese sentence for each plug-in that could not be loaded.
    """

    importers: tuple[Importer, ...]
    failures: tuple[str, ...] = ()

    def of_suffix(self, suffix: str) -> Importer | None:
        """The importer of a suffix (lower case, with its dot), or ``None``."""
        return next((item for item in self.importers if suffix in item.suffixes), None)

    @property
    def titles(self) -> str:
        """Every format, for messages."""
        *others, last = (item.title for item in self.importers)
        return f"{'、'.join(others)}或{last}"


@cache
def registry() -> Registry:
    """The importers of this installation; loaded once in a process."""
    importers = list(built_in())
    failures: list[str] = []
    for point in plugins.points(plugins.IMPORTERS):
        try:
            importers.append(_plug_in(point, importers))
        except Exception as error:  # noqa: BLE001 - whatever another package raises while it is loaded
            detail = " ".join(str(error).split()) or type(error).__name__
            failures.append(
                f"导入插件“{point.name}”（{plugins.package(point)}）没有加载成功：{detail}；请更新或卸载这个软件包。"
            )
    return Registry(tuple(importers), tuple(failures))


def built_in() -> tuple[Importer, ...]:
    """The importers of Gongkai itself, by name."""
    modules = (import_module(f"{formats.__name__}.{item.name}") for item in pkgutil.iter_modules(formats.__path__))
    return tuple(sorted((module.IMPORTER for module in modules), key=lambda item: item.name))


def _plug_in(point: EntryPoint, others: list[Importer]) -> Importer:
    """Load a plug-in and note its package.

    Raises:
        TypeError: It is not an importer.
        ValueError: Its name or a suffix is another importer's.
    """
    found = point.load()
    if not isinstance(found, Importer):
        msg = f"“{point.value}”不是{Importer.__name__}"
        raise TypeError(msg)
    for other in others:
        if found.name == other.name:
            msg = f"已有名为“{other.name}”的导入程序"
            raise ValueError(msg)
        if shared := sorted({*found.suffixes} & {*other.suffixes}):
            msg = f"扩展名{'、'.join(shared)}已由“{other.name}”负责"
            raise ValueError(msg)
    return replace(found, plugin=plugins.package(point))
