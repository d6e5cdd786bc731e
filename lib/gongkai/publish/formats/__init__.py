"""The formats in which a report is published: one per module, discovered automatically.

A module of this package declares ``FORMAT``; another package adds a format of its own by an entry point of the group
``gongkai.formats`` that refers to a :class:`Format`. A build writes a file in every format, and the page links to it.
The exporters are nbconvert's: under an entry point of the group ``nbconvert.exporters`` a format is also available as
``jupyter nbconvert --to NAME report.ipynb``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from gongkai import plugins
from gongkai.document.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint

    from gongkai.publish.exporter import BlockExporter

TAKEN = frozenset({"report.ipynb", "report.json", "review.html", "manifest.json", "run.json", "signoff.yaml"})
"""Files of a report that are not exported by a format."""

DATA = ("数据（JSON）", "report.json")
"""The link to the data, the last in the page's list of downloads."""


@dataclass(frozen=True)
class Format:
    """A format in which a report is published.

    Attributes:
        id: Short name, such as ``pdf``.
        file: File name in the report's folder.
        exporter: nbconvert exporter that renders it.
        label: Text of the link in the page's list of downloads; empty for no link.
        order: Position in that list and in the build; ties are sorted by ``id``.
    """

    id: str
    file: str
    exporter: type[BlockExporter]
    label: str = ""
    order: int = 100


def formats() -> tuple[Format, ...]:
    """Every format, in the order of the list of downloads.

    Raises:
        RenderError: A format of another package cannot be loaded, or two formats have the same id or file.
    """
    own = [import_module(name).FORMAT for name in modules()]
    found: list[Format] = [*own, *(_load(point) for point in plugins.points(plugins.FORMATS))]
    ids, files = Counter(each.id for each in found), Counter([*(each.file for each in found), *TAKEN])
    for each in found:
        if ids[each.id] > 1 or files[each.file] > 1 or PurePath(each.file).name != each.file:
            msg = f"输出格式“{each.id}”的代号或文件名（{each.file}）不能用：和别的重复，或者带有路径；请改正提供它的软件包。"
            raise RenderError(msg)
    return tuple(sorted(found, key=lambda each: (each.order, each.id)))


def downloads(made_in: Iterable[Format]) -> list[tuple[str, str]]:
    """The page's list of downloads: label and file name of every linked format, then of the data."""
    return [*((each.label, each.file) for each in made_in if each.label), DATA]


def modules() -> list[str]:
    """Names of the modules of this package's own formats, for importing them ahead of a build."""
    return [f"{__name__}.{module.name}" for module in iter_modules(__path__)]


def _load(point: EntryPoint) -> Format:
    try:
        found = point.load()
    except Exception as error:  # importing another package may raise anything
        msg = f"输出格式“{point.name}”（{point.value}）装载失败：{error}。请修复或卸载提供它的软件包。"
        raise RenderError(msg) from error
    if not isinstance(found, Format):
        msg = f"输出格式“{point.name}”（{point.value}）不是Format；请修复或卸载提供它的软件包。"
        raise RenderError(msg)
    return found
