"""nbconvert exporters: what they must not do on the way."""

from __future__ import annotations

import bs4
import pytest
from nbconvert import HTMLExporter as Stock
from nbformat.v4 import new_code_cell, new_notebook, new_output

from gongkai.document.blocks import MIME, Paragraph, inline, to_json
from gongkai.publish.exporters import HTMLExporter


class Parsed(Exception):
    """A page was parsed."""


def test_no_second_parsing(monkeypatch):
    """The page is written once: it is not parsed and written anew as nbconvert's own exporter does."""

    def refuse(*_args, **_kwargs):
        raise Parsed

    monkeypatch.setattr(bs4.BeautifulSoup, "__init__", refuse)
    data = {MIME: to_json(Paragraph(content=inline("甲"))), "text/html": "<p>甲</p>"}
    cell = new_code_cell("x", outputs=[new_output("display_data", data=data)], execution_count=1)
    notebook = new_notebook(cells=[cell])
    with pytest.raises(Parsed):
        Stock().from_notebook_node(notebook)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "甲" in page
