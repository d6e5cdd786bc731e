"""Read ``agency.yaml`` and ``<year>.yaml`` into a :class:`~gongkai.returns.model.Return`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from gongkai import forms, limits
from gongkai.parsing import yaml
from gongkai.returns.errors import nearest
from gongkai.returns.figure_order import in_reading_order
from gongkai.returns.load_tables import read_tables
from gongkai.returns.model import (
    MATTERS,
    Agency,
    Correction,
    Fact,
    Figure,
    Issue,
    Passage,
    Return,
    Sections,
    SourceMap,
    Waiver,
    empty_cells,
)
from gongkai.returns.reader import Reader, typed

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
"""Version of the layout of params files and of ``report.json``."""

TOP_KEYS = (
    "schema", "year", "form_used", "signed", "published", "publish_by", "signature", "seal",
    "disclosure", "requests", "disputes", "facts", "sections", "figures", "waivers", "corrections", "issues",
)  # fmt: skip
"""The keys of a year's file."""


def agency(path: Path, name: str | None = None, fonts: str | None = None) -> Agency:
    """Read ``agency.yaml``; the id is the name of its folder.

    Args:
        path: The file.
        name: Its name in messages.
        fonts: The font set if the file names none; ``bundled`` by default.

    Raises:
        ReturnError: With file and line of everything that is wrong.
    """
    file = name or path.as_posix()
    data, lines = yaml.read(path, file)
    reader = Reader(file, lines)
    data = _given(data)
    data.setdefault("id", path.parent.name)
    if fonts:
        data.setdefault("fonts", fonts)
    found = typed(reader, Agency, data, "")
    reader.done()
    assert isinstance(found, Agency)
    return found


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """The keys with a value: an optional one that is left empty, or has only empty keys below it, is not given."""
    inner = {key: _given(value) if isinstance(value, dict) else value for key, value in data.items()}
    required = {key for key, field in Agency.model_fields.items() if field.is_required()}
    return {key: value for key, value in inner.items() if key in required or value not in (None, "", {})}


def load(path: Path, agency: Agency, name: str | None = None) -> Return:
    """Read one year's file.

    Args:
        path: ``<year>.yaml``.
        agency: The organ.
        name: Name of the file in messages; its path by default.

    Raises:
        ReturnError: With file, line, cell and what to do for everything that is wrong.
    """
    file = name or path.as_posix()
    data, lines = yaml.read(path, file)
    return build(data, agency, SourceMap(file=file, lines=lines))


def build(data: dict[str, Any], agency: Agency, source: SourceMap) -> Return:
    """Build a return from data in the layout of a year's file (also from a converted ``report.json``).

    Raises:
        ReturnError: See :func:`load`.
    """
    reader = Reader(source.file or "", source.lines)
    data = reader.mapping(data, "", TOP_KEYS)
    if data.get("schema", SCHEMA) != SCHEMA:
        reader.problem("schema", f"schema应当是{SCHEMA}，文件里是{data['schema']}；请用相应版本的系统打开。")
    year = data.get("year")
    if not isinstance(year, int):
        reader.problem("year", "缺少报告年度“year”，或者它不是四位数字。")
        reader.done()
    try:
        edition = forms.edition_for(year)  # type: ignore[arg-type]
    except forms.FormError as error:
        reader.problem("year", str(error))
        reader.done()
    cells = empty_cells(edition)
    issues: list[Issue] = [
        item
        for index, raw in enumerate(reader.items(data.get("issues"), "issues"))
        if (item := typed(reader, Issue, raw, f"issues.{index}")) is not None
    ]
    rest: list[str] = []
    units = read_tables(reader, edition, data, cells, rest, issues, agency.id)
    facts = {
        key: item
        for key, raw in reader.entries(data.get("facts"), "facts").items()
        if (item := typed(reader, Fact, raw, f"facts.{key}")) is not None
    }
    for key, fact in facts.items():
        for attribute in ("part_of", "same_as"):
            whole = getattr(fact, attribute)
            if whole is not None and whole not in facts:
                reader.problem(f"facts.{key}.{attribute}", f"facts中没有“{whole}”{nearest(whole, facts)}")
    figures = tuple(
        item
        for key, raw in reader.entries(data.get("figures"), "figures").items()
        if (item := typed(reader, Figure, {"id": key, **raw} if isinstance(raw, dict) else raw, f"figures.{key}"))
    )
    waivers = tuple(
        item
        for index, raw in enumerate(reader.items(data.get("waivers"), "waivers"))
        if (item := typed(reader, Waiver, raw, f"waivers.{index}"))
    )
    corrections = tuple(
        item
        for index, raw in enumerate(reader.items(data.get("corrections"), "corrections"))
        if (item := typed(reader, Correction, raw, f"corrections.{index}"))
    )
    for index, correction in enumerate(corrections):
        if correction.cell not in cells:
            reader.problem(
                f"corrections.{index}.cell",
                f"{edition.id}版表式没有单元格“{correction.cell}”{nearest(correction.cell, cells)}",
            )
    sections = _sections(reader, data.get("sections"))
    scalars = {key: data[key] for key in _TopLevel.model_fields if key in data}
    head = typed(reader, _TopLevel, scalars, "")
    reader.done()
    return Return(
        agency=agency, year=year, cells=cells, rest=tuple(rest), units=units, facts=facts,
        sections=sections, figures=in_reading_order(figures, sections), waivers=waivers, corrections=corrections,
        issues=tuple(issues), source=source,
        **head.model_dump(),
    )  # fmt: skip


class _TopLevel(BaseModel):
    """The scalar values at the top of a year's file."""

    model_config = {"extra": "forbid"}
    form_used: str | None = None
    signed: dt.date | None = None
    published: dt.date | None = None
    publish_by: dt.date | None = None
    signature: str | None = None
    seal: bool = False


def _bounded(reader: Reader, path: str, text: str | None) -> None:
    """Refuse a text that no report has: rules and renderers would work on it for long."""
    if text is not None and len(text) > limits.TEXT:
        reader.problem(path, f"“{path}”有{len(text)}字，最多{limits.TEXT}字；请检查是不是贴错了内容。")


def _sections(reader: Reader, data: Any) -> Sections:
    texts = reader.mapping(data, "sections", tuple(Sections.model_fields))
    for key, raw in texts.items():
        if key == "overview" and isinstance(raw, dict):
            passages = []
            for id_, item in reader.entries(raw, "sections.overview", limits.PASSAGES).items():
                given = {"text": item} if isinstance(item, str) or item is None else item
                path = f"sections.overview.{id_}"
                passage = typed(reader, Passage, {"id": id_, **given} if isinstance(given, dict) else given, path)
                if passage and passage.heading is None and id_ not in MATTERS:
                    reader.problem(path, f"“{id_}”不是规定的五个方面之一，请用heading写明小标题{nearest(id_, MATTERS)}")
                passages.append(passage)
                if passage:
                    _bounded(reader, f"{path}.text", passage.text)
            texts[key] = tuple(passage for passage in passages if passage)
        elif raw is not None and not isinstance(raw, str):
            reader.problem(f"sections.{key}", f"“sections.{key}”应当是一段文字。")
            texts[key] = None
        else:
            _bounded(reader, f"sections.{key}", raw)
    return Sections(**texts)
