"""Full-width signs that fonts draw as others."""

from __future__ import annotations

import io
from itertools import combinations
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from PIL import ImageFont

from gongkai.document import fonts, pdf
from gongkai.document.blocks import Paragraph, inline
from gongkai.document.fonts import faces, signs
from gongkai.document.metadata import Document, Meta

if TYPE_CHECKING:
    from gongkai.document.fonts import FontSet

SETS = {name: fonts.font_set(name) for name in fonts.available()}
"""The sets of this machine, taken before tests change where sets are looked for."""


def drawn(chosen: FontSet, text: str) -> list[str]:
    """The font of each character of a text."""
    data = pdf.render(Document(meta=Meta(title="题"), blocks=(Paragraph(content=inline(text)),)), chosen)
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [char["fontname"] for char in opened.pages[0].chars if char["text"] in text]


def test_bundled_fonts_draw_what_they_should() -> None:
    """The fonts installed with the package have no wrong sign."""
    assert [""] * 2 == [signs.wrong_signs(file) for file in fonts.font_set("bundled").files]


@pytest.mark.skipif("fandol" not in SETS, reason="fandol is not installed; run gongkai fonts fandol")
def test_wrong_signs_are_drawn_by_another_font() -> None:
    """Fandol's ￥ is a dollar sign: it comes from another family, everything else from Fandol."""
    chosen = SETS["fandol"]
    assert all("￥" in wrong for _, wrong in chosen.wrong)
    hanzi, yen, dollar = drawn(chosen, "政￥＄")
    assert hanzi == dollar
    assert "Noto" in yen


@pytest.mark.parametrize("name", sorted(SETS))
def test_no_full_width_sign_is_drawn_as_another(name: str) -> None:
    """In every set, signs of the full-width forms differ, except those that are known to be drawn by another font."""
    chosen = SETS[name]
    wrong = dict(chosen.wrong)
    for face in faces.faces(chosen.files):
        font = ImageFont.truetype(str(face.path), 48, index=face.index)
        missing = bytes(font.getmask("\U0010fffd"))
        seen = {sign: (font.getbbox(sign), bytes(font.getmask(sign))) for sign in signs.FULL_WIDTH}
        same = {
            one + other
            for one, other in combinations(signs.FULL_WIDTH, 2)
            if seen[one] == seen[other] and seen[one][1] != missing
        }
        assert {pair for pair in same if not set(pair) & set(wrong.get(face.family, ""))} == set()
