"""Font sets known by name, one per module, discovered automatically; each module declares ``SOURCE``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.document.fonts.source import FontSource


@cache
def known_sets() -> dict[str, FontSource]:
    """The known font sets by name, in alphabetical order."""
    found: list[FontSource] = [import_module(f"{__name__}.{module.name}").SOURCE for module in iter_modules(__path__)]
    return {each.name: each for each in found}
