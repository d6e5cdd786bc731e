"""What is said of all requests, against table 3: an error, a hint, or not judged."""

from __future__ import annotations

import pytest

from gongkai.forms import edition_for
from tests.rules.build import findings, overview

EMPTY = {path: 0 for path in edition_for(2023).cells if path.startswith("requests.")}
GRANTED = EMPTY | {
    f"requests.{row}.{column}": 5 for row in ("new", "granted", "total") for column in ("natural", "total")
}


def levels(text: str, **cells: int) -> list[str]:
    """The levels of what R12 finds in a text, for a table with five requests that were all granted, or with these cells."""
    return [
        f.level for f in findings("R12", overview(text, EMPTY | cells if cells else GRANTED)) if f.outcome == "fail"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "均不予公开", "均未予公开", "均未公开", "全部未予公开", "均没有公开", "均未予以公开", "一律不公开", "未公开", "均无法提供", "全部不予处理",
        "经审查均未予公开并告知理由", "均未办结", "均结转下年度继续办理", "均为信函申请，均不予公开", "均为部分公开",
    ],
)  # fmt: skip
def test_contradicted(said: str) -> None:
    """That all got a reply that none got is an error, in words of denial too."""
    assert ["error"] == levels(f"收到政府信息公开申请5件，{said}。")


@pytest.mark.parametrize(
    "said",
    [
        "涉及个人隐私的均不予公开",
        "涉密信息全部不予公开",
        "不予公开的均告知理由",
        "不予公开的都告知理由",
        "答复均未公开",
        "申请人信息均未公开",
        "均未收取费用",
        "均未发生不予公开情形",
        "均未逾期办结",
        "均在答复期限内办结",
        "均未要求补正",
    ],
)
def test_of_something_else(said: str) -> None:
    """What is said of some requests, or denied of something else, is compared with no row."""
    assert [] == levels(f"收到政府信息公开申请5件，{said}。")


@pytest.mark.parametrize(
    ("said", "cells", "found"),
    [
        ("均不予公开", {"refused_1": 5}, []),
        ("均未公开", {"refused_1": 3, "refused_7": 2}, []),
        ("均未公开", {"refused_1": 3, "unavailable_1": 2}, ["hint"]),
        ("均不予公开", {"refused_1": 3, "carried_out": 2}, ["hint"]),
        ("均不予公开", {"refused_1": 3, "granted": 2}, ["error"]),
        ("均不予公开", {"carried_in": 1, "refused_1": 6}, []),
        ("均予以公开", {"granted": 3, "partial": 2}, ["hint"]),
        ("均按规定予以公开", {"granted": 3, "unavailable_1": 2}, ["error"]),
        ("均因涉及国家秘密不予公开", {"granted": 5}, ["hint"]),
        ("申请内容多为征地，均不予公开", {"granted": 5}, ["hint"]),
    ],
)
def test_what_else_may_be_meant(said: str, cells: dict[str, int], found: list[str]) -> None:
    """It is an error only if the rows that a reader may take it for disagree too, with what was carried in or over."""
    filled = {f"requests.{row}.total": number for row, number in ({"new": 5} | cells).items()}
    assert found == levels(f"收到政府信息公开申请5件，{said}。", **filled)


def test_a_part_not_disclosed() -> None:
    """``其中未公开2件`` is a kind of reply, though not in the form's words: a hint."""
    assert ["hint"] == levels("答复政府信息公开申请5件，其中公开5件，未公开2件。")
