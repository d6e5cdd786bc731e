"""Planted defects: one kind for each rule, each with where its rule must find it.

A defect is made so that it breaks its own rule only. Where that is impossible, it says which others it breaks. Nothing here
knows how a rule decides, so that the key of a demonstration can show what rules miss.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from gongkai.demo.defects.base import PLANTS, Case, Plant, Planted, Site

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["PLANTS", "Case", "Plant", "Planted", "Site"]
