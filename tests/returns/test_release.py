"""The returns as a data package."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from frictionless import Package

from gongkai.returns import Agency, InputError, Params, release
from gongkai.returns.release import run_release


@pytest.fixture(scope="module")
def package(root, tmp_path_factory):
    """The package of the examples, Parquet included."""
    out = tmp_path_factory.mktemp("release")
    params = Params(root / "params")
    records = [params.load(agency, year) for agency in params.agencies for year in params.years(agency)]
    release.release(records, out / "release", parquet=True)
    return out / "release"


def test_valid(package):
    """The package and every table in it satisfy their own description."""
    report = Package(str(package / "datapackage.json")).validate()
    assert [] == report.flatten(["title", "rowNumber", "fieldName", "type", "message"])


def test_checksums(package):
    """Size and SHA-256 of every file stand in the description."""
    about = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in about["resources"]:
        data = (package / resource["path"]).read_bytes()
        assert f"sha256:{hashlib.sha256(data).hexdigest()}" == resource["hash"]
        assert len(data) == resource.get("bytes", len(data))
    assert "CC-BY-4.0" == about["licenses"][0]["name"]


def test_blank_is_not_zero(package):
    """A cell that is not filled in is empty and says so."""
    with (package / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["agency"], row["path"]): row for row in csv.DictReader(file)}
    blank = rows["huancui-yingji", "requests.granted.total"]
    assert ("", "blank", "（一）予以公开", "总计", "件") == tuple(
        blank[k] for k in ("value", "status", "row_label", "column_label", "unit")
    )
    assert "96171.6" == rows["huaian-zhengfu", "disclosure.fees.amount"]["value"]
    assert 198 + 200 == len(rows)


def test_duckdb_and_pandas(package):
    """DuckDB and pandas read the same numbers from CSV and Parquet."""
    query = "select sum(value) from '{}' where \"table\" = 'requests' and \"column\" = 'total' and \"row\" = 'new'"
    sums = [duckdb.sql(query.format(package / f"cells.{form}")).fetchall()[0][0] for form in ("csv", "parquet")]
    assert [3119, 3119] == sums
    frame = pd.read_csv(package / "returns-2021.csv")
    assert 3119 == frame["requests.new.total"].item()
    parquet = pd.read_parquet(package / "cells.parquet")
    amount = parquet.loc[parquet["path"] == "disclosure.fees.amount", "value"].dropna().item()
    assert Decimal("96171.600000") == amount


def test_same_bytes(package, root, tmp_path):
    """Two releases of the same returns are the same bytes."""
    params = Params(root / "params")
    records = [params.load(agency, year) for agency in params.agencies for year in params.years(agency)]
    release.release(records, tmp_path / "again", parquet=True)
    first, second = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in (package, tmp_path / "again"))
    assert first == second


def test_formulas_are_defused(root, tmp_path):
    """A name that a spreadsheet would run as a formula is text."""
    record = Params(root / "params").load("huancui-yingji", 2020)
    hostile = record.model_copy(update={"agency": Agency(id="a", name='=cmd|"/c calc"!A0', level="department")})
    release.release([hostile], tmp_path / "r")
    first = next(csv.DictReader((tmp_path / "r" / "agencies.csv").open(encoding="utf-8-sig", newline="")))
    assert first["agency_name"].startswith("'=")


def test_year_without_returns(root, tmp_path):
    """A year without returns is refused, and what was there stays."""
    run_release(root / "params", tmp_path, 2020)
    with pytest.raises(InputError, match="没有数据"):
        run_release(root / "params", tmp_path, 2031)
    assert ["release-2020"] == [path.name for path in tmp_path.iterdir()]
