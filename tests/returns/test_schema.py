"""The JSON Schema of report.json."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from gongkai import rules
from gongkai.prose import render_texts
from gongkai.returns import Params, canonical
from gongkai.returns.schema import schema
from tests.importers.test_round_trip import consistent
from tests.strategies import any_returns

VALIDATOR = jsonschema.Draft202012Validator(schema())


def data(record):
    return json.loads(canonical.dumps(canonical.to_json(record, {"overview": "甲", "problems": None})))


@given(any_returns())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_canonical_json_is_valid(record):
    """The canonical JSON of any return satisfies the schema, and gives the cells back exactly."""
    VALIDATOR.validate(data(record))
    text = canonical.dumps(canonical.to_json(record, {}))
    assert record.cells == canonical.from_json(canonical.loads(text)).cells


@pytest.mark.parametrize(
    "break_",
    [
        lambda d: d.pop("year"),
        lambda d: d["requests"].pop("new"),
        lambda d: d["requests"]["new"].update(natural="3"),
        lambda d: d["requests"]["new"].update(nobody=3),
        lambda d: d.update(edition="1999"),
        lambda d: d["issues"].append({"path": "x", "kind": "nonsense"}),
        lambda d: d["issues"].append({"path": "x", "kind": "note", "remark": "甲"}),
        lambda d: d["agency"].update(levle="city"),
        lambda d: d.update(facts={"a": {"value": "3", "unit": "件", "label": "甲"}}),
        lambda d: d.update(facts={"a": {"value": 3, "label": "甲"}}),
        lambda d: d.update(figures={"a": {"kind": "photo", "caption": "甲", "title": "乙"}}),
        lambda d: d.update(waivers=[{"rule": "R1"}]),
    ],
)
@given(any_returns())
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
def test_broken_json_is_refused(break_, record):
    """What is not the canonical JSON does not satisfy the schema."""
    broken = data(record)
    break_(broken)
    assert not VALIDATOR.is_valid(broken)


ITEMS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "facts": ({"value": 1, "unit": "条", "label": "甲"}, {"part_of": "b", "same_as": "c"}),
    "figures": ({"kind": "photo", "caption": "甲"}, {"file": "a.jpg", "alt": "乙", "show": False, "facts": ["a"], "after": "other"}),
    "waivers": (
        {"rule": "R1", "cells": ["requests"], "reason": "口径", "by": "张三", "date": "2025-01-05"},
        {"values": {"requests.new": [1, None], "sections.other": "甲", "requests.granted": 1}},
    ),
    "corrections": (
        {"cell": "requests.new.total", "was": None, "value": 3, "reason": "口径", "by": "张三", "date": "2025-01-05"},
        {"member": "a"},
    ),
    "issues": (
        {"path": "requests.new", "kind": "blank"},
        {"raw": "/", "expected": "甲", "candidates": [[1, None]], "message": "乙"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", ITEMS)
def test_keys_of_an_item(key):
    """An item needs each of its required keys and none of the others, and may have no more."""
    required, optional = ITEMS[key]
    base = data(consistent(5, 2024))

    def is_valid(item):
        return VALIDATOR.is_valid(base | {key: {"a": item} if key in {"facts", "figures"} else [item]})

    assert is_valid(required)
    assert is_valid(required | optional)
    for name in required:
        assert not is_valid({other: value for other, value in required.items() if other != name}), name
    for name, value in optional.items():
        assert is_valid(required | {name: value}), name
    assert not is_valid(required | {"more": 1})


def test_reports_of_the_examples_are_valid(root):
    """The data of every example report, with its findings, satisfy the schema."""
    params = Params(root / "params")
    for agency in params.agencies:
        for year in params.years(agency):
            record, previous = params.load(agency, year), params.previous(agency, year)
            texts = render_texts(record, previous).sections()
            found = [finding.to_json() for finding in rules.check(record, previous)]
            text = canonical.dumps(canonical.to_json(record, texts, found))
            VALIDATOR.validate(json.loads(text))
