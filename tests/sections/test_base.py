"""What a section's notebook works with."""

from __future__ import annotations

import pytest

from gongkai.document.blocks import Figure, Heading, Paragraph, Table
from gongkai.returns import InputError
from gongkai.sections import charts, load
from tests.example import AGENCY, YEAR, edit


def last_year(params, *changed):
    """A return of the year before, the same but for what is changed."""
    text = (params / AGENCY / f"{YEAR}.yaml").read_text("utf-8").replace(f"year: {YEAR}\n", f"year: {YEAR - 1}\n")
    for old, new in changed:
        text = text.replace(old, new)
    (params / AGENCY / f"{YEAR - 1}.yaml").write_text(text, "utf-8")


def test_title_and_signature(params):
    """The title has two lines; organ and date are at the end."""
    assert (
        "威海市环翠区应急管理局2020年\n政府信息公开工作年度报告"
        == load("preface", AGENCY, YEAR, params).title().content
    )
    signature = load("other", AGENCY, YEAR, params).signature()
    assert ("环翠区应急管理局", "2021年1月20日") == (signature.organ, signature.date)


def test_figures_stand_where_the_text_places_them(params):
    """The chart and the framed space of the missing photo stand in their passage, numbered in order."""
    blocks = load("overview", AGENCY, YEAR, params).passage("platform").blocks
    figures = [(type(b).__name__, b.caption, b.media) for b in blocks if isinstance(b, Figure)]
    assert [
        ("Figure", "图1 环翠区应急局2020年政府信息主动公开情况", "image/svg+xml"),
        ("Figure", "图2 环翠区应急管理局开展政府开放日活动", None),
    ] == figures


def test_passage_without_a_cell_follows_the_one_before(params):
    """A passage that the organ added is in the cell of the one before it."""
    blocks = load("overview", AGENCY, YEAR, params).passage("platform").blocks
    assert "（六）发布解读回应、社会关切及互动交流情况" in [b.text() for b in blocks if isinstance(b, Heading)]


def test_heading_is_markdown(params):
    """A heading prints what its Markdown says, as in the data: an escape leaves no backslash."""
    edit(params, "发布解读回应、社会关切及互动交流情况", r"'\{\{ year }}年解读\_回应'")
    section = load("overview", AGENCY, YEAR, params)
    headings = [block.text() for block in section.passage("platform").blocks if isinstance(block, Heading)]
    assert "（六）{{ year }}年解读_回应" in headings
    assert "（六）{{ year }}年解读_回应" in section.prose.text("overview").splitlines()


def test_switched_off_figure_leaves_nothing(params):
    """A figure that is switched off leaves its place empty, and the others move up."""
    edit(params, "    kind: photo", "    kind: photo\n    show: false")
    edit(params, "（{{ figures.open_day }}）", "")
    blocks = load("overview", AGENCY, YEAR, params).passage("platform").blocks
    assert ["图1 环翠区应急局2020年政府信息主动公开情况"] == [b.caption for b in blocks if isinstance(b, Figure)]


def test_figure_after_a_section(params):
    """An unplaced figure is at the end of the section that it names."""
    edit(params, "        ![](figure:channels)\n", "")
    edit(params, "    kind: channels", "    kind: channels\n    after: disclosure")
    assert 1 == len(load("disclosure", AGENCY, YEAR, params).figures().blocks)
    assert 0 == len(load("overview", AGENCY, YEAR, params).figures().blocks)


def test_frame(params):
    """The numbers of the section's table by ids; what is not filled in is NA."""
    frame = load("disclosure", AGENCY, YEAR, params).frame
    assert (18, 9) == tuple(frame.loc[["licensing", "penalty"], "decisions"])
    assert load("requests", AGENCY, YEAR, params).frame.loc["granted"].isna().all()


def test_frames_over_the_years(params):
    """The history has every year, oldest first, and the comparison this year beside last year."""
    last_year(params, ("licensing: [1, 0, 18]", "licensing: [1, 0, 20]"))
    section = load("disclosure", AGENCY, YEAR, params)
    assert {2019: 20, 2020: 18} == section.history_frame.xs("licensing", level="row")["decisions"].to_dict()
    beside = section.comparison()
    assert [20, 18] == beside.loc["行政许可", "处理决定数量"].tolist()
    assert ["2019年", "2020年"] == list(beside["处理决定数量"].columns)


@pytest.mark.parametrize("ask", ["frame", "history_frame", "comparison", "table"])
def test_section_without_a_table(params, ask):
    """A section without a table says so, and how to get at another's."""
    section = load("problems", AGENCY, YEAR, params)
    with pytest.raises(InputError, match="“五、存在的主要问题及改进情况”没有表"):
        getattr(section, ask)()


def test_unknown_section(params):
    """A section that does not exist is refused with the nearest, and all there are."""
    with pytest.raises(InputError, match="报告里没有“request”这一部分，是不是“requests”？可以用：preface、overview、"):
        load("request", AGENCY, YEAR, params)


def darker(frame, ax):
    charts.bars(frame, ax)
    for bar in ax.patches:
        bar.set_facecolor("#123456")


