"""Statutory tables as DataFrames."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pandas as pd
import pytest

from gongkai.returns import InputError, Params, frames
from tests.returns.test_load import read

REQUESTS = """
year: {year}
requests:
  new: [3, 1, 0, 0, 2, 0, {total}]
  granted: [1, null, 0, 0, 0, 0, null]
"""

DISCLOSURE = """
year: 2021
disclosure:
  regulations: [1, 0, 4]
  licensing: [12]
  fees: [96171.6]
"""


def requests(year=2021, total=6):
    return read(REQUESTS.format(year=year, total=total))


def test_cells_by_their_ids():
    """Rows and columns are named by the ids of the form, so that every cell of the return is found."""
    record = requests()
    frame = record.to_frame("requests")
    table = record.edition.tables["requests"]
    found = {f"requests.{row}.{column}": value for row, values in frame.iterrows() for column, value in values.items()}
    assert {cell.path: record.cells[cell.path] for cell in table.cells} == {
        path: None if value is pd.NA else value for path, value in found.items()
    }
    assert (["row"], ["column"]) == (frame.index.names, frame.columns.names)
    assert "收到和处理政府信息公开申请情况" == frame.attrs["caption"]


def test_counts_are_nullable_integers():
    """Counts remain whole numbers if some are missing; missing is NA, and sums do not silently treat it as 0."""
    frame = requests().to_frame("requests")
    assert {"Int64"} == {str(dtype) for dtype in frame.dtypes}
    assert frame.loc["granted", "business"] is pd.NA
    assert 6 == frame.loc["new", "natural":"other"].sum()
    assert frame.loc["granted", "natural":"other"].sum(skipna=False) is pd.NA


def test_amounts_are_decimals():
    """Amounts are exact; where a row has no such column there is NA."""
    frame = read(DISCLOSURE).to_frame("disclosure")
    assert Decimal("96171.6") == frame.loc["fees", "amount"]
    assert isinstance(frame.loc["fees", "amount"], Decimal)
    assert [pd.NA] * 5 == [value for value in frame["amount"][:-1] if value is pd.NA]
    assert ["Int64"] * 4 + ["object"] == [str(dtype) for dtype in frame.dtypes]
    assert (4, 12) == (frame.loc["regulations", "in_force"], frame.loc["licensing", "decisions"])
    assert frame.loc["licensing", "in_force"] is pd.NA


def test_whole_amounts_are_decimals_too():
    """An amount typed as a whole number is of the same type as others."""
    value = read(DISCLOSURE.replace("96171.6", "7")).to_frame("disclosure").loc["fees", "amount"]
    assert (Decimal, Decimal(7)) == (type(value), value)


@pytest.mark.parametrize("given", ["1.5", "99999999999999999999"])
def test_what_no_count_can_be(given):
    """A count that is no whole number, or larger than any, is kept as it is typed."""
    frame = read(REQUESTS.format(year=2021, total=given)).to_frame("requests")
    assert Decimal(given) == frame.loc["new", "total"]
    assert (object, "Int64") == (frame["total"].dtype, str(frame["natural"].dtype))
    assert frame.loc["granted", "total"] is pd.NA


@pytest.mark.parametrize(
    ("given", "dtype"), [(2**63 - 1, "Int64"), (1 - 2**63, "Int64"), (2**63, "object"), (-(2**63), "object")]
)
def test_largest_count(given, dtype):
    """A count that 64 bits can hold, with either sign, is a count; one that they cannot is kept as it is."""
    frame = read(REQUESTS.format(year=2021, total=given)).to_frame("requests")
    assert (given, dtype) == (frame.loc["new", "total"], str(frame["total"].dtype))


def test_labels():
    """With labels rows and columns are named as the form prints them, columns below their headers."""
    frame = requests().to_frame("requests", labels=True)
    assert ("申请人情况", "法人或其他组织", "商业企业") in frame.columns
    assert ("申请人情况", "总计", "") in frame.columns
    assert 3 == frame.loc["一、本年新收政府信息公开申请数量", ("申请人情况", "自然人", "")]
    assert "一、本年新收政府信息公开申请数量" == frame.index[0]
    flat = read(DISCLOSURE).to_frame("disclosure", labels=True)
    assert ["本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额（单位：万元）"] == list(
        flat.columns
    )


@pytest.mark.parametrize(("agency", "year"), [("huancui-yingji", 2020), ("huaian-zhengfu", 2024)])
@pytest.mark.parametrize("labels", [False, True])
def test_every_table_of_every_edition(root, agency, year, labels):
    """Each table has a row per row of the form and holds every number that is filled in."""
    record = Params(root / "params").load(agency, year)
    for id_, table in record.edition.tables.items():
        frame = record.to_frame(id_, labels=labels)
        assert len(table.rows) == len(frame)
        assert sum(record.cells[cell.path] is not None for cell in table.cells) == frame.notna().to_numpy().sum()


def test_unknown_table():
    """A table that the form does not have is refused with the nearest."""
    with pytest.raises(InputError, match="2021版表式没有表“request”，是不是“requests”？"):
        requests().to_frame("request")


def test_years_stand_under_one_another():
    """History has a row per year and row; what an edition lacks is NA, and counts stay whole numbers."""
    frame = frames.history([requests(2020, 4), requests(2021, 6)], "requests")
    assert ["year", "row"] == frame.index.names
    assert {2020: 4, 2021: 6} == frame.xs("new", level="row")["total"].to_dict()
    assert {"Int64"} == {str(dtype) for dtype in frame.dtypes}
    both = frames.history([requests(2020), read(DISCLOSURE)], "disclosure")
    assert both.loc[(2020, "regulations"), "in_force"] is pd.NA
    assert 4 == both.loc[(2021, "regulations"), "in_force"]
    assert all(value is pd.NA or isinstance(value, Decimal) for value in both["amount"])


def test_beside_last_year():
    """This year's numbers are beside last year's under each column, in the order of the form."""
    frame = frames.beside(requests(2022, 6), requests(2021, 4), "requests")
    assert [("自然人", "2021年"), ("自然人", "2022年"), ("商业企业", "2021年")] == [
        tuple(head) for head in frame.columns[:3]
    ]
    assert [4, 6] == frame.loc["一、本年新收政府信息公开申请数量", "总计"].tolist()
    assert "2022年与2021年收到和处理政府信息公开申请情况" == frame.attrs["caption"]


def test_beside_another_edition():
    """Rows that only last year's edition has come last, and what is called differently has both names."""
    frame = frames.beside(read(DISCLOSURE), requests(2020), "disclosure")
    assert "行政规范性文件／规范性文件" == frame.index[1]
    assert ["其他对外管理服务事项", "政府集中采购"] == list(frame.index[-2:])
    assert ("现行有效件数", "2021年") in frame.columns
    assert ("现行有效件数", "2020年") not in frame.columns
    assert ("本年制发件数／本年新制作数量", "2020年") in frame.columns


def test_beside_nothing():
    """Without last year's return there is this year alone."""
    frame = frames.beside(requests(), None, "disputes")
    assert {"2021年"} == set(frame.columns.get_level_values(1))


def test_commands_that_need_no_frames_do_not_import_pandas(root):
    """``gongkai check`` and ``gongkai list`` do not wait for pandas or matplotlib."""
    code = (
        "import sys; from gongkai.cli import main; sys.argv = ['gongkai', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'matplotlib'} & set(sys.modules)))"
    )
    for command in (["check"], ["list"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *command], cwd=root, capture_output=True, text=True, check=True
        )
        assert "[]" == done.stdout.splitlines()[-1], done.stdout + done.stderr
