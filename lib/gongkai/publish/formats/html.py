"""One self-contained web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document import html
from gongkai.publish.exporter import BlockExporter
from gongkai.publish.formats import Format

if TYPE_CHECKING:
    from gongkai.document.metadata import Document


class HTMLExporter(BlockExporter):
    """One self-contained web page: no scripts, no requests to any host."""

    export_from_notebook = "公开年报 HTML"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def render(self, document: Document) -> str:
        """HTML text."""
        return html.page(document)


FORMAT = Format(id="html", file="report.html", exporter=HTMLExporter, order=0)
