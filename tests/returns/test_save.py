"""A return as the text of a year's file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from gongkai import files
from gongkai.drafting.scaffold import compose
from gongkai.forms import edition_for
from gongkai.parsing import yaml
from gongkai.returns import Agency, Params, Return, SourceMap, agency_file, load, save
from gongkai.returns.load import build
from gongkai.returns.model import empty_cells
from tests.strategies import agencies, any_returns


def back(text, agency):
    data, lines = yaml.parse(text, "x.yaml")
    return build(data, agency, SourceMap(file="x.yaml", lines=lines))


@given(any_returns())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_round_trip(record):
    """Whatever a return holds is read back as it was."""
    assert record == back(save.dump(record), record.agency)


@pytest.mark.parametrize(("agency", "year"), [("huancui-yingji", 2020), ("huaian-zhengfu", 2024)])
def test_examples_round_trip(root, agency, year):
    """The examples are read back as they were, ``rest`` and lines aside."""
    record = Params(root / "params").load(agency, year)
    assert record == back(save.dump(record), record.agency)


def test_rest_is_kept():
    """Cells set by ``rest: 0`` are not typed out."""
    record = back(
        "year: 2020\ndisputes: {reconsideration: [1, 0, 0, 0, 1], rest: 0}\n",
        Agency(id="a", name="某局", level="department"),
    )
    text = save.dump(record)
    assert "rest: 0" in text
    assert "litigation_direct" not in text
    assert record == back(text, record.agency)


def test_rows_carry_their_labels():
    """Every row has the form's label, every block its columns."""
    record = back("year: 2021\n", Agency(id="a", name="某局", level="department"))
    text = save.dump(record)
    assert "  granted: [null, null, null, null, null, null, null]  # （一）予以公开" in text
    assert "  # 依次为自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计" in text


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028", "\u2029"])
def test_comment_is_one_line(end):
    """Neither the organ's name nor a remark can end the comment that contains it."""
    organ = Agency(id="a", name=f"某局{end}sections: {{other: x}}{end}#\x1b", level="department")
    record = Return(agency=organ, year=2024, cells=empty_cells(edition_for(2024)))
    assert record == back(save.dump(record, f"由报告“a{end}sections: {{other: x}}”读入。"), organ)
    assert record == back(compose(record, None, {}), organ)


@given(agencies)
@settings(max_examples=15, deadline=None)
def test_agency_round_trip(tmp_path_factory, agency):
    """An organ's file is read back as it was."""
    path = tmp_path_factory.mktemp("x") / "organ" / "agency.yaml"
    files.write(path, agency_file.dump(agency))
    assert agency == load.agency(path)
