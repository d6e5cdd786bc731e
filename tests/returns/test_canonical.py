from __future__ import annotations

import datetime as dt

import pytest

from gongkai.returns import Agency, Params, save
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
