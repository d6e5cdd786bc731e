"""Word by python-docx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document import docx
from gongkai.publish.exporter import BlockExporter
from gongkai.publish.formats import Format

if TYPE_CHECKING:
    from gongkai.document.metadata import Document


class DocxExporter(BlockExporter):
    """Word by python-docx."""

    export_from_notebook = "公开年报 Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def render(self, document: Document) -> bytes:
        """The bytes of a .docx file."""
        return docx.render(document, self.font_set(document))


FORMAT = Format(id="docx", file="report.docx", exporter=DocxExporter, label="Word", order=2)
