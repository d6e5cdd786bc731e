"""Convert a kernel's messages to outputs of notebook cells, as nbclient does."""

from __future__ import annotations

from typing import Any

Output = dict[str, Any]


class Outputs:
    """The outputs of the cells of one notebook while it runs.

    Attributes:
        cells: Outputs by cell.
        counts: Execution count by cell; ``None`` for one that has not run.
        changed: Cells whose outputs changed since :meth:`take_changed` was last called.
        needs_frontend: What the notebook did that requires a full client, or ``None``.
    """

    def __init__(self, number: int) -> None:
        """Start with no outputs for ``number`` cells."""
        self.cells: list[list[Output]] = [[] for _ in range(number)]
        self.counts: list[int | None] = [None] * number
        self.changed: set[int] = set()
        self.needs_frontend: str | None = None
        self._clear_first = False
        self._places: dict[str, dict[int, list[int]]] = {}

    def take(self, index: int, kind: str, content: dict[str, Any]) -> None:
        """Apply a message that arrived while a cell was running.

        Args:
            index: The running cell.
            kind: Message type of the Jupyter messaging protocol.
            content: Its content, as received by a client.
        """
        transient = content.get("transient")
        name = transient.get("display_id") if transient else None
        if name:
            self._update(name, content)
        if "execution_count" in content:
            self.counts[index] = content["execution_count"]
        if kind == "clear_output":
            if content.get("wait"):
                self._clear_first = True
            else:
                self._clear(index)
        elif kind.startswith("comm"):
            self.needs_frontend = "用了交互控件（ipywidgets）"
        else:
            output = _output(kind, content)
            if output is not None:
                self._append(index, output, name)

    def _append(self, index: int, output: Output, name: str | None) -> None:
        if self._clear_first:
            self._clear(index)
            self._clear_first = False
        if name:
            self._places.setdefault(name, {}).setdefault(index, []).append(len(self.cells[index]))
        self.cells[index].append(output)
        self.changed.add(index)

    def _clear(self, index: int) -> None:
        self.cells[index] = []
        self.changed.add(index)
        for places in self._places.values():
            if index in places:
                places[index] = []

    def _update(self, name: str, content: dict[str, Any]) -> None:
        for index, positions in self._places.get(name, {}).items():
            for position in positions:
                output = self.cells[index][position]
                output["data"], output["metadata"] = content["data"], content["metadata"]
            self.changed.add(index)

    def take_changed(self) -> dict[int, list[Output]]:
        """Outputs of the cells that changed since the last call."""
        found = {index: self.cells[index] for index in sorted(self.changed)}
        self.changed.clear()
        return found


def _output(kind: str, content: dict[str, Any]) -> Output | None:
    match kind:
        case "stream":
            return {"output_type": kind, "name": content["name"], "text": content["text"]}
        case "display_data":
            return {"output_type": kind, "metadata": content["metadata"] or {}, "data": content["data"]}
        case "execute_result":
            return {
                "output_type": kind, "metadata": content["metadata"] or {}, "data": content["data"],
                "execution_count": content["execution_count"],
            }  # fmt: skip
        case "error":
            return {
                "output_type": kind, "ename": content["ename"], "evalue": content["evalue"],
                "traceback": content["traceback"],
            }  # fmt: skip
    return None
