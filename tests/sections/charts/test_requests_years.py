"""Requests over the years."""

from __future__ import annotations

from gongkai.pipeline import preflight
from gongkai.returns import Params
from gongkai.sections.base import Section
from tests.sections.charts.made import REQUESTS, draw, read


def test_earlier_years():
    """Requests over the years take earlier returns, of another edition too."""
    earlier = read(REQUESTS.replace("2021", "2020").replace("other_3", "other"))
    assert (
        "条形图，历年政府信息公开申请：2020年新收6件、办结5件；2021年新收6件、办结5件。"
        == draw("requests_years", REQUESTS, history=[earlier]).alt
    )


def test_published_years(tmp_path):
    """A year that is only recorded as published is drawn, and takes part in ``gongkai check`` of charts."""
    folder = tmp_path / "params" / "a"
    folder.mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: 甲局\nlevel: department\n", "utf-8")
    earlier = REQUESTS.replace("2021", "2020").replace("other_3", "other")
    (folder / "2020.published.yaml").write_text(earlier, "utf-8")
    figures = "figures: {years: {kind: requests_years, caption: 历年}}\n"
    (folder / "2021.yaml").write_text(REQUESTS + figures, "utf-8")
    params = Params(tmp_path / "params")
    record = params.load("a", 2021)
    (found,) = Section("overview", params, record, None, frozenset()).figure("years")
    assert "条形图，历年政府信息公开申请：2020年新收6件、办结5件；2021年新收6件、办结5件。" == found.alt
    assert [] == list(preflight.charts(params, record))
