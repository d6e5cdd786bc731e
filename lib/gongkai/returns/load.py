"""Read ``agency.yaml`` and ``<year>.yaml`` into a :class:`~gongkai.returns.model.Return`."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from gongkai import forms, limits
from gongkai.parsing import invalid, slips, yaml
from gongkai.returns.errors import Problem, ReturnError, nearest
from gongkai.returns.figure_order import in_reading_order
from gongkai.returns.model import (
    MATTERS,
    Agency,
    Correction,
    Fact,
    Figure,
    Issue,
    Number,
    Passage,
    Return,
    Sections,
    Source,
    Waiver,
    empty_cells,
)

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
"""Version of the layout of params files and of ``report.json``."""

TOP_KEYS = (
    "schema", "year", "form_used", "signed", "published", "publish_by", "signature", "seal",
    "disclosure", "requests", "disputes", "facts", "sections", "figures", "waivers", "corrections", "issues",
)  # fmt: skip
"""The keys of a year's file."""

BLANK_MARKS = frozenset({"", "/", "／", "-", "－", "—", "——", "\\", "无"})
"""Marks that offices type into empty cells (R32); never read as 0."""


class Reader:
    """Collects the problems of one file while its parts are read."""

    def __init__(self, file: str, lines: dict[str, int]) -> None:
        """Read ``file``; ``lines`` gives the line of each key path."""
        self.file, self.lines = file, lines
        self.problems: list[Problem] = []

    def problem(self, path: str, message: str) -> None:
        """Record a problem at a key path."""
        above = path
        while above not in self.lines and "." in above:
            above = above.rpartition(".")[0]
        self.problems.append(Problem(self.file, self.lines.get(above), path, message))

    def mapping(self, data: Any, path: str, known: tuple[str, ...] | None = None) -> dict[str, Any]:
        """``data`` as a mapping with known keys; otherwise records a problem."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.problem(path, f"“{path}”应当是“键: 值”的形式。")
            return {}
        for key in data:
            if known is not None and key not in known:
                self.problem(f"{path}.{key}" if path else key, f"不认识的键“{key}”{nearest(key, known)}")
        return {key: value for key, value in data.items() if known is None or key in known}

    def entries(self, data: Any, path: str, most: int = limits.ENTRIES) -> dict[str, Any]:
        """``data`` as a mapping of at most so many keys, whatever they are; otherwise records a problem."""
        found = self.mapping(data, path)
        if len(found) <= most:
            return found
        self.problem(path, f"“{path}”有{len(found)}项，最多{most}项；请检查是不是放错了文件。")
        return {}

    def items(self, data: Any, path: str) -> list[Any]:
        """``data`` as a list, of at most so many items; otherwise records a problem."""
        if isinstance(data, list) and len(data) > limits.ENTRIES:
            self.problem(path, f"“{path}”有{len(data)}项，最多{limits.ENTRIES}项；请检查是不是放错了文件。")
            return []
        if data is None or isinstance(data, list):
            return data or []
        self.problem(path, f"“{path}”应当是列表；每一项另起一行，前面写“- ”。")
        return []

    def done(self) -> None:
        """Raise if there were problems.

        Raises:
            ReturnError: With every problem of the file, in line order.
        """
        if self.problems:
            raise ReturnError(sorted(self.problems, key=lambda p: p.line or 0))


def _typed(reader: Reader, kind: type[Any], data: Any, path: str) -> Any:
    """Build a model; its validation errors become problems with lines."""
    if not isinstance(data, dict):
        reader.problem(path, f"“{path}”应当是“键: 值”的形式。")
        return None
    try:
        return invalid.model(kind, data)
    except ValidationError as error:
        reported = set()
        for item in error.errors():
            loc = [str(part) for part in item["loc"] if part not in {"int", "decimal"}]  # the type that pydantic tried
            at = ".".join([path, *loc] if path else loc)
            message = invalid.sentence(item, kind, path)
            if (at, message) not in reported:
                reader.problem(at, message)
            reported.add((at, message))
        return None


def number(raw: Any, kind: str) -> Number | None:
    """A number typed into a cell; ``None`` if nothing was filled in.

    Full-width digits and thousands separators are read; 减12 is -12 in a signed cell.

    Raises:
        ValueError: The text is not a number.
        TooLongError: It is one of too many digits.
    """
    if raw is None:
        return None
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        return limits.check(raw)
    if not isinstance(raw, str):
        raise ValueError(raw)
    text = raw.strip().translate(str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")).replace(",", "")
    if text in BLANK_MARKS:
        return None
    if kind == "signed" and (match := re.fullmatch(r"([减增+-])\s*(\d+)", text)):
        return limits.integer(match[2]) * (-1 if match[1] in "减-" else 1)
    value = limits.decimal(text)
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else value


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
    found = _typed(reader, Agency, data, "")
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
    return build(data, agency, Source(file=file, lines=lines))


def build(data: dict[str, Any], agency: Agency, source: Source) -> Return:
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
        if (item := _typed(reader, Issue, raw, f"issues.{index}")) is not None
    ]
    rest: list[str] = []
    units = _tables(reader, edition, data, cells, rest, issues)
    facts = {
        key: item
        for key, raw in reader.entries(data.get("facts"), "facts").items()
        if (item := _typed(reader, Fact, raw, f"facts.{key}")) is not None
    }
    for key, fact in facts.items():
        for attribute in ("part_of", "same_as"):
            whole = getattr(fact, attribute)
            if whole is not None and whole not in facts:
                reader.problem(f"facts.{key}.{attribute}", f"facts中没有“{whole}”{nearest(whole, facts)}")
    figures = tuple(
        item
        for key, raw in reader.entries(data.get("figures"), "figures").items()
        if (item := _typed(reader, Figure, {"id": key, **raw} if isinstance(raw, dict) else raw, f"figures.{key}"))
    )
    waivers = tuple(
        item
        for index, raw in enumerate(reader.items(data.get("waivers"), "waivers"))
        if (item := _typed(reader, Waiver, raw, f"waivers.{index}"))
    )
    corrections = tuple(
        item
        for index, raw in enumerate(reader.items(data.get("corrections"), "corrections"))
        if (item := _typed(reader, Correction, raw, f"corrections.{index}"))
    )
    for index, correction in enumerate(corrections):
        if correction.cell not in cells:
            reader.problem(
                f"corrections.{index}.cell",
                f"{edition.id}版表式没有单元格“{correction.cell}”{nearest(correction.cell, cells)}",
            )
    sections = _sections(reader, data.get("sections"))
    scalars = {key: data[key] for key in _TopLevel.model_fields if key in data}
    head = _typed(reader, _TopLevel, scalars, "")
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


def _tables(
    reader: Reader,
    edition: forms.Edition,
    data: dict[str, Any],
    cells: dict[str, Number | None],
    rest: list[str],
    issues: list[Issue],
) -> dict[str, str]:
    """Fill the cells from the tables; returns the units given, by row."""
    units: dict[str, str] = {}
    for table in edition.tables.values():
        rows = dict(
            reader.mapping(data.get(table.id), table.id, (*table.row_by_id, "rest", *_elsewhere(edition, table)))
        )
        fill = rows.pop("rest", None)
        if fill is not None and fill != 0:
            reader.problem(f"{table.id}.rest", "rest只能是0：未逐一填写的单元格明确记为0。")
        typed: set[str] = set()
        for row_id, given_row in rows.items():
            raw = given_row
            path = f"{table.id}.{row_id}"
            if row_id not in table.row_by_id:
                other = "、".join(e.id for e in forms.editions().values() if row_id in e.tables[table.id].row_by_id)
                reader.problem(
                    path, f"“{row_id}”是{other}版表式的行，本年度用{edition.id}版；请运行 gongkai migrate，或改正行名。"
                )
                continue
            row = table.row_by_id[row_id]
            ids = tuple(column.id for column in row.columns)
            if isinstance(raw, dict):
                if path in edition.open_rows:
                    raw = dict(raw)
                    unit, wanted = raw.pop("unit", None), edition.open_rows[path]
                    if unit in wanted.choices:
                        units[path] = unit
                    elif unit is not None:
                        name = edition.column(wanted.path).label
                        said = "”或“".join(wanted.choices)
                        reader.problem(f"{path}.unit", f"{name}的单位应当是“{said}”，文件里是“{unit}”。")
                values = reader.mapping(raw, path, ids)
            elif isinstance(raw, list):
                if len(raw) != len(ids):
                    labels = "、".join(column.label for column in row.columns)
                    grouped = len(raw) > len(ids) and f"{path}," in reader.lines
                    todo = "数里的逗号是千位分隔号的，请去掉，1,234写成1234。" if grouped else "空着的写null。"
                    reader.problem(path, f"“{row.label}”应有{len(ids)}个数（{labels}），这里有{len(raw)}个；{todo}")
                values = dict(zip(ids, raw, strict=False))
            elif raw is None:
                values = dict.fromkeys(ids)
            elif len(ids) == 1:
                values = {ids[0]: raw}
            else:
                reader.problem(path, f"“{row.label}”应当写成{len(ids)}个数的列表，或“列: 数”。")
                continue
            for column in row.columns:
                if column.id not in values:
                    continue
                cell = f"{path}.{column.id}"
                typed.add(cell)
                given = values[column.id]
                try:
                    cells[cell] = number(given, column.kind)
                except limits.TooLongError as error:
                    reader.problem(f"{path}.{column.id}", f"单元格“{row.label}／{column.label}”里的{error}。")
                    continue
                except ValueError:
                    slip = slips.in_number(given) if isinstance(given, str) else None
                    said = slip or "不是数字；请填数字，没有的填0，不知道的留空。"
                    short = limits.short(str(given))
                    reader.problem(f"{path}.{column.id}", f"单元格“{row.label}／{column.label}”里的“{short}”{said}")
                    continue
                if cells[cell] is None and isinstance(given, str) and given.strip():
                    issues.append(Issue(path=cell, kind="blank", raw=given))
        if fill == 0:
            for item in table.cells:
                if item.path not in typed:
                    cells[item.path] = 0
                    rest.append(item.path)
    return units


def _elsewhere(edition: forms.Edition, table: forms.Table) -> tuple[str, ...]:
    """Row ids that exist only in other editions of the table."""
    return tuple(
        row.id
        for other in forms.editions().values()
        if other is not edition
        for row in other.tables[table.id].rows
        if row.id not in table.row_by_id
    )


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
                passage = _typed(reader, Passage, {"id": id_, **given} if isinstance(given, dict) else given, path)
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
