"""What can go wrong when a notebook runs, in one sentence that an analyst can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode


class RunError(RuntimeError):
    """A notebook did not run to its end.

    Attributes:
        stem: The notebook.
        cell: Heading of the cell, where one is to blame.
        cause: What happened.
        notebook: The executed notebook with the error marked at its top, where there is one.
        is_input: Whether the cause is wrong input rather than a fault of the notebook.
    """

    def __init__(self, stem: str, cause: str, cell: str | None = None, notebook: NotebookNode | None = None) -> None:
        """Join the parts to one sentence."""
        self.stem, self.cause, self.cell, self.notebook = stem, cause, cell, notebook
        self.is_input = False
        at = f"，单元格“{cell}”" if cell else ""
        super().__init__(f"笔记本{stem}{at}：{cause}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes."""
        return RunError, (self.stem, self.cause, self.cell, self.notebook)


def heading(source: str) -> str:
    """A cell's heading: its first comment line, else its first line."""
    for line in source.splitlines():
        if line.strip():
            return line.strip().lstrip("#% ").strip()[:60]
    return ""
