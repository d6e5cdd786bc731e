"""From paragraphs and tables to a return."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai import forms, limits
from gongkai.forms.labels import OffsetText, normalize, plain, unnumbered
from gongkai.importers.core import (
    boilerplate,
    draft,
    grids,
    leftovers,
    legacy_forms,
    metadata,
    preface,
    radicals,
    sections,
    text_tables,
    texts,
)
from gongkai.importers.core.edition_mapping import MappedTables, map_to_edition
from gongkai.importers.core.flatten import flatten
from gongkai.importers.core.parsed_report import ParsedTable
from gongkai.importers.organ import mistaken_year
from gongkai.returns.errors import InputError
from gongkai.returns.model import Issue, Return, Sections, SourceMap, empty_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongkai.importers.core.flatten import LocatedTable
    from gongkai.importers.core.leftovers import Leftover
    from gongkai.importers.core.parsed_report import ParsedReport
    from gongkai.importers.core.table_read import TableRead
    from gongkai.returns.model import Agency

_NUMBERED_BY_WORD = 3
"""Number of section titles without their numbers: Word set them by itself, and they are in no text."""
_SHRED = re.compile(r"^[\s\x1e\x1f]*[^\n。；！？\x1e\x1f]{1,8}?[\s\x1e\x1f]*$", re.MULTILINE)
"""Text beside a table that is not a sentence: 单位：件, 项目, the number of a page."""


_LONGEST = 1_000_000
"""Maximum number of characters of a report; the longest have about thirty thousand."""


@dataclass(frozen=True)
class Read:
    """A return, the edition its tables are really of, whether the report was a draft, and what was not taken."""

    record: Return
    edition_used: str
    draft: bool = False
    leftovers: tuple[Leftover, ...] = ()


def assemble(source: ParsedReport, organ: Callable[[str | None], Agency], year: int | None = None) -> Read:
    """Read a report.

    Args:
        source: The file as paragraphs and tables.
        organ: Gives the organ for the name in the title, or raises ``InputError``.
        year: The report year if it is given, else it is read from the report.

    Raises:
        InputError: No year, no organ, no report, a form of before 2019, or tables far larger than a report's.
    """
    area = sum(block.area for block in source.blocks if isinstance(block, ParsedTable))
    if area > limits.GRID:
        msg = (
            f"{source.file}：表格连同合并的单元格共有{area}格，超过{limits.GRID}格，不像一份年度报告；"
            "请只留下报告的表格后再导入。"
        )
        raise InputError(msg)
    source = radicals.unified(source)
    flat = flatten(source.blocks, paged=source.paged)
    raw = flat.text
    if len(raw) > _LONGEST:
        msg = f"{source.file}：有{len(raw)}个字，不像一份年度报告；请只留下报告的内容后再导入。"
        raise InputError(msg)
    raw, is_draft = draft.strip(raw, marked=source.draft)
    newest = list(forms.editions().values())[-1]
    norm = normalize(raw)
    titles = sections.titles(norm, newest)
    first = titles[0].start if titles else len(raw)
    said = metadata.recognise(raw[: min(first, 6_000)], source.title)
    when = year or said.year or metadata.period(raw[:first])
    legacy_forms.refuse(source, raw, when, titles)
    if when is None:
        msg = f"{source.file}：没有在标题中找到报告年度；请写明年度（import写 --year 年度，read写在文件后面）。"
        raise InputError(msg)
    try:
        edition = forms.edition_for(when)
    except forms.FormError as error:
        msg_0 = f"{source.file}：{error}"
        raise InputError(msg_0) from None
    if edition is not newest:
        titles = sections.titles(norm, edition)
    located = [item for item in flat.tables if item.end <= len(raw)]
    places = {
        section.table: _read(section, titles, norm, located, edition) for section in edition.sections if section.table
    }
    if len(titles) < 2 and not any(places.values()):
        msg = f"{source.file}：没有找到年度报告的标题和表格，不像政府信息公开工作年度报告；请核对文件。"
        raise InputError(msg)
    agency = organ(said.organ)
    printed = said.year or metadata.period(raw[:first])
    issues: list[Issue] = [] if printed in {None, when} else [mistaken_year(printed, when)]
    issues += _titles(said, titles, edition)
    mapped = map_to_edition(places, edition, issues)
    if source.paged:
        issues = [issue for issue in issues if not _broken(issue, edition)]
    body, signed, signature, behind = _texts(raw, source.wrapped, titles, places, edition, agency.name)
    head = f"{source.head}\n{raw[:first]}"
    record = Return(
        agency=agency,
        year=when,
        cells=empty_cells(edition) | mapped.cells,
        form_used=mapped.edition.id if mapped.edition is not edition else None,
        units=_units(mapped, edition),
        sections=body,
        signed=signed,
        published=source.published or metadata.published(head),
        signature=signature if signature not in {None, agency.short_name or agency.name} else None,
        issues=_unique(issues),
        source=SourceMap(file=source.file),
    )
    before = leftovers.before(raw[:first], preface.find(raw[:first]))
    left = dict.fromkeys((*source.leftovers, *before, *leftovers.behind(behind)))
    return Read(record, mapped.edition.id, is_draft, tuple(left))


def _unique(issues: list[Issue]) -> tuple[Issue, ...]:
    seen: dict[str, Issue] = {}
    for issue in issues:
        seen.setdefault(issue.model_dump_json(), issue)
    return tuple(seen.values())


def _broken(issue: Issue, edition: forms.Edition) -> bool:
    """Whether a header is only repeated, or broken off, where a table continues on the next page."""
    if issue.kind != "mislabelled" or issue.path not in edition.tables:
        return False
    return issue.expected is None or plain(issue.raw or "") in plain(issue.expected)


def _units(mapped: MappedTables, edition: forms.Edition) -> dict[str, str]:
    rows = edition.open_rows
    return {row: unit for row, unit in mapped.units.items() if row in rows and unit in rows[row].choices}


def _read(
    section: forms.Section,
    titles: list[sections.Title],
    norm: OffsetText,
    tables: Sequence[LocatedTable],
    edition: forms.Edition,
) -> TableRead | None:
    """The table of a section: between its title and the next one, else anywhere."""
    assert section.table is not None
    length = len(norm.raw)
    for at, title in enumerate(titles):
        if title.id == section.id:
            high = titles[at + 1].start if at + 1 < len(titles) else length
            found = _table(section.table, norm, tables, (title.end, high), edition)
            if found is not None:
                return found
    return _table(section.table, norm, tables, (0, length), edition)


def _table(
    id_: str, norm: OffsetText, tables: Sequence[LocatedTable], where: tuple[int, int], edition: forms.Edition
) -> TableRead | None:
    """A table out of its grids; out of the text if it has none, or if they are torn and the text has more rows."""
    low, high = where
    by_grid = grids.read(id_, [item for item in tables if low <= item.start and item.end <= high], edition)
    if by_grid is not None and (by_grid.is_complete or not by_grid.in_order):
        return by_grid
    by_text = text_tables.read(id_, norm, low, high, edition)
    if by_grid is None or by_text is None:
        return by_grid or by_text
    return by_text if len(by_text.cells) > len(by_grid.cells) else by_grid


def _titles(said: metadata.ReportMetadata, titles: list[sections.Title], edition: forms.Edition) -> list[Issue]:
    """Titles that differ from the form, and sections that are not there."""
    issues: list[Issue] = []
    if said.title and said.organ and said.year:
        wanted = f"{said.organ}{said.year}年政府信息公开工作年度报告"
        tail = plain(said.title)[-len("政府信息公开工作年度报告") :]
        if tail != "政府信息公开工作年度报告":
            issues.append(Issue(path="title", kind="mislabelled", raw=said.title, expected=wanted))
    bare = [t for t in titles if plain(t.raw) == unnumbered(edition.section(t.id).title)]
    if len(bare) < _NUMBERED_BY_WORD:
        bare = []
    for section in edition.sections:
        found = next((title for title in titles if title.id == section.id), None)
        if found in bare:
            continue
        if found is None:
            message = f"没有找到“{section.title}”。"
            issues.append(Issue(path=f"sections.{section.id}", kind="absent", message=message))
        elif not found.exact:
            issues.append(
                Issue(path=f"sections.{section.id}", kind="mislabelled", raw=found.raw, expected=section.title)
            )
    return issues


def _texts(
    raw: str,
    wrapped: int,
    titles: list[sections.Title],
    places: dict[str, TableRead | None],
    edition: forms.Edition,
    organ: str,
) -> tuple[Sections, object, str | None, str]:
    found: dict[str, str | None] = {}
    table_of = {section.id: section.table for section in edition.sections}
    signed = signature = None
    behind = ""
    for at, title in enumerate(titles):
        end = titles[at + 1].start if at + 1 < len(titles) else len(raw)
        start = title.end
        read = places.get(table_of[title.id] or "")
        if read is not None and start <= read.start < end:
            text = f"{raw[start : read.start].rstrip()}\n{raw[min(read.end, end) : end].lstrip()}"
            text = _SHRED.sub("", text)
        else:
            text = raw[start:end]
        text = re.sub(r"^[\s。：:、]+", "", text)
        if at + 1 == len(titles):
            text, behind = leftovers.cut_imprint(text)
            mark = metadata.signature(text, organ)
            if mark is not None:
                behind = f"{text[mark.end :]}\n{behind}"
                text, signed, signature = text[: mark.start], mark.day, mark.organ
            text = boilerplate.without_buttons(text)
        found[title.id] = texts.markdown(text, wrapped=wrapped)
    opening = preface.find(raw[: titles[0].start] if titles else "")
    found["preface"] = texts.markdown(opening, wrapped=wrapped)
    return Sections(**found), signed, signature, behind
