"""From a notebook to a document."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from gongkai.document.blocks import MIME, Code, Figure, Heading, List, Paragraph, Quote, Table, inline, plain, to_json
from gongkai.publish.collect import document


def picture(kind, **options):
    """A picture of two pixels, as an output has it."""
    out = io.BytesIO()
    drawn = Image.new("RGB", (2, 1), "red")
    drawn.putpixel((1, 0), (1, 2, 3))
    drawn.save(out, kind, **options)
    return base64.b64encode(out.getvalue()).decode()


PNG = picture("PNG")


def show(*cells):
    return document(new_notebook(cells=list(cells))).blocks


def shown(data, **metadata):
    cell = new_code_cell("x", outputs=[new_output("display_data", data=data)])
    cell.metadata.update(metadata)
    return cell


def test_blocks_pass_through():
    """A block in an output is that block."""
    block = Paragraph(content=inline("甲"))
    assert (block,) == show(shown({MIME: to_json(block), "text/html": "<p>乙</p>"}))


def test_group_is_its_blocks():
    """A cell may show several blocks."""
    blocks = [Paragraph(content=inline("甲")), Paragraph(content=inline("乙"))]
    assert tuple(blocks) == show(shown({MIME: {"type": "group", "blocks": [to_json(b) for b in blocks]}}))


@pytest.mark.parametrize("tag", ["remove-cell", "remove_cell", "parameters", "injected-parameters"])
def test_hidden_cells(tag):
    """Cells with a hiding tag are not published."""
    assert () == show(new_markdown_cell("甲", metadata={"tags": [tag]}))


@pytest.mark.parametrize("tag", ["remove-output", "remove_output", "remove-all-outputs", "remove_all_outputs"])
def test_silent_cells(tag):
    """The output of a cell with such a tag is not published."""
    assert () == show(shown({"text/html": "<p>甲</p>"}, tags=[tag]))


def test_sources_are_not_published():
    """The code of a cell is never shown."""
    assert () == show(new_code_cell("secret = 1"))


def test_markdown_cell():
    """A Markdown cell an analyst adds is published."""
    assert [Heading, Paragraph] == [type(block) for block in show(new_markdown_cell("# 标题\n\n**注意：**请看"))]


def test_skipped_heading_levels_are_mended():
    """A skipped heading level is corrected."""
    assert [1, 2, 1] == [block.level for block in show(new_markdown_cell("# 一\n\n#### 二\n\n# 三"))]


def test_html_table():
    """An HTML table from pandas keeps its headers and spans."""
    html = "<table><thead><tr><th></th><th colspan=2>组</th></tr></thead><tbody><tr><th>甲</th><td>1</td><td>2</td></tr></tbody></table>"
    (table,) = show(shown({"text/html": html}))
    assert isinstance(table, Table)
    assert [[("", 1), ("组", 2)], [("甲", 1), ("1", 1), ("2", 1)]] == [
        [(plain(cell.content), cell.column_span) for cell in row] for row in table.rows
    ]
    assert ("row", 1) == (table.rows[1][0].scope, table.header_rows)


@pytest.mark.parametrize(
    ("html", "metadata", "caption"),
    [
        ("<caption>乙</caption>", {}, ("乙", True)),
        ("<caption>乙</caption>", {"caption": "甲"}, ("甲", True)),
        ("", {"caption": "甲"}, ("甲", True)),
        ("", {}, ("数据表", False)),
    ],
)
def test_caption_of_a_table(html, metadata, caption):
    """A table's caption comes from the cell, else from the table, and is printed; without one there is a name only."""
    (table,) = show(shown({"text/html": f"<table>{html}<tr><td>1</td></tr></table>"}, **metadata))
    assert caption == (table.caption, table.show_caption)


def test_other_html_is_text():
    """Of other HTML only the text survives."""
    (block,) = show(shown({"text/html": "<script>bad()</script><p onclick='x'>甲</p>"}))
    assert "甲" == plain(block.content)


@pytest.mark.parametrize(
    ("metadata", "alt", "caption"),
    [({"alt": "说明"}, "说明", ""), ({"caption": "图一"}, "图一", "图一"), ({}, "没有说明的图", "")],
)
def test_alternative_text(metadata, alt, caption):
    """A picture's alternative text comes from the cell, else its caption; a warning is given if there is neither."""
    warnings = []
    (figure,) = document(new_notebook(cells=[shown({"image/png": PNG}, **metadata)]), warnings).blocks
    assert isinstance(figure, Figure)
    assert (alt, caption) == (figure.alt, figure.caption)
    assert bool(warnings) == (not metadata)


