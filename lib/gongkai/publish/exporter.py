"""The base of the nbconvert exporters: a notebook's blocks, rendered in one format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters.exporter import Exporter, ResourcesDict
from traitlets import List, Unicode

from gongkai.document import fonts
from gongkai.publish.collect import document

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from gongkai.document.metadata import Document


class BlockExporter(Exporter):
    """Collects the blocks of an executed notebook; a subclass renders them.

    A subclass sets ``export_from_notebook``, ``output_mimetype`` and the default of ``file_extension``, as nbconvert
    requires of every exporter, and implements :meth:`render`.
    """

    font_folders = List(
        Unicode(), ["params/fonts"], help="Folders in which font sets of one's own are looked up, by their names."
    ).tag(config=True)

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kwargs: Any) -> tuple[Any, ResourcesDict]:
        """Render a notebook.

        Args:
            nb: An executed notebook; its metadata ``gongkai`` describe the document.
            resources: See nbconvert.
            kwargs: See nbconvert.

        Returns:
            Text or bytes, and the resources; ``resources["warnings"]`` holds a Chinese sentence for each thing that a
            reader would miss; each is also logged.

        Raises:
            FontError: The font set that the notebook names is missing.
            RenderError: The document cannot be written in this format.
        """
        if any(getattr(preprocessor, "enabled", True) for preprocessor in self._preprocessors):
            notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        else:  # nothing modifies the notebook: nbconvert would copy it three times and validate it eleven times
            notebook, resources = nb, self._init_resources(resources)  # type: ignore[no-untyped-call]
        missed: list[str] = []
        found = document(notebook, missed)
        for sentence in missed:
            self.log.warning(sentence)
        resources["warnings"] = tuple(missed)
        return self.render(found), resources

    def render(self, document: Document) -> str | bytes:
        """The document in this exporter's format."""
        raise NotImplementedError

    def font_set(self, document: Document) -> fonts.FontSet:
        """The font set that the document names.

        Raises:
            FontError: There is no set of this name; the message says how to get it.
        """
        return fonts.font_set(document.meta.fonts, [Path(folder) for folder in self.font_folders])
