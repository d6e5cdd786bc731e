"""What a build adds to executed notebooks: findings at the end of a draft, deviations in the working paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat

from gongkai.document.blocks import Group
from gongkai.sections import loading
from gongkai.sections.review import Review, deviations
from gongkai.sections.signoff import signoff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbformat import NotebookNode

    from gongkai.returns import Params, Return
    from gongkai.returns.review_file import Record
    from gongkai.run.overrides import Deviation


def findings(record: Return, params: Params) -> NotebookNode:
    """The findings at the end of a draft, as an executed notebook with one cell."""
    paper = loading.read(loading.REVIEW, record.agency.id, record.year, params.root)
    assert isinstance(paper, Review)
    found = paper.findings()
    blocks = [block.model_copy(update={"refs": ()}) if block.type == "note" else block for block in found.blocks]
    cell = _shown("# 核对结果", "draft-findings", Group(blocks=tuple(blocks)))
    return nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call, no-any-return]


def _shown(source: str, id_: str, group: Group) -> NotebookNode:
    """A cell that shows blocks, as if it had been executed."""
    output = nbformat.v4.new_output("display_data", data=group._repr_mimebundle_())  # type: ignore[no-untyped-call]
    return nbformat.v4.new_code_cell(source, outputs=[output], execution_count=1, id=id_)  # type: ignore[no-untyped-call, no-any-return]


def with_deviations(paper: NotebookNode, own: Sequence[Deviation]) -> NotebookNode:
    """The working paper with the organ's own notebooks listed after its summary, whichever notebook it was made by."""
    if not own:
        return paper
    group = deviations({item.name: item.sentence for item in own})
    return _with_cell(paper, _shown("# 本机关自己的笔记本", "deviations", group))


def with_signoff(paper: NotebookNode, record: Return, steps: Record | None, changed: Sequence[str]) -> NotebookNode:
    """The working paper with the steps about the report after its summary.

    Args:
        paper: The executed notebook.
        record: The return.
        steps: The record of steps, if there is one.
        changed: What has changed since the last one.
    """
    if steps is None or steps.last is None:
        return paper
    return _with_cell(paper, _shown("# 送审和批准", "signoff", signoff(record, steps, changed)))


def _with_cell(paper: NotebookNode, cell: NotebookNode) -> NotebookNode:
    """A notebook with a cell behind the first one that shows something."""
    cells = list(paper.cells)
    cells.insert(next((n for n, cell in enumerate(cells, 1) if cell.get("outputs")), 0), cell)
    return nbformat.from_dict({**paper, "cells": cells})  # type: ignore[no-untyped-call, no-any-return]
