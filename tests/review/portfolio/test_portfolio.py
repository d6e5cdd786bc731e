"""The portfolio shows what the returns say, leads to each report, and writes texts as texts."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import numpy as np
import openpyxl
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from gongkai import demo
from gongkai.demo import Plan
from gongkai.returns import InputError, Params
from gongkai.review import portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = Plan(14, 2020, 2022, 3, ("R4", "R28"), 0.1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The params of a county with a merger."""
    folder = tmp_path_factory.mktemp("made")
    demo.write(PLAN, folder)
    return folder / "params"


@pytest.fixture(scope="module")
def pf(made: Path, tmp_path_factory: pytest.TempPathFactory) -> portfolio.Portfolio:
    """Its portfolio."""
    return portfolio.load(None, None, made, tmp_path_factory.mktemp("outputs"))


@pytest.fixture
def drawn() -> Iterator[None]:
    """Close the figures of a test, and put back what was set for them."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    with mpl.rc_context():
        plt.switch_backend("agg")
        yield
        plt.close("all")


def test_numbers(pf: portfolio.Portfolio, made: Path) -> None:
    """Each number is that of the organ's return, and organs have rows only for the years in which they report."""
    params = Params(made)
    pairs = {(agency, year) for agency in params.agencies for year in params.years(agency)}
    assert pairs == set(zip(pf.frame["代号"], pf.frame["年度"], strict=True))
    for _, row in pf.frame.iterrows():
        cells = params.load(row["代号"], row["年度"]).cells
        assert cells["requests.new.total"] == row["新收申请"]
        refused = [
            value for path, value in cells.items() if path.startswith("requests.refused_") and path.endswith(".total")
        ]
        assert sum(int(value or 0) for value in refused) == row["不予公开"]
        assert cells["disputes.reconsideration.corrected"] == row["复议纠正"]
    assert () == pf.missing


def test_shares(pf: portfolio.Portfolio) -> None:
    """Shares are those of what was handled; of nothing there is none."""
    table = pf.table()
    for _, row in table.iterrows():
        if row["办结"]:
            assert round((row["予以公开"] + row["部分公开"]) / row["办结"] * 100, 1) == row["公开比例"]
        else:
            assert row["公开比例"] is pd.NA


def test_findings(pf: portfolio.Portfolio, made: Path) -> None:
    """Planted defects are counted by rule, and late reports by days."""
    import json

    key = json.loads((made.parent / demo.KEY).read_text("utf-8"))["defects"]
    late = {(item["agency"], item["year"]) for item in key if item["rule"] == "R28"}
    assert late == set(zip(*(pf.frame.loc[pf.frame["晚天数"] > 0, name] for name in ("代号", "年度")), strict=True))
    assert sum(item["rule"] == "R4" for item in key) == int(pf.findings().loc[["R4"]].to_numpy().sum())
    of_rule = pf.of_rule("R28")
    assert len(late) == int(of_rule.frame.sum().to_numpy().sum())
    with pytest.raises(KeyError):
        pf.of_rule("R99")


def test_missing_is_not_zero(made: Path, tmp_path: Path) -> None:
    """A number that is not filled in is missing, also in sums and shares, and comes last when organs are ranked."""
    params = Path(shutil.copytree(made, tmp_path / "params"))
    path = params / "xian-jyj" / "2022.yaml"
    path.write_text(re.sub(r"(  new: \[.*), \d+\]", r"\1, null]", path.read_text("utf-8"), count=1), "utf-8")
    found = portfolio.load("xian", "2022", params, tmp_path)
    row = found.frame.set_index("代号").loc["xian-jyj"]
    assert row["新收申请"] is pd.NA
    ranked = found.rank("新收申请").frame
    assert found.frame.set_index("代号").loc["xian-jyj", "机关"] == ranked.index[-1]
    assert ranked["新收申请"].dropna().is_monotonic_decreasing


def test_gaps(made: Path, tmp_path: Path) -> None:
    """Organs without a return and returns that cannot be read are named; the others are shown."""
    params = Path(shutil.copytree(made, tmp_path / "params"))
    (params / "xian-jyj" / "2022.yaml").unlink()
    (params / "xian-mzj" / "2022.yaml").write_text("year: 2022\nfoo: 1\n", "utf-8")
    found = portfolio.load("xian", 2022, params, tmp_path)
    gaps = found.gaps()
    assert ("xian-jyj", 2022, "没有这一年的数据") in set(gaps.itertuples(index=False, name=None))
    assert any("xian-mzj/2022.yaml" in said for said in gaps["情况"])
    assert "xian-czj" in set(found.frame["代号"])


def test_filter(pf: portfolio.Portfolio) -> None:
    """Organs can be chosen by level, by the government above and by year."""
    chosen = pf.where(level="乡镇（街道）", above="xian", year=2021)
    assert {"乡镇（街道）"} == set(chosen.frame["级别"])
    assert {2021} == set(chosen.frame["年度"])
    assert "xian" not in set(pf.where(above="xian").frame["代号"])
    assert "xian" not in set(pf.own["代号"])


