"""The base of the nbconvert exporters: what they must do, and what they must avoid."""

from __future__ import annotations

import logging

import bs4
import pytest
from nbconvert import HTMLExporter as Stock
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from gongkai.document.blocks import MIME, Paragraph, inline, to_json
from gongkai.document.errors import FontError
from gongkai.publish.formats.html import HTMLExporter
from gongkai.publish.formats.pdf import PDFExporter


class Parsed(Exception):
    """A page was parsed."""


def notebook(data=None, tags=(), **about):
    """A notebook whose one cell shows something: by default a paragraph."""
    data = data or {MIME: to_json(Paragraph(content=inline("甲"))), "text/html": "<p>甲</p>"}
    output = new_output("display_data", data=data)
    cell = new_code_cell("x", id="one", outputs=[output], execution_count=1, metadata={"tags": list(tags)})
    return new_notebook(cells=[cell], metadata={"gongkai": {"title": "报告", **about}})


def test_no_second_parsing(monkeypatch):
    """The page is not parsed and rewritten, as nbconvert's own exporter does."""

    def refuse(*_args, **_kwargs):
        raise Parsed

    monkeypatch.setattr(bs4.BeautifulSoup, "__init__", refuse)
    given = notebook()
    with pytest.raises(Parsed):
        Stock().from_notebook_node(given)
    page, _ = HTMLExporter().from_notebook_node(given)
    assert "甲" in page


def test_preprocessors_are_obeyed():
    """An enabled nbconvert preprocessor is applied, and the given notebook is not modified."""
    given = notebook(tags=["internal"])
    settings = {"enabled": True, "remove_cell_tags": ["internal"]}
    page, _ = HTMLExporter(config=Config(TagRemovePreprocessor=settings)).from_notebook_node(given)
    assert "甲" not in page
    assert "甲" in HTMLExporter().from_notebook_node(given)[0]


def test_what_a_reader_would_miss(caplog):
    """What a reader would miss is logged, where ``jupyter nbconvert`` shows it, and handed to the caller."""
    given = notebook({"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    with caplog.at_level(logging.WARNING):
        _, resources = HTMLExporter().from_notebook_node(given)
    sentence = "单元格one的图没有替代文字：请给图加标题，或在单元格元数据里写alt。"
    assert ([sentence], (sentence,)) == (caplog.messages, resources["warnings"])


def test_font_sets_are_looked_up_where_one_says(tmp_path):
    """The folders of one's own font sets are a setting; without the set the message says how to get it."""
    given = notebook(fonts="ours")
    (tmp_path / "ours").mkdir()
    with pytest.raises(FontError, match="的文件夹里没有字体文件"):
        PDFExporter(font_folders=[str(tmp_path)]).from_notebook_node(given)
    with pytest.raises(FontError, match="没有字体集“ours”"):
        PDFExporter(font_folders=[]).from_notebook_node(given)