def test_chart_drawn_by_an_analyst(params):
    """What a cell draws is what it shows and what the text places; drawn again, it is shown again."""
    section = load("overview", AGENCY, YEAR, params)
    plain = section.chart("channels", charts.bars).blocks
    (shown,) = section.chart("channels", darker).blocks
    placed = [b for b in section.passage("platform").blocks if isinstance(b, Figure) and b.media]
    assert [shown] == placed
    assert ("#123456" in shown.data, "#123456" in plain[0].data) == (True, False)
    assert "图1 环翠区应急局2020年政府信息主动公开情况" == shown.caption


def test_charts_of_a_kind(params):
    """All charts of a kind are drawn, in the order and with the numbers of the file; those elsewhere are left out."""
    for name in ("b", "a"):
        edit(params, "\nsections:", f"\n  {name}: {{kind: channels, caption: 题{name}, after: disclosure}}\nsections:")
    section = load("disclosure", AGENCY, YEAR, params)
    shown = section.chart("channels", darker).blocks
    assert ["图3 题b", "图4 题a"] == [block.caption for block in shown]
    assert shown == section.figures().blocks


def test_no_chart_of_a_kind(params):
    """A cell with a chart that is not requested, or is in another section, says so."""
    section = load("disclosure", AGENCY, YEAR, params)
    (none,) = section.chart("documents", charts.bars).blocks
    (elsewhere,) = section.chart("channels", charts.bars).blocks
    assert isinstance(none, Paragraph)
    assert "今年的figures里没有这种图（kind: documents）；写上一项，报告里就有。" == none.text()
    assert elsewhere.text().startswith("“channels”放在报告的其他部分")
    with pytest.raises(InputError, match="是不是“documents”"):
        section.chart("document", charts.bars)


def test_chart_of_zeros_in_a_cell(params):
    """Where every number is 0 the cell shows the sentence that the report shows."""
    edit(params, "\nsections:", "\n  a: {kind: applicants, caption: 题, after: requests}\nsections:")
    section = load("requests", AGENCY, YEAR, params)
    assert "新收政府信息公开申请均为0。" == section.chart("applicants", charts.bars).text()
    assert "新收政府信息公开申请均为0。" == section.figures().text()


def test_unknown_slot_names_the_nearest(params):
    """For an unknown passage the message names the nearest."""
    with pytest.raises(InputError, match="是不是“platform”"):
        load("overview", AGENCY, YEAR, params).passage("platfrm")


def test_photo_outside_its_folder(params):
    """A photo outside the year's folder is refused with file and line."""
    edit(params, "open_day.jpg", "../../../secret.jpg")
    with pytest.raises(InputError, match=r"2020\.yaml:\d+：照片"):
        load("overview", AGENCY, YEAR, params)


def test_broken_photo(params):
    """A file that is no picture is refused with organ, year, file and line."""
    (params / AGENCY / str(YEAR)).mkdir()
    (params / AGENCY / str(YEAR) / "open_day.jpg").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"2020\.yaml:\d+：威海市环翠区应急管理局2020年"):
        load("overview", AGENCY, YEAR, params).passage("platform")


def test_landscape_by_setting(params):
    """A table lies on its side where the organ's settings say so."""
    path = params / AGENCY / "agency.yaml"
    path.write_text(path.read_text("utf-8") + "landscape: [requests]\n", "utf-8")
    assert load("requests", AGENCY, YEAR, params).table().landscape
    assert not load("disclosure", AGENCY, YEAR, params).table().landscape


def test_review_marks_cells_and_links_both_ways(params):
    """A finding's cell is marked in the table and linked to it; the finding links back."""
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [0, 0, 0, 0, 0, 0, 3]")
    paper = load("review", AGENCY, YEAR, params)
    table = next(b for b in paper.table("requests").blocks if isinstance(b, Table))
    marked = [cell for row in table.rows for cell in row if cell.mark == "error"]
    notes = {note.anchor: note for note in paper.findings().blocks if note.type == "note"}
    assert "cell-requests-new-total" in [cell.anchor for cell in marked]
    cell = next(cell for cell in marked if cell.anchor == "cell-requests-new-total")
    assert any(cell.anchor == ref for ref, _ in notes[cell.refs[0]].refs)


def test_review_gathers_what_one_waiver_accepts(params):
    """Findings that one waiver accepts stand together, with the reason."""
    notes = [note for note in load("review", AGENCY, YEAR, params).findings().blocks if note.type == "note"]
    texts = [note.text() for note in notes if "R32" in note.title]
    assert 2 == len(texts)
    assert "已认可21处" in texts[0]
    assert "不补0" in texts[0]


def test_review_changes(params):
    """What changed since last year is listed with the difference."""
    last_year(params, ("licensing: [1, 0, 18]", "licensing: [1, 0, 20]"))
    assert "行政许可／处理决定数量\t20\t18\t-2" in load("review", AGENCY, YEAR, params).changes().text()


def test_review_beside_last_year(params):
    """The reviewer sees whole tables beside last year's where there is one, and nothing otherwise."""
    assert load("review", AGENCY, YEAR, params).comparison("disclosure") is None
    last_year(params, ("licensing: [1, 0, 18]", "licensing: [1, 0, 20]"))
    beside = load("review", AGENCY, YEAR, params).comparison("disclosure")
    assert [20, 18] == beside.loc["行政许可", "处理决定数量"].tolist()
