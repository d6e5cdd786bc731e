"""The statutory forms as data: one YAML file per edition and one of levels of organs, and the code that reads and checks them.

A name is imported from its module when it is first used (PEP 562): opening a folder of inputs says which form files
count, but reads none.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.forms.grid import Grid, GridCell
    from gongkai.forms.level_table import Level, level, level_names, level_of, levels
    from gongkai.forms.model import Cell, Column, Edition, Head, Row, Section, Table
    from gongkai.forms.project_files import FormError, cached, current, use
    from gongkai.forms.registry import edition, edition_for, editions, files_until, splits, table_names
else:
    _MODULES = {
        "grid": ("Grid", "GridCell"),
        "level_table": ("Level", "level", "level_names", "level_of", "levels"),
        "model": ("Cell", "Column", "Edition", "Head", "Row", "Section", "Table"),
        "registry": ("edition", "edition_for", "editions", "files_until", "splits", "table_names"),
        "project_files": ("FormError", "cached", "current", "use"),
    }

    def __getattr__(name: str) -> object:
        """A name of ``__all__``, from the module that defines it."""
        from importlib import import_module

        for module, defined in _MODULES.items():
            if name in defined:
                found = getattr(import_module(f"{__name__}.{module}"), name)
                globals()[name] = found
                return found
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)


__all__ = [
    "Cell",
    "Column",
    "Edition",
    "FormError",
    "Grid",
    "GridCell",
    "Head",
    "Level",
    "Row",
    "Section",
    "Table",
    "cached",
    "current",
    "edition",
    "edition_for",
    "editions",
    "files_until",
    "level",
    "level_names",
    "level_of",
    "levels",
    "splits",
    "table_names",
    "use",
]
