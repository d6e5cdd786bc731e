"""The first line of a file of params, which tells editors by which JSON Schema to complete and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.forms import Edition

FOLDER = ".schema"
"""The folder of the schemas, in ``params`` beside the organs."""
AGENCY = "agency.json"
"""The schema of ``agency.yaml``."""


def of_year(edition: Edition) -> str:
    """Name of the schema of the files of the years of an edition."""
    return f"year-{edition.id}.json"


def line(name: str) -> str:
    """The line of a file in an organ's folder; its path is relative, so that it works without a network."""
    return f"# yaml-language-server: $schema=../{FOLDER}/{name}"
