"""Combine the section notebooks of a report into one ordinary notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.publish.collect import HIDDEN_TAGS, PARAMETER_TAGS, SILENT_TAGS
from gongkai.run.notebooks import METADATA
from gongkai.sections.parameters import NAMES, rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbformat import NotebookNode

    from gongkai.document.metadata import Meta


def combine(executed: Iterable[NotebookNode], meta: Meta, parameters: Mapping[str, Any]) -> NotebookNode:
    """Combine executed notebooks into one that runs from top to bottom by itself and shows what is published.

    Code that is not published is kept without its outputs, as later cells may depend on it.

    Args:
        executed: Normalised notebooks in report order.
        meta: Metadata of the report; kept as notebook metadata ``gongkai``.
        parameters: Agency and year, assigned in the first cell; the folder of inputs is looked up at run time.

    Returns:
        A notebook that ``jupyter nbconvert --to gongkai-html`` and the other exporters read.
    """
    first: dict[str, Any] = {
        "cell_type": "code", "execution_count": None, "id": "parameters", "metadata": {"tags": ["parameters"]},
        "outputs": [], "source": "\n".join(f"{name} = {parameters.get(name)!r}" for name in NAMES),
    }  # fmt: skip
    cells = [first]
    for notebook in executed:
        cells += [kept for cell in notebook.cells if (kept := _kept(cell)) is not None]
    metadata = {
        "gongkai": meta.model_dump(mode="json", exclude_defaults=True),
        **METADATA,
        "title": meta.title,
    }
    return nbformat.from_dict(  # type: ignore[no-untyped-call, no-any-return]
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def _kept(cell: NotebookNode) -> dict[str, Any] | None:
    """The part of a cell that is kept; ``None`` if it is dropped."""
    tags, kept = set(cell.metadata.get("tags", [])), dict(cell)
    if not tags & (HIDDEN_TAGS | SILENT_TAGS):
        return kept
    if cell.cell_type != "code" or "injected-parameters" in tags:
        return None
    kept["outputs"] = []
    if tags & PARAMETER_TAGS:
        kept |= {"metadata": {}, "source": rest(cell.source)}
    return kept if kept["source"] else None
