"""The JSON Schema of ``report.json``, generated from the forms and models."""

from __future__ import annotations

from typing import Any

from gongkai import forms
from gongkai.returns.load import SCHEMA
from gongkai.returns.model import Agency, Contact, Correction, Fact, Figure, Issue, Sections, Waiver

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
_MEMBER: dict[str, Any] = {
    "id": _TEXT,
    "first_year": {"type": "integer"},
    "last_year": {"type": "integer"},
    "successor": _TEXT,
}


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the canonical JSON: one branch per edition of the form.

    Numbers are numbers or ``null`` (not filled in); each cell is described by its label and unit.
    """
    text = {"type": ["string", "null"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "政府信息公开工作年度报告",
        "type": "object",
        "required": ["schema", "agency", "year", "edition", "disclosure", "requests", "disputes", "sections", "issues"],
        "properties": {
            "schema": {"const": SCHEMA},
            "agency": {
                "type": "object",
                "required": ["id", "name", "level"],
                "properties": {
                    **dict.fromkeys(Agency.model_fields, _TEXT),
                    "level": {"enum": list(forms.levels())},
                    "contact": _closed(dict.fromkeys(Contact.model_fields, _TEXT)),
                    "members": {"type": "array", "items": {"anyOf": [_TEXT, _closed(_MEMBER, "id")]}},
                    "contents": {"type": "boolean"},
                },
                "additionalProperties": False,
            },
            "year": {"type": "integer", "minimum": min(item.first_year for item in forms.editions().values())},
            "edition": {"enum": list(forms.editions())},
            "form_used": {"type": "string"},
            **{key: {"type": "string", "format": "date"} for key in ("signed", "published", "publish_by")},
            "signature": {"type": "string"},
            "seal": {"type": "boolean"},
            "rest": {"type": "array", "items": {"type": "string"}},
            "facts": {
                "type": "object",
                "additionalProperties": _closed(
                    {**dict.fromkeys(Fact.model_fields, _TEXT), "value": _NUMBER}, "value", "unit", "label"
                ),
            },
            "sections": {
                "type": "object",
                "properties": dict.fromkeys(Sections.model_fields, text),
                "additionalProperties": False,
            },
            "figures": {
                "type": "object",
                "additionalProperties": _closed(
                    {
                        **dict.fromkeys(set(Figure.model_fields) - {"id"}, _TEXT),
                        "kind": {"type": "string", "description": "photo, or a kind of chart"},
                        "show": {"type": "boolean"},
                        "facts": {"type": "array", "items": _TEXT},
                    },
                    "kind",
                    "caption",
                ),
            },
            "waivers": {
                "type": "array",
                "items": _closed(
                    {
                        **dict.fromkeys(Waiver.model_fields, _TEXT),
                        "cells": {"type": "array", "items": _TEXT},
                        "values": {
                            "type": "object",
                            "additionalProperties": {
                                "type": ["number", "string", "array", "null"],
                                "items": {"type": ["number", "null"]},
                            },
                        },
                        "date": {"type": "string", "format": "date"},
                    },
                    *(key for key in Waiver.model_fields if key != "values"),
                ),
            },
            "corrections": {
                "type": "array",
                "items": _closed(
                    {
                        **dict.fromkeys(Correction.model_fields, _TEXT),
                        "was": _NUMBER,
                        "value": {"type": "number"},
                        "date": {"type": "string", "format": "date"},
                    },
                    *(key for key in Correction.model_fields if key != "member"),
                ),
            },
            "issues": {
                "type": "array",
                "items": _closed(
                    {
                        **dict.fromkeys(Issue.model_fields, _TEXT),
                        "kind": {"enum": list(Issue.model_fields["kind"].annotation.__args__)},  # type: ignore[union-attr]
                        "candidates": {"type": "array", "items": {"type": "array", "items": _NUMBER}},
                    },
                    "path",
                    "kind",
                ),
            },
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["rule", "level", "outcome", "agency", "year", "message", "values", "cells", "where"],
                    "properties": {
                        "level": {"enum": ["error", "warning", "hint"]},
                        "outcome": {"enum": ["pass", "fail", "not_checked"]},
                    },
                },
            },
        },
        "allOf": [
            {
                "if": {"properties": {"edition": {"const": edition.id}}},
                "then": {"properties": {table.id: _table(table) for table in edition.tables.values()}},
            }
            for edition in forms.editions().values()
        ],
    }


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """An object with exactly these keys, in deterministic order."""
    ordered = {key: properties[key] for key in sorted(properties)}
    return {"type": "object", "required": list(required), "properties": ordered, "additionalProperties": False}


def _table(table: forms.Table) -> dict[str, Any]:
    rows = {}
    for row in table.rows:
        cells: dict[str, Any] = {
            column.id: {
                "type": ["number", "null"],  # an invalid number is a finding (R5), not a broken file
                "description": f"{row.label}／{column.label}" + (f"（{column.unit}）" if column.unit else ""),
            }
            for column in row.columns
        }
        required = list(cells)
        for column in row.columns:
            if column.unit is None:
                cells["unit"] = {"enum": [*(unit for unit, _ in column.units), None]}
        rows[row.id] = {"type": "object", "required": required, "properties": cells, "additionalProperties": False}
    return {"type": "object", "required": list(rows), "properties": rows, "additionalProperties": False}
