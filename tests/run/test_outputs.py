"""Messages of a kernel become the outputs that a client would have made of them."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.run.outputs import Outputs

STREAM = {"name": "stdout", "text": "一"}
DATA = {"data": {"text/plain": "1"}, "metadata": {}}


def display(name: str, text: str) -> dict[str, Any]:
    """A display that can be updated."""
    return {"data": {"text/plain": text}, "metadata": {"a": text}, "transient": {"display_id": name}}


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("stream", STREAM, {"output_type": "stream", **STREAM}),
        ("display_data", DATA, {"output_type": "display_data", **DATA}),
        ("display_data", {**DATA, "metadata": None}, {"output_type": "display_data", **DATA}),
        ("execute_result", {**DATA, "execution_count": 3}, {"output_type": "execute_result", **DATA, "execution_count": 3}),
        (
            "error",
            {"ename": "ValueError", "evalue": "x", "traceback": ["t"], "more": 1},
            {"output_type": "error", "ename": "ValueError", "evalue": "x", "traceback": ["t"]},
        ),
    ],
    ids=["stream", "display", "no metadata", "result", "error"],
)  # fmt: skip
def test_outputs(kind: str, content: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each kind of message is an output of the running cell; an exception above all is never swallowed."""
    made = Outputs(2)
    made.take(1, kind, content)
    assert ([[], [expected]], {1: [expected]}, {}) == (made.cells, made.take_changed(), made.take_changed())


@pytest.mark.parametrize("kind", ["status", "execute_input", "something_new"])
def test_other_messages_are_no_outputs(kind: str) -> None:
    """Messages that are not outputs leave none."""
    made = Outputs(1)
    made.take(0, kind, {})
    assert ([[]], {}) == (made.cells, made.take_changed())


def test_execution_count() -> None:
    """A cell has the count that any of its messages names, and none before."""
    made = Outputs(2)
    made.take(1, "execute_input", {"execution_count": 7})
    assert [None, 7] == made.counts


def test_clear() -> None:
    """Outputs are cleared at once, or when the next one comes."""
    made = Outputs(1)
    made.take(0, "stream", STREAM)
    made.take(0, "clear_output", {})
    assert [[]] == made.cells
    assert {0: []} == made.take_changed()
    made.take(0, "stream", STREAM)
    made.take_changed()
    made.take(0, "clear_output", {"wait": True})
    assert ([[{"output_type": "stream", **STREAM}]], {}) == (made.cells, made.take_changed())
    made.take(0, "stream", {**STREAM, "text": "二"})
    made.take(0, "stream", {**STREAM, "text": "三"})
    assert ["二", "三"] == [output["text"] for output in made.cells[0]]


def test_update() -> None:
    """A display that is updated changes wherever it was shown, also in a cell that ran before."""
    made = Outputs(3)
    made.take(0, "display_data", display("a", "1"))
    made.take(1, "stream", STREAM)
    made.take(1, "display_data", display("a", "2"))
    made.take(1, "display_data", display("b", "3"))
    made.take_changed()
    made.take(2, "update_display_data", display("a", "4"))
    shown = [[output.get("data", {}).get("text/plain") for output in cell] for cell in made.cells]
    assert [["4"], [None, "4", "3"], []] == shown
    assert {"a": "4"} == made.cells[0][0]["metadata"]
    assert [0, 1] == list(made.take_changed())


def test_update_after_clear() -> None:
    """A display that was cleared is updated no more."""
    made = Outputs(2)
    made.take(0, "display_data", display("a", "1"))
    made.take(1, "display_data", display("a", "1"))
    made.take(0, "clear_output", {})
    made.take(0, "stream", STREAM)
    made.take(1, "update_display_data", display("a", "2"))
    assert [{"output_type": "stream", **STREAM}] == made.cells[0]
    assert "2" == made.cells[1][0]["data"]["text/plain"]


@pytest.mark.parametrize("kind", ["comm_open", "comm_msg", "comm_close"])
def test_widgets(kind: str) -> None:
    """A widget needs a full client, and is no output."""
    made = Outputs(1)
    before = made.needs_frontend
    made.take(0, kind, {})
    assert before is None
    assert ("用了交互控件（ipywidgets）", [[]]) == (made.needs_frontend, made.cells)
