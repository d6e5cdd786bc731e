"""The texts and the numbers outside the form, as rows of two sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from gongkai.returns import fact_names
from gongkai.returns.errors import InputError
from gongkai.returns.model import MATTERS, Fact, Passage, Sections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai import forms
    from gongkai.returns.model import Number

LONGEST = 32_767
"""Maximum number of characters an Excel cell holds."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of the sheet of texts.

    Attributes:
        key: ``preface``, ``overview``, ``overview.<passage id>``, ``problems`` …
        where: Its location in the report, in Chinese.
        heading: Heading of a passage; ``None`` if absent.
        text: The text; ``None`` is empty.
    """

    key: str
    where: str
    heading: str | None
    text: str | None


def text_rows(edition: forms.Edition, sections: Sections) -> list[TextRow]:
    """The rows of the sheet for texts, in the order of the report, those without text too.

    Args:
        edition: The form, whose sections have a row each; the first, if it is in passages, one for each of them.
        sections: The texts as they are, placeholders included.
    """
    rows = [TextRow("preface", "报头（标题之后、第一部分之前）", None, sections.preface)]
    for section in edition.sections:
        if section.id == "overview" and not isinstance(sections.overview, str):
            rows += _passages(section.title, sections.overview or ())
        else:
            rows.append(TextRow(section.id, section.title, None, getattr(sections, section.id)))
    return rows


def _passages(title: str, passages: Sequence[Passage]) -> list[TextRow]:
    given = {passage.id: passage for passage in passages}
    ids = [*given, *(id_ for id_ in MATTERS if id_ not in given)]
    rows = []
    for id_ in ids:
        passage = given.get(id_, Passage(id=id_))
        rows.append(
            TextRow(
                f"overview.{id_}",
                f"{title}·{MATTERS.get(id_) or passage.heading or id_}",
                passage.heading,
                passage.text,
            )
        )
    return rows


def sections_of(rows: Mapping[str, tuple[str | None, str | None]], original: Sections) -> Sections:
    """The texts from the content of the sheet.

    Args:
        rows: Heading and text by key.
        original: The texts the form was written with; what was not changed in the sheet stays as it was there.

    Returns:
        The texts. A passage that is empty and was not there before is left out.
    """
    found: dict[str, str | tuple[Passage, ...] | None] = {}
    typed = () if isinstance(original.overview, str) else original.overview or ()
    before = {clean(passage.id).strip(): passage for passage in typed}
    passages: list[Passage] = []
    for key, (heading, text) in rows.items():
        _section, _, id_ = key.partition(".")
        if not id_:
            found[key] = keep(text, getattr(original, key))
            continue
        old = before.get(id_)
        if old is not None:
            passages.append(Passage(id=old.id, heading=keep(heading, old.heading), text=keep(text, old.text)))
        elif text is not None:
            passages.append(Passage(id=id_, heading=heading, text=text))
    if "overview" not in found:
        found["overview"] = tuple(passages) if passages or original.overview == () else None
    return Sections(**{**original.model_dump(), **found})


def facts_of(
    rows: Sequence[tuple[str | None, str | None, Number | None, str | None]], original: Mapping[str, Fact]
) -> dict[str, Fact]:
    """The numbers outside the form from the content of the sheet.

    Args:
        rows: Id, label, value, unit. A row without id is a new fact; it gets one from its label.
        original: The facts the form was written with.
    """
    found: dict[str, Fact] = {}
    before = {clean(id_).strip(): id_ for id_ in original}
    for id_, label, value, unit in rows:
        old = original.get(before.get(id_ or "", ""))
        if old is not None:
            found[before[id_ or ""]] = old.model_copy(
                update={
                    "label": keep(label, old.label) or "",
                    "unit": keep(unit, old.unit) or "",
                    "value": same_number(value, old.value),
                }
            )
            continue
        key = id_ or fact_names.unused(label or "", {*found, *original})
        found[key] = Fact(value=value, unit=unit or "", label=label or "")
    return found


def encode(text: str | None, where: str) -> str | None:
    """The text as an Excel cell can hold it: without control characters.

    Raises:
        InputError: It is longer than a cell can hold.
    """
    if text is None:
        return None
    fit = clean(text)
    if len(fit) > LONGEST:
        msg = f"“{where}”的文字有{len(fit)}字，超过Excel单元格的上限{LONGEST}字；请先缩短，或分成几段。"
        raise InputError(msg)
    return fit


def keep(read: str | None, original: str | None) -> str | None:
    """``original`` if the sheet still shows it, else what was read.

    Args:
        read: The text of the sheet; ``None`` if its cell is empty.
        original: The text that the sheet was made from, before :func:`clean`.
    """
    return original if (read or "") == clean(original or "").strip() else read


def same_number(read: Number | None, original: Number | None) -> Number | None:
    """``original`` if it is the same to the 15 digits that Excel keeps, else what was read: no digit gets lost.

    Args:
        read: The number of the sheet; ``None`` if its cell is empty.
        original: The number that the sheet was made from, in the same unit.
    """
    if read is None or original is None:
        return read
    return original if f"{float(read):.15g}" == f"{float(original):.15g}" else read


def clean(text: str) -> str:
    """The text without the control characters that no workbook can hold, with one kind of line break."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
