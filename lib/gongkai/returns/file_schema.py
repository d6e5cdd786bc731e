"""JSON Schemas of ``agency.yaml`` and of a year's file, by which editors complete keys and check values.

They lie in the folder ``.schema`` of params, beside the organs, so that a relative path in the first line of each file finds
them without a network. They are stricter than reading: what is read with a remark (1,234 with its comma) is underlined.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gongkai import files, forms
from gongkai.returns import agency_file, key_notes, modeline
from gongkai.returns.load import SCHEMA, TOP_KEYS
from gongkai.returns.model import (
    MATTERS,
    Agency,
    Contact,
    Correction,
    Fact,
    Figure,
    Issue,
    Member,
    Passage,
    Sections,
    Waiver,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import BaseModel

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The version that editors' YAML support implements."""
_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_DATE: dict[str, Any] = {"type": ["string", "null"], "format": "date"}


def documents(charts: Mapping[str, str]) -> dict[str, str]:
    """The text of each schema by its name: one of organs, and one for each edition of the form.

    Args:
        charts: Kinds of chart with their Chinese names.
    """
    found = {modeline.AGENCY: agency()} | {
        modeline.of_year(edition): year(edition, charts) for edition in forms.editions().values()
    }
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in found.items()}


def write(root: Path, documents: Mapping[str, str]) -> None:
    """Write the schemas that a folder of params lacks or has of another version.

    Raises:
        OSError: One cannot be written.
    """
    for name, text in documents.items():
        path = root / modeline.FOLDER / name
        if not path.is_file() or path.read_bytes() != text.encode():
            files.write(path, text)


def agency() -> dict[str, Any]:
    """The schema of ``agency.yaml``."""
    levels = forms.level_names()
    said = "、".join(f"{id_}（{name}）" for id_, name in levels.items())
    notes = {key: text.replace("{levels}", said) for key, text in agency_file.KEYS.items()}
    keys = _of_model(Agency, notes, leave="id", empty=True)
    keys["level"] |= {"type": "string", "enum": list(levels)}
    keys["contact"] = {"type": ["object", "null"], "description": agency_file.KEYS["contact"]} | _closed(
        _of_model(Contact, agency_file.CONTACT, empty=True), optional=True
    )
    tables = list(next(iter(forms.editions().values())).tables)
    keys["landscape"] |= {"type": ["array", "null"], "items": {"type": "string", "enum": tables}}
    member = _closed(_of_model(Member, key_notes.MEMBER, leave="id") | {"id": {"type": "string"}}, "id")
    keys["members"] = {
        "description": agency_file.KEYS["members"],
        "type": ["array", "null"],
        "items": {"anyOf": [{"type": "string"}, member]},
    }
    return {"$schema": _DRAFT, "title": "机关", **_closed(keys, "name", "level")}


def year(edition: forms.Edition, charts: Mapping[str, str]) -> dict[str, Any]:
    """The schema of a year's file.

    Args:
        edition: The edition that the year demands.
        charts: Kinds of chart with their Chinese names.
    """
    last = edition.last_year
    keys: dict[str, Any] = {
        "schema": {"const": SCHEMA},
        "year": {"type": "integer", "minimum": edition.first_year} | ({"maximum": last} if last is not None else {}),
        "form_used": _TEXT,
        **dict.fromkeys(("signed", "published", "publish_by"), _DATE),
        "signature": _TEXT,
        "seal": {"type": "boolean"},
        **{table.id: _table(edition, table) for table in edition.tables.values()},
        "facts": _by_id(_closed(_of_model(Fact, key_notes.FACT), *_required(Fact))),
        "sections": _sections(edition),
        "figures": _by_id(_figure(charts)),
        "waivers": _list(_closed(_of_model(Waiver, key_notes.WAIVER), *_required(Waiver))),
        "corrections": _list(_closed(_of_model(Correction, key_notes.CORRECTION), *_required(Correction))),
        "issues": _list(_closed(_of_model(Issue, key_notes.ISSUE), *_required(Issue))),
    }
    described = {key: {"description": key_notes.TOP[key]} | keys[key] for key in TOP_KEYS}
    return {"$schema": _DRAFT, "title": f"年度数据（{edition.id}版表式）", **_closed(described, "year")}


