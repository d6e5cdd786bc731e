"""Charts of made-up returns, as a section makes them."""

from __future__ import annotations

import re

from gongkai.document import fonts
from gongkai.document.blocks import Figure, Paragraph
from gongkai.returns import Figure as Given
from gongkai.returns import Params
from gongkai.sections.base import Section
from tests.example import AGENCY, YEAR
from tests.returns.test_load import read

FILES = fonts.font_set("bundled").files

REQUESTS = """
year: 2021
requests:
  new: [3, 1, 0, 0, 2, 0, 6]
  granted: [1, 0, 0, 0, 0, 0, 1]
  refused_1: [0, 1, 0, 0, 0, 0, 1]
  refused_8: [1, 0, 0, 0, 0, 0, 1]
  other_3: [0, 0, 0, 0, 2, 0, 2]
  total: [2, 1, 0, 0, 2, 0, 5]
  rest: 0
disputes:
  reconsideration: [1, 0, 0, 2, 3]
  litigation_direct: [1, 0, 0, 0, 1]
  litigation_after_reconsideration: [2, 0, 0, 0, 2]
"""


def draw(kind, text, history=(), **about) -> Figure | Paragraph:
    """The only figure of a return, in section one."""
    figure = Given(id=kind, kind=kind, caption="题", **about)
    record = read(text).model_copy(update={"figures": (figure,)})
    section = Section("overview", Params(), record, None, frozenset())
    section.__dict__["history"] = tuple(history)
    (found,) = section.figure(kind)
    assert isinstance(found, Figure | Paragraph)
    return found


def texts(figure):
    """Every text in the SVG, in order."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure.data)


__all__ = ["AGENCY", "FILES", "REQUESTS", "YEAR", "draw", "read", "texts"]
