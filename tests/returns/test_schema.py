"""The JSON Schema of report.json."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from gongkai import rules
from gongkai.prose import render_texts
from gongkai.returns import Params, canonical
from gongkai.returns.schema import schema
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
