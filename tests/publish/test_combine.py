"""The notebooks of one report as one."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gongkai.document.metadata import Meta
from gongkai.publish.collect import document
from gongkai.publish.combine import combine


def cell(source, *tags, text="甲"):
    """An executed cell that shows something."""
    shown = [new_output("display_data", data={"text/html": f"<p>{text}</p>"})]
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {}, outputs=shown, execution_count=1)


def combined(*cells):
    return combine([new_notebook(cells=list(cells))], Meta(title="题"), {"agency": "a", "year": 2024})


def test_one_parameters_cell():
    """The first cell says which report it is; where inputs are is found from where it runs. Those of the sections go."""
    found = combined(
        new_code_cell("agency = None\nyear = None\nparams = None", metadata={"tags": ["parameters"]}),
        new_code_cell("agency = 'a'", metadata={"tags": ["injected-parameters"]}),
        cell("x"),
    )
    assert ["agency = 'a'\nyear = 2024\nparams = None", "x"] == [c.source for c in found.cells]


def test_what_an_analyst_adds_to_the_parameters_stays():
    """Another name in a parameters cell is needed by the cells after it."""
    source = "agency = None\nyear = None\nparams = None\ntop = 5"
    found = combined(new_code_cell(source, metadata={"tags": ["parameters"]}), cell("top"))
    assert ["top = 5", "top"] == [c.source for c in found.cells[1:]]
    assert [{}] == [c.metadata for c in found.cells[1:2]]


def test_code_stays_without_what_is_not_published():
    """Unpublished cells keep their code, which later cells may need, and lose their outputs."""
    found = combined(
        new_markdown_cell("说明", metadata={"tags": ["remove-cell"]}),
        cell("import pandas", "remove-cell", text="底稿"), cell("def f(): ...", "remove-output", text="预览"), cell("f()"),
    )  # fmt: skip
    assert [("import pandas", 0), ("def f(): ...", 0), ("f()", 1)] == [
        (c.source, len(c.outputs)) for c in found.cells[1:]
    ]
    assert ["甲"] == [block.text() for block in document(found).blocks]


def test_the_executed_notebooks_stay_as_they_are():
    """Combining does not modify the sections' notebooks."""
    given = new_notebook(cells=[cell("x", "remove-cell")])
    combine([given], Meta(title="题"), {"agency": "a", "year": 2024})
    assert 1 == len(given.cells[0].outputs)
