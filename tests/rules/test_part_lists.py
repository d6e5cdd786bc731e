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


@pytest.mark.parametrize(
    ("pictures", "expected"),
    [(5, []), (6, [("hint", 13, 12)]), (9, [])],
)
def test_parts_of_other_kinds(pictures: int, expected: list[tuple[str, int, int]]) -> None:
    """Parts that count other things than their whole (场, 次, 篇) are a hint if they all but add up to it, never an error."""
    text = f"解读回应12次，分别为新闻发布会3场，访谈4次，图解{pictures}篇。"
    found = [item for item in findings("R15", overview(text, {})) if item.outcome == "fail"]
    assert [(item.level, item.value("left"), item.value("right")) for item in found] == expected


@pytest.mark.parametrize(("share", "expected"), [("95", []), ("92", [("hint", 95)])])
def test_share_of_a_number_two_sentences_before(share: str, expected: list[tuple[str, int]]) -> None:
    """Where the sentence before states nothing that a number can be a share of, the one before that does."""
    text = f"收到政府信息公开申请200件。其中网上提交120件，现场提交80件。自然人190件，占比{share}%；法人10件，占比5%。"
    found = [item for item in findings("R15", overview(text, {})) if item.outcome == "fail"]
    assert [(item.level, item.value("right")) for item in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新收政府信息公开申请9件，上年结转1件；办结9件。", []),
        ("新收政府信息公开申请9件（上年结转1件；办结9件）。", []),
        ("受理政府信息公开申请11件，办结8件，结转下年度1件。", [("hint", 9, 11)]),
    ],
)
def test_what_came_in_and_what_became_of_it(text: str, expected: list[tuple[str, int, int]]) -> None:
    """What was carried in and what was answered divide nothing together."""
    found = [item for item in findings("R15", overview(text, {})) if "写总数" in item.message]
    assert [(item.level, item.value("left"), item.value("right")) for item in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开新闻发布会10场，其中局长出席9次、刊发报道2篇。", []),
        ("召开新闻发布会10场，其中线上8场、线下3场。", [("hint", 11, 10)]),
        ("回应关切10次，其中发布会8场、图解3篇。", [("hint", 11, 10)]),
        ("政策解读10篇，其中图解8篇、访谈3期。", [("hint", 11, 10)]),
    ],
)
def test_parts_of_other_units(text: str, expected: list[tuple[str, int, int]]) -> None:
    """A whole is divided by parts in its unit, or in any if it is stated in 次; other numbers beside it are none of its parts."""
    found = [item for item in findings("R15", overview(text, {})) if item.outcome == "fail"]
    assert [(item.level, item.value("left"), item.value("right")) for item in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "收到政府信息公开申请215件，办结{}件。从申请人看，自然人198件，法人17件，占7.9%。从办理结果看，予以公开102件，部分公开60件，不予公开49件。",
            211,
        ),
        (
            "受理政府信息公开申请142件。已办结{}件，4件正在办理。按答复类型分：公开75件，部分公开20件，不予公开12件，信息不存在31件。",
            138,
        ),
        ("收到公开申请{}件。答复24件，公开24件。申请主要涉及教师编制9件、招生入学8件、学校建设6件。", 23),
        ("收到政府信息公开申请365件（新收{}件，上年结转7件），其中商业企业52件、法律服务机构4件、自然人302件。", 358),
        ("收到公开申请38件，办公室收到公开申请12件，共办结{}件。", 49),
        ("全年主动公开政府信息{}条，公开目录290项，涉及部门292个。", 580),
        ("全年主动公开政府信息{}条，涉及部门290个，涉及镇街12个。", 300),
    ],
)
def test_another_whole(text: str, expected: int) -> None:
    """Parts that make up a number of the same paragraph, though not the nearest, are right; what is only concerned is no part."""
    found = [item for item in findings("R15", overview(text.format(expected), {})) if item.outcome == "fail"]
    assert [] == found


def test_a_list_after_a_list() -> None:
    """The second of two lists of one whole is compared with that whole, not with a part of the first."""
    text = "办结政府信息公开申请215件。从申请人看，自然人198件，法人17件。从办理结果看，予以公开102件，部分公开60件，不予公开52件。"
    found = [item for item in findings("R15", overview(text, {})) if item.outcome == "fail"]
    assert [("hint", 214, 215)] == [(item.level, item.value("left"), item.value("right")) for item in found]
