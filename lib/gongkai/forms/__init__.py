"""The statutory forms as data: one YAML file per edition, and the code that reads and checks them."""

from gongkai.forms.grid import Grid, GridCell
from gongkai.forms.model import (
    Cell,
    Column,
    Edition,
    FormError,
    Row,
    Section,
    Table,
    edition,
    edition_for,
    editions,
)

__all__ = [
    "Cell",
    "Column",
    "Edition",
    "FormError",
    "Grid",
    "GridCell",
    "Row",
    "Section",
    "Table",
    "edition",
    "edition_for",
    "editions",
]
