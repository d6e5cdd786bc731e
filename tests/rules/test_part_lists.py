"""Lists of what was received, carried over and answered: compared as parts of a whole, unless they balance."""

from __future__ import annotations

import pytest

from tests.rules.build import findings, overview


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请12件，新收10件，上年结转1件。", [("hint", 11, 12)]),
        ("收到政府信息公开申请12件，分别为新收10件、上年结转1件。", [("error", 11, 12)]),
        ("收到政府信息公开申请12件，分别为新收10件、上年结转2件。", []),
        ("共办理政府信息公开申请11件，其中上年结转5件，办结5件。", [("hint", 10, 11)]),
        ("收到政府信息公开申请254件，上年结转3件，办结257件。", []),
    ],
)
def test_what_the_text_leaves_out_is_not_zero(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Numbers balance only if what was received and what was answered are both stated; what is left out shows nothing."""
    found = [item for item in findings("R15", overview(text, {})) if item.outcome == "fail"]
    assert [(item.level, item.value("left"), item.value("right")) for item in found] == expected