def _table(edition: forms.Edition, table: forms.Table) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for row in table.rows:
        cells = {
            column.id: {"description": column.label + (f"（{column.unit}）" if column.unit else "")} | _NUMBER
            for column in row.columns
        }
        keys = dict(cells)
        if (open_row := edition.open_rows.get(f"{table.id}.{row.id}")) is not None:
            keys["unit"] = {"description": key_notes.UNIT, "enum": [*open_row.choices, None]}
        as_list = {"items": list(cells.values()), "minItems": len(cells), "additionalItems": False}
        types = ["array", "object", "null", *(["number"] if len(cells) == 1 else [])]
        headers = f"{row.headers[-1]}：" if row.headers else ""
        columns = "、".join(column.label for column in row.columns)
        said = {"description": f"{headers}{row.label}。依次为{columns}"}
        rows[row.id] = said | _closed(keys) | as_list | {"type": types}
    return _closed({**rows, "rest": {"description": key_notes.REST, "const": 0}}, optional=True)


def _sections(edition: forms.Edition) -> dict[str, Any]:
    titles = {section.id: section.title for section in edition.sections}
    keys = {
        key: {"description": f"{titles[key]}。{key_notes.SECTIONS[key]}" if key in titles else key_notes.SECTIONS[key]}
        | _TEXT
        for key in Sections.model_fields
    }
    passage = _closed(_of_model(Passage, key_notes.PASSAGE, leave="id")) | {"type": ["string", "object", "null"]}
    matters = {id_: {"description": f"（{name}）"} | passage for id_, name in MATTERS.items()}
    passages = {"properties": matters, "additionalProperties": passage}
    keys["overview"] |= passages | {"type": ["string", "object", "null"]}
    return _closed(keys, optional=True)


def _figure(charts: Mapping[str, str]) -> dict[str, Any]:
    keys = _of_model(Figure, key_notes.FIGURE, leave="id")
    kinds = {"photo": "照片", **charts}
    said = "、".join(f"{id_}（{name}）" for id_, name in kinds.items())
    # Other packages add kinds of chart: the known ones are proposed, and any is allowed.
    keys["kind"] = {"description": f"种类：{said}", "anyOf": [{"enum": list(kinds)}, {"type": "string"}]}
    return _closed(keys, "kind", "caption")


def _of_model(
    model: type[BaseModel], notes: Mapping[str, str], leave: str | None = None, *, empty: bool = False
) -> dict[str, Any]:
    """The keys of a model with their types and what they are for.

    Args:
        model: The model.
        notes: What each key is for.
        leave: A key that files do not have.
        empty: Whether optional keys may be left empty though the model has a default for them.
    """
    found = {}
    for key, schema in model.model_json_schema()["properties"].items():
        if key != leave:
            type_ = _type(schema)
            allowed = _optional(type_) if empty and key not in _required(model) else type_
            found[key] = {"description": notes[key]} | allowed
    return found


def _type(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The type in pydantic's schema of a field, without what only pydantic accepts (a decimal number as a text)."""
    ways = schema.get("anyOf", [])
    if any(way.get("type") in {"number", "integer"} for way in ways):
        return dict(_NUMBER)
    if ways:
        one = next(way for way in ways if way.get("type") != "null")
        return _optional(_type(one)) if len(ways) == 2 else {"anyOf": ways}
    kept = ("type", "format", "enum", "items", "additionalProperties")
    return {key: _type(schema[key]) if key == "items" else schema[key] for key in kept if key in schema}


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, with an empty value allowed too."""
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    return schema


def _required(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(key for key, field in model.model_fields.items() if field.is_required() and key != "id")


def _closed(properties: dict[str, Any], *required: str, optional: bool = False) -> dict[str, Any]:
    """An object with no other keys; with ``optional`` its value may be left empty."""
    closed = {
        "type": ["object", "null"] if optional else "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return closed | ({"required": list(required)} if required else {})


def _by_id(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "additionalProperties": item}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": item}
