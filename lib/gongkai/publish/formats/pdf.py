"""PDF/A-2a and PDF/UA-1 by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document import pdf
from gongkai.publish.exporter import BlockExporter
from gongkai.publish.formats import Format

if TYPE_CHECKING:
    from gongkai.document.metadata import Document


class PDFExporter(BlockExporter):
    """PDF/A-2a and PDF/UA-1 by Typst."""

    export_from_notebook = "公开年报 PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def render(self, document: Document) -> bytes:
        """PDF bytes."""
        return pdf.render(document, self.font_set(document))


FORMAT = Format(id="pdf", file="report.pdf", exporter=PDFExporter, label="PDF", order=1)
