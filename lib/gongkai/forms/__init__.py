"""The statutory forms as data: one YAML file per edition, and the code that reads and checks them."""

from gongkai.forms.grid import Grid, GridCell
from gongkai.forms.levels import Level, level, level_names, level_of, levels
from gongkai.forms.model import (
    Cell,
    Column,
    Edition,
    Row,
    Section,
    Table,
    edition,
    edition_for,
    editions,
    table_names,
)
from gongkai.forms.sources import FormError, use

__all__ = [
    "Cell",
    "Column",
    "Edition",
    "FormError",
    "Grid",
    "GridCell",
    "Level",
    "Row",
    "Section",
    "Table",
    "edition",
    "edition_for",
    "editions",
    "level",
    "level_names",
    "level_of",
    "levels",
    "table_names",
    "use",
]
