"""Who asked."""

from __future__ import annotations

from gongkai.document.blocks import Figure, Paragraph
from tests.sections.charts.made import REQUESTS, draw, texts


def test_kinds_of_applicants():
    """A bar per kind of applicant with its share, all stated in the alternative text."""
    figure = draw("applicants", REQUESTS)
    assert isinstance(figure, Figure)
    assert (
        "条形图，新收政府信息公开申请：自然人3件（50.0%）；商业企业1件（16.7%）；科研机构0件；社会公益组织0件；法律服务机构2件（33.3%）；其他组织0件。"
    ) == figure.alt


def test_zeros_are_a_sentence():
    """Where every number is 0 there is a sentence instead of a chart."""
    found = draw("applicants", "year: 2021\nrequests: {rest: 0}\n")
    assert isinstance(found, Paragraph)
    assert "新收政府信息公开申请均为0。" == found.text()


def test_missing_is_not_zero():
    """A number that is not filled in is said to be so, and is no bar of 0."""
    assert "新收政府信息公开申请的数字没有填写，无法作图。" == draw("applicants", "year: 2021\n").text()
    figure = draw("applicants", "year: 2021\nrequests:\n  new: [3, null, 0, 0, 0, 0, null]\n")
    assert "商业企业未填写" in figure.alt
    assert "未填写" in texts(figure)
