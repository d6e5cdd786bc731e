"""A printed web page: text, or the pictures of a table, fill the page before a picture or table that does not fit on it."""

from __future__ import annotations

import io
import unicodedata

import pdfplumber
import pytest

from gongkai.document.blocks import Figure, Heading, Paragraph, Signature, inline
from gongkai.document.metadata import Document, Meta
from tests.document.sample import statutory

LONG = "公开政府信息。" * 18
"""Three lines in print."""


def picture(number, height=300):
    """A drawing with a numbered caption; heights in pixels."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="500" height="{height}"><rect width="500" height="{height}" fill="#246"/></svg>'
    return Figure(media="image/svg+xml", data=svg, alt="说明", caption=f"图{number}示意")


def texts(count, first=0):
    """Numbered paragraphs."""
    return [Paragraph(content=inline(f"第{number:02}段。{LONG}")) for number in range(first, first + count)]


def section(number):
    """The heading of a section."""
    return Heading(level=1, content=inline(f"{'一二三四五六'[number - 1]}、某部分"))


def printed(opened, saved, name, *blocks):
    """For each page its text in reading order from top to bottom, and the part of its height that is filled."""
    page, _ = opened(saved(name, Document(meta=Meta(title="题"), blocks=blocks)))
    found = []
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        for one in pdf.pages:
            above = one.crop((0, 0, one.width, one.height - 62))
            lowest = max(char["bottom"] for char in above.chars)
            text = "".join(above.extract_text().split())
            found.append((unicodedata.normalize("NFKC", text), lowest / (one.height - 65)))
    return found


@pytest.mark.parametrize("before", [6, 9, 11])
def test_text_fills_the_page_before_a_picture(opened, saved, before):
    """A picture that does not fit is on the next page, text after it comes first; no picture or section overtakes another."""
    blocks = [
        *texts(before), picture(1), *texts(3, before), picture(2), *texts(6, before + 3), section(2), *texts(9, before + 9),
    ]  # fmt: skip
    pages = printed(opened, saved, f"flow-{before}", *blocks)
    whole = "".join(text for text, _ in pages)
    places = [whole.index(f"第{number:02}段") for number in range(before + 18)]
    assert sorted(places) == places
    assert whole.index(f"第{before - 1:02}段") < whole.index("图1") < whole.index("图2") < whole.index("二、某部分")
    assert [] == [round(filled, 2) for _, filled in pages[:-1] if filled < 0.85]


@pytest.mark.parametrize("before", [2, 4, 6, 8, 9, 10, 12])
def test_pictures_of_a_table_fill_the_page_before_it(opened, saved, before):
    """Where the table of a section does not fit, its pictures come first; its heading has something under it on its page."""
    table = statutory("2021", "requests")
    blocks = [
        section(2), *texts(before), section(3), table, picture(1, 190), picture(2, 190), section(4), *texts(2, 50),
        Signature(organ="某机关", date="2024年1月1日"),
    ]  # fmt: skip
    pages = printed(opened, saved, f"table-{before}", *blocks)
    whole = "".join(text for text, _ in pages)
    begins = [whole.index(words) for words in ("三、某部分", "图1", "图2", "四、某部分", "某机关")]
    assert sorted(begins) == begins
    assert whole.index("三、某部分") < whole.index("申请人情况") < whole.index("四、某部分")
    (first,) = [text for text, _ in pages if "三、某部分" in text]
    assert first.split("三、某部分")[1]
    assert [True] == ["结转下年度继续办理" in text for text, _ in pages if "申请人情况" in text]
    # A picture is as high as a third of a page.
    assert [] == [round(filled, 2) for _, filled in pages[:-1] if filled < 0.66]
