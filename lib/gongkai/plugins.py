"""Packages that add rules, kinds of chart, output formats or importers by entry points."""

from __future__ import annotations

from functools import cache
from importlib.metadata import Distribution, EntryPoint, distributions

RULES, CHARTS, FORMATS, IMPORTERS = "gongkai.rules", "gongkai.charts", "gongkai.formats", "gongkai.importers"
"""The groups of entry points."""


def points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, sorted by name and value, without loading them."""
    found = [point for package in _packages() for point in package.entry_points if point.group == group]
    return tuple(sorted(found, key=lambda point: (point.name, point.value)))


def package(point: EntryPoint) -> str:
    """Name and version of the package of an entry point; its value if it belongs to none."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def versions() -> dict[str, str]:
    """Every package that adds entry points: ``<group>:<name>`` to its name and version."""
    return {f"{group}:{point.name}": package(point) for group in (CHARTS, RULES) for point in points(group)}


@cache
def _packages() -> tuple[Distribution, ...]:
    """Packages with entry points for this one; if a package is found twice the first, which is the one imported.

    ``importlib.metadata.entry_points`` parses every installed package's, which takes four times as long.
    """
    found: dict[str, Distribution] = {}
    for package in distributions():
        if "gongkai." in (package.read_text("entry_points.txt") or ""):
            found.setdefault(package.name, package)
    return tuple(found.values())
