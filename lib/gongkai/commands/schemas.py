"""The JSON Schemas in a folder of params."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns import file_schema

if TYPE_CHECKING:
    from gongkai.returns import Params


def documents() -> dict[str, str]:
    """The text of each schema by its name, with every kind of chart there is."""
    from gongkai.sections import charts  # no chart is drawn: this imports no matplotlib

    return file_schema.documents({kind.id: kind.name for kind in charts.kinds().values()})


def refresh(params: Params) -> None:
    """Bring the schemas of a folder of params up to date.

    Raises:
        OSError: One cannot be written.
    """
    file_schema.write(params.root, documents())
