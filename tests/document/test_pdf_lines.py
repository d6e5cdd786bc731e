"""Lines of running text in the PDF: none is stretched so that one sees it."""

from __future__ import annotations

from itertools import pairwise

from gongkai.document import fonts, pdf
from gongkai.document.blocks import Paragraph, inline
from gongkai.document.metadata import Document, Meta
from tests.document.pdfs import chars

_HANZI = 0x3400


def gaps(data, pages):
    """The median gap in points between the hanzi of each line of body text."""
    found = []
    for page in range(pages):
        rows = {}
        for char in chars(data, page):
            if 15.5 < char["size"] < 16.5:
                rows.setdefault(round(char["bottom"]), []).append(char)
        for row in rows.values():
            row.sort(key=lambda char: char["x0"])
            between = [b["x0"] - a["x1"] for a, b in pairwise(row) if min(ord(a["text"]), ord(b["text"])) > _HANZI]
            if len(between) > 3:
                found.append(sorted(between)[len(between) // 2])
    return found


def test_no_line_is_stretched():
    """Wherever a long number, a telephone number or an address falls in a paragraph, its lines are set alike."""
    texts = [
        f"其中{'某' * count}网站公开信息12345678条，政务新媒体公开信息1234567条；咨询电话{'某' * (count % 7)}0517-83605210，"
        f"电子邮箱{'某' * (count % 5)}zwgk@huaian.gov.cn，全年有效。"
        for count in range(2, 24)
    ]
    document = Document(meta=Meta(title="题"), blocks=tuple(Paragraph(content=inline(text)) for text in texts))
    found = gaps(pdf.render(document, fonts.font_set("bundled")), 4)
    assert len(found) > 60
    assert [] == [round(gap, 1) for gap in found if gap > 2.4]
