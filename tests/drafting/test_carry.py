"""A year started from the last."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from gongkai.commands.new import run_new
from gongkai.drafting.carry import carried, hints, scaffold, start
from gongkai.drafting.scaffold import compose
from gongkai.returns import (
    Fact,
    Figure,
    InputError,
    Issue,
    Params,
    Passage,
    Return,
    ReturnError,
    Sections,
    Source,
    Waiver,
    load,
    yaml,
)
from tests.samples import AGENCY, YEARS, record, returns

if TYPE_CHECKING:
    from pathlib import Path


def again(new: Return, previous: Return | None) -> Return:
    """What loading the new year's text gives."""
    data, lines = yaml.parse(compose(new, previous, hints(previous, new.year)), "new.yaml")
    return load.build(data, AGENCY, Source(file="new.yaml", lines=lines))


def test_carried_over_column_by_column() -> None:
    """二、上年结转 is last year's 四、结转下年度, column by column; a blank stays blank."""
    last = record(2023, 0, requests__carried_out__natural=2, requests__carried_out__research=None)
    assert start(last, 2024).row("requests.carried_in") == [2, 0, None, 0, 0, 0, 0]


def test_nothing_else_is_carried() -> None:
    """No other figure is taken over, above all none as 0."""
    new = start(record(2023, 5), 2024)
    assert {value for path, value in new.cells.items() if "carried_in" not in path} == {None}


def test_item_counts_of_form_2019() -> None:
    """上一年项目数量 is last year's with its 增/减, missing where one of them is."""
    last = record(2019, 0, disclosure__penalty__previous_items=10, disclosure__penalty__change=-3)
    last.cells["disclosure.licensing.change"] = None
    new = start(last, 2020)
    assert new.cells["disclosure.penalty.previous_items"] == 7
    assert new.cells["disclosure.licensing.previous_items"] is None
    assert new.cells["disclosure.penalty.change"] is None


def test_change_of_form() -> None:
    """From form 2019 to 2021 the carry-over is taken, and the numbers in force are told not to be comparable."""
    last = record(2020, 4)
    assert start(last, 2021).row("requests.carried_in") == [4] * 7
    assert "口径不同，不能比照" in hints(last, 2021)["disclosure.regulations.in_force"]


def test_hints() -> None:
    """What last year says about numbers in force, and how this year's follow from it (R7, R9)."""
    last = record(2023, 0, disclosure__normative_documents__in_force=12, disclosure__regulations__in_force=None)
    assert hints(last, 2024) == {
        "disclosure.normative_documents.in_force": "上年现行有效12件；今年应等于该数＋本年制发－本年废止。",
        "disclosure.regulations.in_force": "上年没有填写现行有效件数，不能比照，请清理后填写。",
    }
    found = hints(record(2019, 7), 2020)["disclosure.regulations.total_disclosed"]
    assert found == "上年对外公开总数量为7件；今年应等于该数＋本年新公开数量。"
    assert hints(None, 2024) == {}


def test_headings_are_kept_and_texts_are_not() -> None:
    """Headings, charts, what facts count and the signature are kept; texts, values, photos and dates are not."""
    last = record(2023, 0).model_copy(
        update={
            "sections": Sections(
                preface="旧",
                overview=(Passage(id="x", heading="2023年工作亮点", text="旧"), Passage(id="summary", text="旧")),
                problems="旧",
            ),
            "facts": {
                "items": Fact(value=334, unit="条", label="2023年公开信息"),
                "web": Fact(value=1, unit="条", label="网站", part_of="items"),
            },
            "figures": (
                Figure(id="a", kind="channels", caption="2023年各渠道", alt="旧", after="overview.disclosure"),
                Figure(id="b", kind="photo", caption="照片", file="a.jpg"),
            ),
            "signed": dt.date(2024, 1, 20),
            "signature": "某局（印章）",
            "waivers": (Waiver(rule="R22", reason="机构改革", by="审核人", date=dt.date(2024, 1, 10)),),
            "issues": (Issue(path="requests.new", kind="blank"),),
            "rest": ("requests.new.total",),
        }
    )
    new = start(last, 2024)
    assert new.sections == Sections(overview=(Passage(id="x", heading="2024年工作亮点"), Passage(id="summary")))
    assert new.facts == {
        "items": Fact(value=None, unit="条", label="2024年公开信息"),
        "web": Fact(value=None, unit="条", label="网站", part_of="items"),
    }
    assert new.figures == (Figure(id="a", kind="channels", caption="2024年各渠道", after="overview.disclosure"),)
    assert (new.signed, new.signature, new.waivers, new.issues, new.rest) == (None, "某局（印章）", (), (), ())
    assert "旧" not in compose(new, last, {})


