"""What a section's notebook works with."""

from __future__ import annotations

import pytest

from gongkai.document.blocks import Figure, Heading, Table
from gongkai.returns import InputError
from gongkai.sections import disclosure, other, overview, preface, requests, review
from tests.example import AGENCY, YEAR, edit


def test_title_and_signature(params):
    """The title stands over two lines; organ and date at the end."""
    assert (
        "威海市环翠区应急管理局2020年\n政府信息公开工作年度报告" == preface.load(AGENCY, YEAR, params).title().content
    )
    signature = other.load(AGENCY, YEAR, params).signature()
    assert ("环翠区应急管理局", "2021年1月20日") == (signature.organ, signature.date)


def test_figures_stand_where_the_text_places_them(params):
    """The chart and the framed space of the missing photo stand in their passage, numbered in order."""
    blocks = overview.load(AGENCY, YEAR, params).passage("platform").blocks
    figures = [(type(b).__name__, b.caption, b.media) for b in blocks if isinstance(b, Figure)]
    assert [
        ("Figure", "图1 环翠区应急局2020年政府信息主动公开情况", "image/svg+xml"),
        ("Figure", "图2 环翠区应急管理局开展政府开放日活动", None),
    ] == figures


def test_passage_without_a_cell_follows_the_one_before(params):
    """A passage of the organ's own stands in the cell of the one before it."""
    blocks = overview.load(AGENCY, YEAR, params).passage("platform").blocks
    assert "（六）发布解读回应、社会关切及互动交流情况" in [b.text() for b in blocks if isinstance(b, Heading)]


def test_heading_is_markdown(params):
    """A heading prints what its Markdown says, as in the data: an escape leaves no backslash."""
    edit(params, "发布解读回应、社会关切及互动交流情况", r"'\{\{ year }}年解读\_回应'")
    section = overview.load(AGENCY, YEAR, params)
    headings = [block.text() for block in section.passage("platform").blocks if isinstance(block, Heading)]
    assert "（六）{{ year }}年解读_回应" in headings
    assert "（六）{{ year }}年解读_回应" in section.prose.text("overview").splitlines()


def test_switched_off_figure_leaves_nothing(params):
    """A figure that is switched off leaves its place empty, and the others move up."""
    edit(params, "    kind: photo", "    kind: photo\n    show: false")
    edit(params, "（{{ figures.open_day }}）", "")
    blocks = overview.load(AGENCY, YEAR, params).passage("platform").blocks
    assert ["图1 环翠区应急局2020年政府信息主动公开情况"] == [b.caption for b in blocks if isinstance(b, Figure)]


def test_figure_after_a_section(params):
    """A figure no text places stands at the end of the section it names."""
    edit(params, "        ![](figure:channels)\n", "")
    edit(params, "    kind: channels", "    kind: channels\n    after: disclosure")
    assert 1 == len(disclosure.load(AGENCY, YEAR, params).figures().blocks)
    assert 0 == len(overview.load(AGENCY, YEAR, params).figures().blocks)


def test_unknown_slot_names_the_nearest(params):
    """A cell that asks for a passage that does not exist is told the nearest."""
    with pytest.raises(InputError, match="是不是“platform”"):
        overview.load(AGENCY, YEAR, params).passage("platfrm")


def test_photo_outside_its_folder(params):
    """A photo outside the year's folder is refused with file and line."""
    edit(params, "open_day.jpg", "../../../secret.jpg")
    with pytest.raises(InputError, match=r"2020\.yaml:\d+：照片"):
        overview.load(AGENCY, YEAR, params)


def test_broken_photo(params):
    """A file that is no picture is refused with organ, year, file and line."""
    (params / AGENCY / str(YEAR)).mkdir()
    (params / AGENCY / str(YEAR) / "open_day.jpg").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"2020\.yaml:\d+：威海市环翠区应急管理局2020年"):
        overview.load(AGENCY, YEAR, params).passage("platform")


def test_landscape_by_setting(params):
    """A table lies on its side where the organ's settings say so."""
    path = params / AGENCY / "agency.yaml"
    path.write_text(path.read_text("utf-8") + "landscape: [requests]\n", "utf-8")
    assert requests.load(AGENCY, YEAR, params).table().landscape
    assert not disclosure.load(AGENCY, YEAR, params).table().landscape


def test_review_marks_cells_and_links_both_ways(params):
    """A finding's cell is marked in the table and linked to it; the finding links back."""
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [0, 0, 0, 0, 0, 0, 3]")
    paper = review.load(AGENCY, YEAR, params)
    table = next(b for b in paper.table("requests").blocks if isinstance(b, Table))
    marked = [cell for row in table.rows for cell in row if cell.mark == "error"]
    notes = {note.anchor: note for note in paper.findings().blocks if note.type == "note"}
    assert "cell-requests-new-total" in [cell.anchor for cell in marked]
    cell = next(cell for cell in marked if cell.anchor == "cell-requests-new-total")
    assert any(cell.anchor == ref for ref, _ in notes[cell.refs[0]].refs)


def test_review_gathers_what_one_waiver_accepts(params):
    """Findings that one waiver accepts stand together, with the reason."""
    notes = [note for note in review.load(AGENCY, YEAR, params).findings().blocks if note.type == "note"]
    texts = [note.text() for note in notes if "R32" in note.title]
    assert 2 == len(texts)
    assert "已认可21处" in texts[0]
    assert "不补0" in texts[0]


def test_review_changes(params):
    """What changed since last year is listed with the difference."""
    last = (
        (params / AGENCY / f"{YEAR}.yaml")
        .read_text("utf-8")
        .replace("year: 2020\n", "year: 2019\n")
        .replace("licensing: [1, 0, 18]", "licensing: [1, 0, 20]")
    )
    (params / AGENCY / "2019.yaml").write_text(last, "utf-8")
    assert "行政许可／处理决定数量\t20\t18\t-2" in review.load(AGENCY, YEAR, params).changes().text()
