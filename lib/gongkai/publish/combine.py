"""The section notebooks of one report as one ordinary notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.publish.collect import HIDDEN_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbformat import NotebookNode

    from gongkai.document.blocks import Meta


def combine(executed: Iterable[NotebookNode], meta: Meta, parameters: Mapping[str, Any]) -> NotebookNode:
    """Join executed notebooks.

    Args:
        executed: In order of the report, normalised.
        meta: What the report says of itself; kept as notebook metadata ``gongkai``.
        parameters: Agency and year, shown in the first cell.

    Returns:
        A notebook that ``jupyter nbconvert --to gongkai-html`` and the other exporters read.
    """
    first: dict[str, Any] = {
        "cell_type": "code", "execution_count": None, "id": "parameters", "metadata": {"tags": ["parameters"]},
        "outputs": [], "source": "\n".join(f"{key} = {value!r}" for key, value in parameters.items()),
    }  # fmt: skip
    cells = [first]
    for notebook in executed:
        cells += [cell for cell in notebook.cells if not HIDDEN_TAGS & set(cell.metadata.get("tags", []))]
    metadata = {
        "gongkai": meta.model_dump(mode="json", exclude_defaults=True),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "title": meta.title,
    }
    return nbformat.from_dict(  # type: ignore[no-untyped-call, no-any-return]
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )
