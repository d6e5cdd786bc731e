"""What every importer of a format hands to the core."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class ParsedReport:
    """A report as text.

    Attributes:
        file: Name of the file, for messages.
        text: The report: a paragraph a line, tables with a mark before every cell
            (:data:`~gongkai.importers.core.normalization.CELL`) where the cells are known apart.
        title: Title of the page or document.
        head: What stands around the report and may say when it was published.
        wrapped: The width at which lines were broken, 0 where they were not.
        paged: Whether labels may be repeated where a table goes over a page.
        draft: Whether it carries the mark of a draft of ours (``gongkai build --draft``).
        published: Publication date where the format gives it.
    """

    file: str
    text: str
    title: str | None = None
    head: str = ""
    wrapped: int = 0
    published: dt.date | None = None
    paged: bool = False
    draft: bool = False
