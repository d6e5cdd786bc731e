"""The numbers of a text against each other: a quantity stated twice, and numbers that no others could go with."""

from __future__ import annotations

import pytest

from gongkai.returns import Number
from gongkai.rules.base import Context
from gongkai.rules.compare import read_report
from gongkai.rules.identities import check_identities
from tests.rules.build import overview


def found(text: str, **cells: int) -> list[tuple[str | None, Number, Number]]:
    """Level (``None`` is the rule's own), and both numbers, of each finding on a text; ``__`` in names of cells is a dot."""
    context = Context(overview(text, cells))
    return [
        (item.level, item.values["left"], item.values["right"])
        for item in check_identities(context, read_report(context))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收到政府信息公开申请12件。全年共收到政府信息公开申请12件。", []),
        ("全年收到政府信息公开申请12件。全年共收到政府信息公开申请14件。", [(None, 12, 14)]),
        ("政府信息公开行政复议3件，其中维持2件，纠正2件。", [(None, 3, 4)]),
        ("政府信息公开行政复议3件，其中维持2件，纠正1件。", []),
        ("政府信息公开行政复议3件，其中维持2件。", []),
        ("收到政府信息公开申请9件，上年结转1件；办结8件，结转下年度2件。", []),
        ("新收政府信息公开申请9件，上年结转1件；办结9件，结转下年度2件。", [(None, 10, 11)]),
        ("本年受理申请4件，上年结转1件，办结3件，结转下年度1件。", []),
    ],
)
def test_text_alone(text: str, expected: list[tuple[str | None, Number, Number]]) -> None:
    """Without tables the text must agree with itself; what it leaves out may be anything."""
    assert found(text) == expected


def test_what_is_left_out_may_be_a_slip() -> None:
    """Answered and carried over that all but make up what was received are a hint while 上年结转 is not stated."""
    assert found("收到政府信息公开申请11件，办结8件，结转下年度2件。") == [(None, 11, 10)]
    assert found("收到政府信息公开申请9件，办结8件，结转下年度2件。") == [("hint", 9, 10)]
    assert found("收到政府信息公开申请9件，办结8件，结转下年度2件。", requests__carried_in__total=1) == []


def test_tables_decide() -> None:
    """A quantity that the tables have is compared with them, not with itself."""
    text = "全年收到政府信息公开申请12件。全年共收到政府信息公开申请14件。"
    assert found(text, requests__new__total=12) == []