def test_not_the_year_before() -> None:
    """Only the year before can be carried over."""
    with pytest.raises(InputError, match="2024年应当从2023年结转，给出的是2022年的数据"):
        start(record(2022), 2024)


def test_unit_is_kept_while_the_form_has_it() -> None:
    """The unit of the procurement amount goes on in form 2019 only."""
    last = record(2019, 0).model_copy(update={"procurement_unit": "万元"})
    assert start(last, 2020).procurement_unit == "万元"
    assert start(last.model_copy(update={"year": 2020}), 2021).procurement_unit is None


@pytest.mark.parametrize("year", YEARS)
def test_scaffold_loads(year: int) -> None:
    """A year without a year before has every row, and loads as not filled in."""
    new = scaffold(AGENCY, year)
    assert again(new, None) == new
    text = compose(new, None, {})
    assert all(
        f"  {row.id}: " in text and f"# {row.label}" in text
        for table in new.edition.tables.values()
        for row in table.rows
    )


@settings(max_examples=30, deadline=None)
@given(returns())
def test_text_of_the_new_year_loads(last: Return) -> None:
    """Whatever last year was, the new year's text loads as the return it was made from."""
    new = start(last, last.year + 1)
    assert again(new, last) == new


def test_decimals_are_written_plainly() -> None:
    """A decimal carry-over is written without an exponent."""
    new = start(record(2023, 0, requests__carried_out__natural=Decimal("1E+2")), 2024)
    assert "carried_in: [100, 0" in compose(new, None, {})


def folder(path: Path, **years: str) -> Path:
    """A params folder with the sample organ and files by name."""
    organ = path / "params" / "lab-ju"
    organ.mkdir(parents=True)
    (organ / "agency.yaml").write_text("name: 某市某区试验局\nshort_name: 某区试验局\nlevel: department\n", "utf-8")
    for name, text in years.items():
        (organ / f"{name[1:].replace('_', '.')}.yaml").write_text(text, "utf-8")
    return path / "params"


LAST = "year: 2023\nrequests:\n  carried_out: [2, 0, 0, 0, 0, 0, 2]\nsections:\n  problems: 去年的问题\n  other: 去年的事项\n"


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gongkai new writes the file, takes the carry-over, and reminds of what must be written."""
    params = folder(tmp_path, y2023=LAST)
    assert run_new("lab-ju", 2024, params) == 0
    text = (params / "lab-ju" / "2024.yaml").read_text("utf-8")
    assert Params(params).load("lab-ju", 2024).row("requests.carried_in") == [2, 0, 0, 0, 0, 0, 2]
    assert "去年" not in text
    assert "没有从上年复制" in text
    assert "上年“六、其他需要报告的事项”写有内容" in text
    assert capsys.readouterr().out == "已新建params/lab-ju/2024.yaml：由2023年带入7个数；文字、日期、照片没有沿用。\n"


def test_command_prefers_what_was_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The carry-over is what was published; that it differs from what was typed is told."""
    published = "year: 2023\nrequests:\n  carried_out: [3, 0, 0, 0, 0, 0, 3]\n"
    params = folder(tmp_path, y2023=LAST, y2023_published=published)
    run_new("lab-ju", 2024, params)
    assert Params(params).load("lab-ju", 2024).row("requests.carried_in")[0] == 3
    assert "2023年公布的数与2023.yaml不同，结转以公布的为准" in capsys.readouterr().out


