"""The steps about a report in the working paper."""

from __future__ import annotations

import pytest

from gongkai.returns import Params, review_file
from gongkai.sections.signoff import signoff
from tests.example import AGENCY, YEAR
from tests.review.built import step


@pytest.fixture
def steps():
    """A report that was returned with three comments, of which two are answered."""
    made = [
        ("R12@requests.new.total", "12与13不等", "请核对"),
        ("requests.granted.natural", "3", "多了"),
        ("sections.problems", "一句话。", "太短"),
    ]
    comments = tuple(
        review_file.Comment(id=n, about=about, quote=quote, text=text) for n, (about, quote, text) in enumerate(made, 1)
    )
    return review_file.Record(
        steps=(
            step(note="请审"),
            step("return", by="李四", comments=comments),
            step(answers={"1": "已核对", "3": "已补写"}, signature="-----BEGIN SSH SIGNATURE-----\n"),
        )
    )  # fmt: skip


def test_what_is_shown(params, steps):
    """Each step has a line, and each comment what it is about in the words of the form, what stood there, and its answer."""
    shown = signoff(Params(params).load(AGENCY, YEAR), steps, ()).text()
    assert "\n2021-01-20 09:30\t张三\t填报人\t送审\t请审\t无\n" in shown
    assert "\n2021-01-20 09:30\t李四\t审核人\t退回\t—\t无\n" in shown
    assert "\n2021-01-20 09:30\t张三\t填报人\t送审\t—\t有" in shown
    assert (
        "\n1\tR12：表三“一、本年新收政府信息公开申请数量”“总计”\t12与13不等\t请核对（李四）\t已核对（张三）\n" in shown
    )
    assert "\t多了（李四）\t没有答复\n" in shown
    assert "\t太短（李四）\t已补写（张三）" in shown


def test_stale(params, steps):
    """A stale signature is an error at the top, with each file that changed."""
    first = signoff(Params(params).load(AGENCY, YEAR), steps, ("a变了", "b不见了")).blocks[1]
    assert ("error", "2021-01-20 09:30 张三（填报人）送审，签名已经失效", "a变了\nb不见了") == (
        first.level, first.title, first.content[0].text
    )  # fmt: skip
