"""nbconvert exporters of our own: ``jupyter nbconvert --to gongkai-html|gongkai-pdf|gongkai-docx report.ipynb``."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters.exporter import Exporter, ResourcesDict

from gongkai.document import fonts, html
from gongkai.publish.collect import document

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from gongkai.document.blocks import Document


class _BlockExporter(Exporter):
    """Base: collects the notebook's blocks; a subclass renders them."""

    font_folders: tuple[Path, ...] = ()

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kwargs: Any) -> tuple[Any, ResourcesDict]:
        """Render a notebook; what a reader would miss is warned about."""
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        missed: list[str] = []
        found = document(notebook, missed)
        for sentence in missed:
            warnings.warn(sentence, stacklevel=2)
        return self.render(found), resources

    def render(self, found: Document) -> str | bytes:
        """The document in this exporter's format."""
        raise NotImplementedError

    def fonts(self, found: Document) -> fonts.FontSet:
        """The font set the document names."""
        folders = self.font_folders or (Path("params/fonts"),)
        return fonts.font_set(found.meta.fonts, folders)


class HTMLExporter(_BlockExporter):
    """One self-contained web page."""

    export_from_notebook = "公开年报 HTML"

    def _file_extension_default(self) -> str:
        return ".html"

    def render(self, found: Document) -> str:
        """HTML text."""
        return html.page(found)


class PDFExporter(_BlockExporter):
    """PDF/A-2a and PDF/UA-1 by Typst."""

    export_from_notebook = "公开年报 PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def render(self, found: Document) -> bytes:
        """PDF bytes."""
        from gongkai.document import pdf  # each format loads its own renderer only

        return pdf.render(found, self.fonts(found))


class DocxExporter(_BlockExporter):
    """Word by python-docx."""

    export_from_notebook = "公开年报 Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def render(self, found: Document) -> bytes:
        """The bytes of a .docx file."""
        from gongkai.document import docx  # see PDFExporter

        return docx.render(found, self.fonts(found))
