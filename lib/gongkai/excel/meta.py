"""The hidden sheet: which organ, year and edition a form is for, and the return it was written from."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.excel import style
from gongkai.excel.layout import FORM, META
from gongkai.parsing.invalid import model
from gongkai.returns import canonical
from gongkai.returns.errors import InputError
from gongkai.returns.load import SCHEMA
from gongkai.returns.model import Agency, Return

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_CHUNK = 30_000
_KEYS = ("form", "schema", "agency", "year", "edition")


@dataclass(frozen=True)
class Meta:
    """What the hidden sheet says.

    Attributes:
        agency: The organ.
        year: Report year.
        edition: Id of the form's edition.
        record: The return the form was written from, or ``None`` for an empty form.
    """

    agency: Agency
    year: int
    edition: str
    record: Return | None


def write(book: Workbook, agency: Agency, year: int, record: Return | None) -> None:
    """Add the hidden sheet.

    Args:
        book: The workbook; takes the sheet.
        agency: The organ.
        year: Report year.
        record: What is filled in, kept whole so that reading gives back what the sheets do not show; ``None`` if empty.
    """
    sheet = book.create_sheet(META)
    sheet.sheet_state = "veryHidden"
    values: list[tuple[str, str | int]] = [
        ("form", FORM),
        ("schema", SCHEMA),
        ("agency", _ascii(json.dumps(agency.model_dump(exclude_defaults=True, mode="json")))),
        ("year", year),
        ("edition", forms.edition_for(year).id),
    ]
    if record is not None:
        text = _ascii(canonical.dumps(canonical.to_json(record, _sections(record))))
        values += [("record", text[at : at + _CHUNK]) for at in range(0, len(text), _CHUNK)]
    for row, (key, value) in enumerate(values, 1):
        sheet.cell(row, 1, key)
        if isinstance(value, str):
            style.text(sheet.cell(row, 2), value)
        else:
            sheet.cell(row, 2, value)
    sheet.protection.sheet = True


def read(book: Workbook) -> Meta | None:
    """Read the hidden sheet; ``None`` if the workbook is not a Gongkai form.

    Raises:
        InputError: The form was made by a later version, or the hidden sheet was changed.
    """
    if META not in book.sheetnames:
        return None
    found: dict[str, list[Any]] = {}
    for row in book[META].iter_rows(max_col=2, values_only=True):
        found.setdefault(str(row[0]), []).append(row[1])
    try:
        form, schema, agency, year, edition = (found[key][0] for key in _KEYS)
        newer = int(form) > FORM or int(schema) > SCHEMA
        year, edition = int(year), str(edition)
    except (KeyError, TypeError, ValueError):
        msg = f"隐藏工作表“{META}”被改动，无法确认这份填报表是哪个机关、哪一年的；请用原表重新填写。"
        raise InputError(msg) from None
    if newer:
        msg = f"工作表“{META}”的单元格B1、B2：填报表由更新版本的系统生成（第{form}版，本系统支持到第{FORM}版）；请升级系统后再导入。"
        raise InputError(msg)
    known = forms.editions()
    if edition not in known:
        msg = f"工作表“{META}”的单元格B5：填报表用的是{edition}版表式，本系统没有（现有：{'、'.join(known)}）；请升级系统后再导入。"
        raise InputError(msg)
    if not known[edition].in_force(year):
        msg = f"工作表“{META}”的单元格B4、B5：{year}年不用{edition}版表式，填报表却是{edition}版；请重新生成填报表。"
        raise InputError(msg)
    try:
        organ = model(Agency, json.loads(str(agency)))
        text = "".join(map(str, found.get("record", [])))
        record = canonical.from_json(canonical.loads(text)) if text else None
    except forms.FormError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError):
        msg = f"隐藏工作表“{META}”被改动，里面的数据不完整；请用原表重新填写。"
        raise InputError(msg) from None
    return Meta(organ, year, edition, record)


def _sections(record: Return) -> dict[str, Any]:
    data = record.sections.model_dump()
    if isinstance(record.sections.overview, tuple):
        data["overview"] = {
            item.id: item.model_dump(exclude={"id"}, exclude_none=True) for item in record.sections.overview
        }
    return data


def _ascii(text: str) -> str:
    """JSON text with nothing that a spreadsheet program could change: ASCII, no ``_x``."""

    def escape(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be")
        return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))

    return re.sub(r"[^\x20-\x7e\n]|_(?=x)", escape, text)