def test_links(pf: portfolio.Portfolio, made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each number leads to the page of its report if that was built, else to the year's file."""
    monkeypatch.chdir(tmp_path)
    html = pf.by_year("新收申请")._repr_html_()
    addresses = re.findall(r'<a href="([^"]+)">', html)
    assert len(pf.frame) == len(addresses)
    assert all((tmp_path / unquote(address)).is_file() for address in addresses)
    outputs = tmp_path / "outputs"
    page = outputs / "2022" / "xian" / "report.html"
    page.parent.mkdir(parents=True)
    page.write_text("", "utf-8")
    assert (
        'href="outputs/2022/xian/report.html"' in portfolio.load("xian", 2022, made, outputs).overview()._repr_html_()
    )


def test_texts_stay_texts(made: Path, tmp_path: Path) -> None:
    """A name that begins with =, +, - or @ is a text in CSV, Excel and HTML; the files hold the same rows."""
    params = Path(shutil.copytree(made, tmp_path / "params"))
    for id_, name in (("xian-jyj", "=1+1"), ("xian-mzj", "@局<b>"), ("xian-czj", r"控制\u0001符")):
        path = params / id_ / "agency.yaml"
        line = f'name: "{name}"'.replace("\\", r"\\")
        path.write_text(re.sub(r"^name: .*$", line, path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    found = portfolio.load("xian", 2021, params, tmp_path)
    paths = {path.suffix: path for path in portfolio.save(found, tmp_path / "data")}
    rows = list(csv.DictReader(io.StringIO(paths[".csv"].read_text("utf-8-sig"))))
    assert {"'=1+1", "'@局<b>"} <= {row["机关"] for row in rows}
    sheet: Any = openpyxl.load_workbook(paths[".xlsx"])["年报"]
    names = {cell.value: cell.data_type for cell in sheet["B"]}
    assert ("s", "s", "s") == (names["=1+1"], names["@局<b>"], names["控制符"])
    link = next(cell for cell in sheet[2] if cell.hyperlink is not None)
    assert (tmp_path / "data" / unquote(link.hyperlink.target)).is_file()
    assert "<b>" not in found.rank("新收申请")._repr_html_()
    if ".parquet" in paths:
        parquet = pd.read_parquet(paths[".parquet"])
        assert len(rows) == len(parquet)
        assert {"=1+1", "@局<b>"} <= set(parquet["机关"])
    again = {path.suffix: path for path in portfolio.save(found, tmp_path / "again")}
    assert all(paths[end].read_bytes() == again[end].read_bytes() for end in (".csv", ".xlsx"))


def test_charts(pf: portfolio.Portfolio, drawn: None) -> None:
    """Charts are of the same numbers as the tables."""
    own = pf.overview().frame
    assert [float(value) for value in own["新收申请"]] == np.asarray(pf.trend().lines[0].get_ydata()).tolist()
    heights = [patch.get_height() for patch in pf.kinds().patches[: len(own)] if isinstance(patch, Rectangle)]
    assert [float(value) for value in own["予以公开"]] == heights
    assert ["2020", "2021", "2022"] == [label.get_text() for label in pf.spread().get_xticklabels()]
    assert sorted(pf.findings().index) == sorted(label.get_text() for label in pf.by_rule().get_yticklabels())


@pytest.mark.parametrize(
    ("agency", "years", "message"),
    [
        ("xian-jyj", None, "没有成员单位；agency请写汇总的政府"),
        ("xian", "2012", "没有这些年度的年报（现有：2020、2021、2022）"),
        ("xian", "去年", "参数years里的“去年”不是年度"),
        ("nobody", None, "没有机关“nobody”"),
    ],
)
def test_refused(made: Path, tmp_path: Path, agency: str, years: str | None, message: str) -> None:
    """A wrong parameter is refused in a sentence that says what to write."""
    with pytest.raises(InputError, match=re.escape(message)):
        portfolio.load(agency, years, made, tmp_path)


def test_years(made: Path, tmp_path: Path) -> None:
    """Years are a span, a list, one of them, or all."""
    for given, expected in (
        ("2021-2022", (2021, 2022)),
        ([2020, 2022], (2020, 2022)),
        ("2020,2021", (2020, 2021)),
        (2021, (2021,)),
    ):
        assert expected == portfolio.load("xian", given, made, tmp_path).years


def test_notebook(made: Path, root: Path, tmp_path: Path) -> None:
    """The notebook runs in plain papermill, shows charts and linked tables, and writes the data if asked to."""
    import papermill

    done = papermill.execute_notebook(
        root / "notebooks" / "91_portfolio.ipynb", tmp_path / "out.ipynb", cwd=tmp_path, progress_bar=False, kernel_name="python3",
        parameters={"agency": "xian", "years": "2021-2022", "params": str(made), "folder": str(tmp_path / "data")},
    )  # fmt: skip
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [] == [output for output in outputs if output.output_type == "error"]
    html = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    assert html.count("<caption>") >= 6
    assert 'xian/2022.yaml">' in html
    assert 4 == sum("image/png" in output.get("data", {}) for output in outputs)
    assert {"portfolio.csv", "portfolio.xlsx"} <= {path.name for path in (tmp_path / "data").iterdir()}


@pytest.mark.usefixtures("drawn")
def test_nothing_to_show(pf: portfolio.Portfolio) -> None:
    """Charts and tables of no report and of no finding say so, instead of failing."""
    clean = replace(pf, rules=pf.rules.iloc[:0])
    assert ["没有数据"] == [text.get_text() for text in clean.by_rule().texts]
    none = pf.where(level="不存在的级别")
    for chart in (none.trend(), none.kinds(), none.spread(), none.by_rule()):
        assert ["没有数据"] == [text.get_text() for text in chart.texts]
    assert [] == list(none.rank("新收申请").frame.index)
    assert [] == list(none.overview().frame.index)
    assert [] == list(pf.by_rule().texts)
