"""Packages that add rules or kinds of chart by entry points."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from typing import cast

RULES, CHARTS, FORMATS = "gongkai.rules", "gongkai.charts", "gongkai.formats"
"""The groups of entry points."""


def points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, sorted by name and value; nothing is loaded."""
    return tuple(sorted(_all().select(group=group), key=lambda point: (point.name, point.value)))


def package(point: EntryPoint) -> str:
    """Name and version of the package of an entry point; what it points to if it belongs to none."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def versions() -> dict[str, str]:
    """Every package that adds something: ``<group>:<name>`` to its name and version."""
    return {f"{group}:{point.name}": package(point) for group in (CHARTS, RULES) for point in points(group)}


@cache
def _all() -> EntryPoints:
    """All entry points: every installed package is looked at, which is done once."""
    return cast("EntryPoints", entry_points())  # Python 3.11 has a class of its own with the same method
