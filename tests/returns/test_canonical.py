from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from gongkai.returns import Agency, InputError, Params, save
from gongkai.returns.canonical import dumps, from_json, loads, to_json
from gongkai.returns.load import load
from tests.importers.test_round_trip import consistent


def read_back(record, rest):
    """The canonical JSON of a return, with another ``rest``, read back."""
    data = to_json(record, {})
    return from_json(loads(dumps({**data, "rest": rest})))


def test_rest_covers_only_zeros(tmp_path):
    """A number that a file lists as ``rest`` is kept as it is and listed, also once it was saved and loaded."""
    record = consistent(5, 2024)
    first = next(path for path, value in record.cells.items() if value)
    zeros = [path for path, value in record.cells.items() if value == 0]
    blank = next(path for path in zeros if path.startswith("requests."))
    record = record.model_copy(update={"cells": record.cells | {blank: None}})

    found = read_back(record, [first, *zeros, "requests.nothing.natural"])
    path = tmp_path / "2024.yaml"
    path.write_text(save.dump(found), "utf-8")

    assert record.cells == found.cells == load(path, record.agency).cells
    assert tuple(path for path in zeros if path != blank) == found.rest
    assert [first.split(".")[0], "requests"] == [issue.path for issue in found.issues]
    assert "但填的不是0；已按文件中填的读入，没有记为0" in (found.issues[0].message or "")


def test_save_writes_out_what_is_not_zero(tmp_path):
    """A return whose ``rest`` names a number is saved with that number."""
    record = consistent(5, 2024)
    path = tmp_path / "2024.yaml"
    path.write_text(save.dump(record.model_copy(update={"rest": tuple(record.cells)})), "utf-8")
    assert record.cells == load(path, record.agency).cells


@pytest.mark.parametrize("rest", [5, "requests", {"requests": 1}, None])
def test_rest_is_a_list(rest):
    """Anything else is not canonical JSON."""
    with pytest.raises(TypeError):
        read_back(consistent(5, 2024), rest)


def test_rest_of_anything_but_paths():
    """Entries that are not paths are ignored."""
    assert () == read_back(consistent(5, 2024), [["requests"], {}, 1, None]).rest


def test_example(root):
    """The examples' ``rest`` is read back as it was."""
    params = Params(root / "params")
    for agency, year in (("huancui-yingji", 2020), ("huaian-zhengfu", 2024)):
        record = params.load(agency, year)
        found = from_json(loads(dumps(to_json(record, {}))))
        assert set(record.rest) == set(found.rest)
        assert Agency(**record.agency.model_dump()) == found.agency


def test_dates_and_names_are_kept():
    """Dates, signature and the form that was used are read back as they were."""
    record = consistent(5, 2024).model_copy(
        update={
            "form_used": "2019",
            "signed": dt.date(2025, 1, 10),
            "published": dt.date(2025, 1, 20),
            "publish_by": dt.date(2025, 1, 31),
            "signature": "某局办公室",
            "seal": True,
        }
    )
    found = from_json(loads(dumps(to_json(record, {}))))
    keys = ("form_used", "signed", "published", "publish_by", "signature", "seal")
    assert [getattr(record, key) for key in keys] == [getattr(found, key) for key in keys]


def test_text():
    """JSON has two spaces for each level, hanzi as they are, decimals with every digit, and ends with a line end."""
    data = {"名": [1, Decimal("1.50"), None], "b": {"c": Decimal("1E+3")}}
    expected = '{\n  "名": [\n    1,\n    1.50,\n    null\n  ],\n  "b": {\n    "c": 1000\n  }\n}\n'
    assert expected == dumps(data)
    assert data == loads(expected)
    assert [int, Decimal] == [type(value) for value in loads("[1, 1.0]")]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(3, "“商业企业”、表三“一、本年新收政府信息公开申请数量”“科研机构”列为"), (4, "“科研机构”等4格列为")],
)
def test_cells_that_are_named(count, expected):
    """Of cells that a file lists as 0 though they are not three are named, and how many there are."""
    record = consistent(5, 2024)
    columns = ("natural", "business", "research", "public_interest")[:count]
    cells = {f"requests.new.{column}": 1 for column in columns}
    found = read_back(record.model_copy(update={"cells": record.cells | cells}), list(cells))
    (issue,) = [item for item in found.issues if item.kind == "note"]
    assert expected in (issue.message or "")


@pytest.mark.parametrize(
    "text",
    ["[NaN]", "[Infinity]", "[1", "[" * 100_000, '["\\ud800"]', '"' + "a" * 5 * 1024 * 1024 + '"'],
    ids=["no number", "infinite", "half", "deep", "half a character", "large"],
)
def test_what_is_no_json(text):
    """A number that is not finite, half a file, deep nesting, half a character and a file that is too large are refused."""
    with pytest.raises((ValueError, InputError)):
        loads(text)


def test_largest_json():
    """A file of five megabytes is read."""
    most = 5 * 1024 * 1024 - 2
    assert most == len(loads(f'"{"a" * most}"'))
    marks = 200_000
    assert marks == len(loads(f"[{'1,' * (marks - 1)}1]"))
    with pytest.raises(InputError, match="太大"):
        loads(f"[{'1,' * marks}1]")
