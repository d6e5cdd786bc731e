"""What an importer is: a format, how a file of that format is recognised, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongkai.importers.core.leftovers import Leftover
    from gongkai.importers.core.parsed_report import ParsedReport
    from gongkai.returns.model import Agency, Return

MB = 1024 * 1024
HEAD = 4_096
"""How many bytes of a file are shown to :attr:`Importer.sniff`."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose report the caller expects.

    Attributes:
        agency: The organ, or ``None`` if it is to be taken from the file.
        year: The report year, likewise.
    """

    agency: Agency | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ReadReturn:
    """A return that a file holds as data, so that nothing needs to be found in its text.

    Attributes:
        record: The return.
        draft: Whether the file is a Gongkai draft.
        from_form: Whether the file is a form written from the organ's own return: it gives that return's placeholders back.
        base: The return that the form was written from; ``None`` if the file is not such a form.
        leftovers: What the file holds beside the return.
    """

    record: Return
    draft: bool = False
    from_form: bool = False
    base: Return | None = None
    leftovers: tuple[Leftover, ...] = ()


def _accept(_path: Path) -> None:
    """No check beyond the size."""


def _never(_head: bytes, _path: Path) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that can be imported. A file of the package ``formats``, or an entry point, gives one as ``IMPORTER``.

    Attributes:
        name: Short name in ASCII, unique among importers.
        title: The format in messages, for instance ``Word（.docx）``.
        suffixes: File name suffixes in lower case, with their dot; no other importer has them.
        max_bytes: Files with more bytes are refused before they are opened.
        read: Reads a file: as paragraphs and tables in which the report is still to be found, or as a return.
            Raises :class:`~gongkai.returns.errors.InputError` with a Chinese sentence if the file cannot be read; any other
            exception is a bug.
        sniff: Whether the first bytes (at most :data:`HEAD`) prove the format, whatever the file is called.
        guess: Whether a file whose suffix no importer has is rather of this format.
        binary: Whether a file with one of the suffixes that ``sniff`` does not recognise is damaged or renamed.
        check: Raises ``InputError`` unless the file is safe to open. Called before ``read``, after the size was checked.
        uses: Modules that ``read`` imports. They are imported before the child process in which a file is read is forked, so
            that a call with several files imports them once.
        plugin: Name and version of the package that registered it, set by the registry; ``None`` for those of Gongkai.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    max_bytes: int
    read: Callable[[Path, Expected], ParsedReport | ReadReturn]
    sniff: Callable[[bytes, Path], bool] = _never
    guess: Callable[[bytes, Path], bool] = _never
    binary: bool = False
    check: Callable[[Path], None] = _accept
    uses: tuple[str, ...] = ()
    plugin: str | None = None
