"""The statutory forms as data: one YAML file per edition, and the code that reads and checks them."""

from gongkai.forms.grid import Grid, GridCell
from gongkai.forms.levels import Level, level, level_names, level_of, levels
from gongkai.forms.model import Cell, Column, Edition, Head, Row, Section, Table
from gongkai.forms.read import edition, edition_for, editions, splits, table_names
from gongkai.forms.sources import FormError, cached, use

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
    "edition",
    "edition_for",
    "editions",
    "level",
    "level_names",
    "level_of",
    "levels",
    "splits",
    "table_names",
    "use",
]