def test_command_from_a_published_report_alone(tmp_path: Path) -> None:
    """A published report that was imported is enough to start from."""
    params = folder(tmp_path, y2023_published=LAST)
    run_new("lab-ju", 2024, params)
    assert Params(params).load("lab-ju", 2024).row("requests.carried_in")[0] == 2


def test_command_tells_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells that last year left empty are named; a change of form is told."""
    run_new("lab-ju", 2021, folder(tmp_path, y2020="year: 2020\nrequests:\n  carried_out: [2, 0, 0, 0, 0, 0, null]\n"))
    said = capsys.readouterr().out
    assert "2020年没有填写，未能带入：表三“二、上年结转政府信息公开申请数量”“总计”。" in said
    assert "表式由2019版改为2021版" in said


@pytest.mark.parametrize(
    ("last", "comment", "told"),
    [
        ("[2, 0, 0, 0, 0, 0, 2]", "由2023年的“四、结转下年度继续办理”逐列带入，请与台账核对", "由2023年带入7个数"),
        ("[2, 0, 0, 0, 0, 0, null]", "由2023年的“四、结转下年度继续办理”逐列带入；其中没有填写的没有带入，请与台账核对", "由2023年带入6个数"),
        ("null", "2023年的“四、结转下年度继续办理”没有填写，没有数可以带入，请按台账填写", "没有带入数"),
    ],
)  # fmt: skip
def test_comment_says_what_was_carried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], last: str, comment: str, told: str
) -> None:
    """The new file and the command say that figures were carried only where they were."""
    params = folder(tmp_path, y2023=f"year: 2023\nrequests:\n  carried_out: {last}\n")
    run_new("lab-ju", 2024, params)
    lines = (params / "lab-ju" / "2024.yaml").read_text("utf-8").splitlines()
    before = next(at for at, line in enumerate(lines) if line.startswith("  carried_in:")) - 1
    assert lines[before] == f"  # {comment}"
    assert capsys.readouterr().out.startswith(f"已新建params/lab-ju/2024.yaml：{told}；文字、日期、照片没有沿用。\n")


def test_command_without_last_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without last year an empty scaffold is written, and that is told."""
    params = folder(tmp_path)
    run_new("lab-ju", 2024, params)
    assert Params(params).load("lab-ju", 2024) == scaffold(Params(params).agency("lab-ju"), 2024)
    assert "没有2023年的数据，各行都待填写" in capsys.readouterr().out


def test_command_never_overwrites(tmp_path: Path) -> None:
    """A file that is there is kept unless --force is given."""
    params = folder(tmp_path, y2024="year: 2024\n")
    with pytest.raises(InputError, match=r"params/lab-ju/2024\.yaml已经存在"):
        run_new("lab-ju", 2024, params)
    assert run_new("lab-ju", 2024, params, True) == 0


def test_command_with_wrong_input(tmp_path: Path) -> None:
    """An unknown organ, a year before the forms and a wrong file of last year are wrong input."""
    params = folder(tmp_path, y2023="year: 2023\nrequests:\n  neu: [1]\n")
    with pytest.raises(InputError, match="没有机关“lab-yu”，是不是“lab-ju”"):
        run_new("lab-yu", 2024, params)
    with pytest.raises(InputError, match="2018年没有适用的表式"):
        run_new("lab-ju", 2018, params)
    with pytest.raises(InputError, match=r"^年度写的是20222：还没有到，最晚可以写\d{4}；请核对。$"):
        run_new("lab-ju", 20222, params)
    with pytest.raises(ReturnError, match=r"params/lab-ju/2023\.yaml:3：不认识的键“neu”"):
        run_new("lab-ju", 2024, params)
    assert not (params / "lab-ju" / "2024.yaml").exists()


def test_carried_names_only_cells_of_the_form() -> None:
    """What is carried are cells of the new year's form."""
    assert set(carried(record(2020), 2021)) == {path for path in scaffold(AGENCY, 2021).cells if "carried_in" in path}
