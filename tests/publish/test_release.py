"""The returns as a data package."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.commands.release import run_release
from gongkai.publish import release
from gongkai.returns import Agency, Fact, InputError, Params
from tests.samples import record, returns


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
    """Size and SHA-256 of every file are in the description."""
    about = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in about["resources"]:
        data = (package / resource["path"]).read_bytes()
        assert f"sha256:{hashlib.sha256(data).hexdigest()}" == resource["hash"]
        assert len(data) == resource.get("bytes", len(data))
    assert "notspecified" == about["licenses"][0]["name"]


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
    """A year without returns is refused, and the existing package is kept."""
    run_release(root / "params", tmp_path, 2020)
    with pytest.raises(InputError, match="没有数据"):
        run_release(root / "params", tmp_path, 2031)
    assert ["release-2020"] == [path.name for path in tmp_path.iterdir()]


def test_facts_and_groups(package):
    """Numbers outside the form have a separate table; rows name the header they are under."""
    facts = pd.read_csv(package / "facts.csv")
    website = facts[(facts["agency"] == "huancui-yingji") & (facts["fact"] == "website")].iloc[0]
    assert (229, "政府网站", "items_by_channel") == tuple(website[key] for key in ("value", "label", "part_of"))
    cells = pd.read_csv(package / "cells.csv")
    assert {"三、本年度办理结果／（三）不予公开"} == set(cells.loc[cells["row"] == "refused_1", "row_group"])


@pytest.mark.parametrize("value", ["0.12345678", "12345678901234567890123456789.5", "1E+9", "-3"])
def test_decimals_are_exact(tmp_path, value):
    """Any amount comes back exactly from CSV and from Parquet."""
    path = "disclosure__fees__amount"
    release.release([record(2024, **{path: Decimal(value)})], tmp_path / "r", parquet=True)
    with (tmp_path / "r" / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        read = {row["path"]: row["value"] for row in csv.DictReader(file)}
    assert Decimal(value) == Decimal(read["disclosure.fees.amount"])
    table = pq.read_table(tmp_path / "r" / "cells.parquet").to_pylist()
    assert [Decimal(value)] == [row["value"] for row in table if row["path"] == "disclosure.fees.amount"]


def test_too_many_digits(tmp_path):
    """A number that no decimal type holds is refused for Parquet."""
    read = record(2024)  # from a file no number has so many digits
    made = read.model_copy(update={"cells": {**read.cells, "requests.new.total": 10**80}})
    with pytest.raises(InputError, match="多达"):
        release.release([made], tmp_path / "r", parquet=True)
    assert [] == list(tmp_path.iterdir())


@given(st.lists(returns(), min_size=1, max_size=2, unique_by=lambda item: item.year))
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_any_returns_are_valid(tmp_path_factory, records):
    """Whatever returns hold, the package satisfies its description, in any order of the returns."""
    folder = tmp_path_factory.mktemp("any")
    path = release.release(records, folder / "r")
    release.release(records[::-1], folder / "again")
    assert [] == Package(str(path)).validate().flatten(["title", "rowNumber", "fieldName", "type", "message"])
    assert (folder / "r" / "cells.csv").read_bytes() == (folder / "again" / "cells.csv").read_bytes()


def test_licence_is_the_organs_to_choose(root, tmp_path):
    """``release.yaml`` names title and licence; what is wrong in it is named with its line."""
    shutil.copytree(root / "params", tmp_path / "params")
    (tmp_path / "params" / "release.yaml").write_text("title: 某区年报\nlicence: {name: CC0-1.0}\n", "utf-8")
    run_release(tmp_path / "params", tmp_path / "out", 2020)
    about = json.loads((tmp_path / "out" / "release-2020" / "datapackage.json").read_text("utf-8"))
    assert ("某区年报", [{"name": "CC0-1.0"}]) == (about["title"], about["licenses"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel: 甲\n", r"release\.yaml:1：不认识的键“titel”，是不是“title”"),
        ("title: 甲\nlicence: {nam: x}\n", r"release\.yaml:2：不认识的键“nam”"),
        ("licence: CC0\n", r"release\.yaml:1：licence要写明name"),
        ("title: 3\n", r"release\.yaml:1：“title”应当是一段文字"),
    ],
)
def test_wrong_description(tmp_path, text, message):
    """Each mistake in ``release.yaml`` is named with file and line."""
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "release.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        release.package_metadata(Params(tmp_path / "params"))


def test_parquet_without_pyarrow(monkeypatch, tmp_path):
    """Parquet without its library says how to install it."""
    monkeypatch.setattr(release, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "gongkai\[data\]"'):
        release.release([record(2024)], tmp_path / "r", parquet=True)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t"])
def test_every_start_of_a_formula(start, tmp_path):
    """Names, labels and units that begin as formulas do are text in CSV and as they were in Parquet."""
    hostile = record(2024).model_copy(update={"facts": {"a": Fact(value=1, unit=f"{start}1", label=f"{start}2")}})
    release.release([hostile], tmp_path / "r", parquet=True)
    with (tmp_path / "r" / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (f"'{start}1", f"'{start}2") == (row["unit"], row["label"])
    assert f"{start}2" == pq.read_table(tmp_path / "r" / "facts.parquet").to_pylist()[0]["label"]