def test_hidden_data_of_pictures_are_not_published():
    """A picture that a cell shows loses EXIF, with place and device, and comments; a PNG keeps every pixel."""
    exif = Image.Exif()
    exif[0x010F] = "secret device"
    exif.get_ifd(0x8825)[1] = "N"
    comment = PngInfo()
    comment.add_text("Comment", "secret")
    hidden = {
        "image/jpeg": picture("JPEG", exif=exif, comment="secret"),
        "image/png": picture("PNG", exif=exif, pnginfo=comment),
    }
    broken = {MIME: {"type": "?"}}  # with a block that is none of this program's, the picture is what is shown
    for media, data in hidden.items():
        assert b"secret" in base64.b64decode(data)
        (figure,) = show(shown({media: data, **(broken if media == "image/jpeg" else {})}, alt="说明"))
        published = base64.b64decode(figure.data)
        assert (False, False) == (b"secret" in published, b"Exif" in published)
        with Image.open(io.BytesIO(published)) as opened:
            assert (f"image/{opened.format.lower()}", {}) == (figure.media, dict(opened.getexif()))
            pixels = [opened.convert("RGB").getpixel((column, 0)) for column in range(2)]
    assert [(255, 0, 0), (1, 2, 3)] == pixels


def test_hidden_data_of_blocks_are_not_published():
    """A picture in a block written by hand, also in a quote or a list, loses what is hidden in it; a prepared one stays."""
    exif = Image.Exif()
    exif[0x010F] = "secret device"
    hidden = Figure(media="image/jpeg", data=picture("JPEG", exif=exif), alt="说明")
    prepared = hidden.model_copy(update={"data": picture("JPEG")})
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,{hidden.data}"/></svg>'
    blocks: list[Any] = [
        hidden, prepared, Quote(blocks=(hidden,)), List(items=((hidden,),)),
        Figure(media="image/svg+xml", data=drawing, alt="说明"),
    ]  # fmt: skip
    assert b"secret" in base64.b64decode(hidden.data)
    found = show(shown({MIME: {"type": "group", "blocks": [to_json(block) for block in blocks]}}))
    assert prepared == found[1]
    pictures = [found[0].data, found[2].blocks[0].data, found[3].items[0][0].data, found[4].data.split('"')[3][23:]]
    assert [False] * 4 == [b"secret" in base64.b64decode(data) for data in pictures]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"image/png": PNG[:60]}, "照片“单元格"),
        ({"image/jpeg": "!"}, "不是能识别的图片"),
        ({"image/png": "abc"}, "数据不完整"),
        ({"image/png": "图"}, "不是能识别的图片"),
        ({"image/svg+xml": "<svg><script>"}, "请改用PNG图"),
    ],
)
def test_pictures_that_cannot_be_read_are_empty_frames(data, said):
    """A picture that is damaged, or cannot be cleaned, is not published; the build names its cell and says why."""
    warnings = []
    (figure,) = document(new_notebook(cells=[shown(data, alt="说明")]), warnings).blocks
    assert (None, "", "说明") == (figure.media, figure.data, figure.alt)
    assert [True] == [said in warning and warning.startswith("单元格") for warning in warnings]


def test_scripts_in_pictures_are_not_published():
    """A picture that a cell shows is published without its scripts, whether as it is or as a block."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script><path/></svg>'
    block = Figure(media="image/svg+xml", data=svg, screen=svg, phone=svg, alt="说明")
    for data in ({"image/svg+xml": svg}, {MIME: to_json(block)}):
        (figure,) = show(shown(data, alt="说明"))
        assert 0 == f"{figure.data}{figure.screen}{figure.phone}".count("script")
        assert "<path/>" in figure.data


def test_streams():
    """Printed text is shown unchanged; warnings on stderr are not shown."""
    cell = new_code_cell(
        "x", outputs=[new_output("stream", text="甲\n"), new_output("stream", name="stderr", text="乙")]
    )
    assert (Code(content="甲"),) == show(cell)


def test_broken_block_falls_back():
    """A block that cannot be read is shown by its HTML."""
    (block,) = show(shown({MIME: {"type": "nonsense"}, "text/html": "<p>甲</p>"}))
    assert "甲" == plain(block.content)
