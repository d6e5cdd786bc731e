"""Thresholds and exceptions of hints."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.returns import Figure, Issue
from gongkai.rules.similarity import similarity
from tests.rules.build import findings, outcomes, record


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("{name: 清河市人民政府, level: city}", []),
        ("{name: 某省人民政府办公厅, level: office}", []),
        ("{name: 国家统计局, level: department}", []),
        ("{name: 交通运输部, level: department}", []),
        ("{name: 清河市交通运输局, level: department}", ["fail hint"]),
        ("{name: 中共清河市委宣传部, level: department}", ["fail hint"]),
        ("{name: 东山县人民政府, level: county}", ["fail hint"]),
        ("{name: 东山县人民政府办公室, level: office}", ["fail hint"]),
        ("{name: 南湖镇人民政府, level: township}", ["fail hint"]),
    ],
)
def test_who_makes_regulations(agency: str, expected: list[str]) -> None:
    """Only organs that can make 规章 may report them."""
    assert outcomes("R11", record("disclosure: {regulations: [1, 0, 1]}", agency)) == expected


@pytest.mark.parametrize(
    ("amount", "before", "expected"),
    [
        ("49999.99", "0", []),
        ("50000", "0", ["fail hint"]),
        ("12345", "1.2", ["fail hint"]),
        ("12345", "120", []),
        ("0", "0", []),
    ],
)
def test_fees(amount: str, before: str, expected: list[str]) -> None:
    """Fees too large for the level, or ten thousand times last year's, look like 元."""
    text = "disclosure: {{fees: [{}]}}"
    assert outcomes("R23", record(text.format(amount)), record("year: 2021\n" + text.format(before))) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "expected"), [(27.37, "元", ["fail hint"]), (27.37, "万元", []), (273680, "元", [])]
)
def test_procurement(amount: float, unit: str, expected: list[str]) -> None:
    """A year's procurement of a few 元 looks like 万元."""
    this = record(f"year: 2020\ndisclosure: {{procurement: {{items: 1, amount: {amount}, unit: {unit}}}}}")
    assert outcomes("R23", this) == expected


@pytest.mark.parametrize(
    ("keys", "level", "expected"),
    [
        ("signed: 2023-01-31", "department", []),
        ("signed: 2023-02-01", "department", ["fail hint"]),
        ("signed: 2023-02-01", "county", []),
        ("published: 2023-02-21", "county", ["fail hint"]),
        ("published: 2023-03-10", "city", []),
        ("published: 2023-04-01", "province", ["fail hint"]),
        ("publish_by: 2023-02-15", "township", ["fail hint"]),
        ("signed: null", "office", ["not_checked hint"]),
    ],
)
def test_deadlines(keys: str, level: str, expected: list[str]) -> None:
    """Each level has its own deadline; publication, promise or signature after it is late."""
    assert outcomes("R28", record(keys, f"{{level: {level}}}")) == expected


@pytest.mark.parametrize(
    ("name", "level", "expected"),
    [
        ("南湖镇人民政府", "township", ["fail hint"]),
        ("南湖街道办事处", "township", []),
        ("东山区财政局", "department", []),
        ("东山区人民政府办公室", "office", ["fail hint"]),
    ],
)
def test_results_of_governments(name: str, level: str, expected: list[str]) -> None:
    """Governments report assessment, appraisal and accountability; departments and sub-district offices need not."""
    assert outcomes("R31", record("", f"{{name: {name}, level: {level}}}")) == expected


def test_length_counts_no_white_space() -> None:
    """Section one may have 1,000 characters, white space not counted; form 2019 sets no limit."""
    text = "sections: {overview: '%s'}"
    assert outcomes("R30", record(text % ("字　 " * 1000))) == []
    assert outcomes("R30", record(text % ("字" * 1001))) == ["fail hint"]
    assert outcomes("R30", record("year: 2020\n" + text % ("字" * 1001))) == ["not_checked hint"]


def test_length_says_by_how_much() -> None:
    """R30 says how long section one is, what it may have, and the difference, also of more than twice as much."""
    (found,) = findings("R30", record("sections: {overview: '%s'}" % ("字" * 2_300)))
    assert {"left": 2_300, "right": 1_000, "difference": 1_300} == {
        key: dict(found.values)[key] for key in ("left", "right", "difference")
    }


def test_standard_sentences_are_no_repetition() -> None:
    """R26 compares what a person wrote, since standard sentences are alike every year."""
    text = "sections: {overview: {only: true, summary: %s}, problems: %s}"
    this = record(text % ("公布了机构职能。", "栏目分散。"))
    previous = record("year: 2021\n" + text % ("培训了两次。", "人手不足。"), prefix="previous.")
    assert outcomes("R26", this, previous) == []


@pytest.mark.parametrize(
    ("same", "other", "expected"),
    [(15, 5, ["fail hint"]), (149, 51, []), (20, 0, ["fail hint"])],
    ids=["at the limit", "below it", "equal"],
)
def test_limit_of_similarity(same: int, other: int, expected: list[str]) -> None:
    """R26 finds texts of which three quarters are alike, and lets those pass of which less is."""

    def text(unlike: str) -> str:
        return "甲" * same + unlike * other

    this = record(f"sections: {{problems: {text('乙')}}}")
    before = record(f"year: 2021\nsections: {{problems: {text('丙')}}}")
    about = [f for f in findings("R26", this, before) if f.cells == ("sections.problems",)]
    assert expected == [f"{f.outcome} {f.level}" for f in about]


def test_alike_without_a_sentence_in_common() -> None:
    """R26 says nothing of sentences that are the same where there is none."""
    this = record("sections: {problems: 甲乙丙丁戊己庚辛壬癸子丑寅卯。}")
    before = record("year: 2021\nsections: {problems: 甲乙丙丁戊己庚辛壬癸子丑寅辰。}")
    (found,) = [f for f in findings("R26", this, before) if f.cells == ("sections.problems",)]
    assert found.message == "第五部分与2021年的文字相似度为93%。"


def test_similarity_of_all_short_texts() -> None:
    """Texts of up to five characters of two kinds have the ratio of the standard library, all of them."""
    texts = ["".join(chars) for size in range(1, 6) for chars in product("公开", repeat=size)]
    differ = [
        (now, before)
        for now, before in product(texts, repeat=2)
        if SequenceMatcher(None, now, before, autojunk=False).ratio() != similarity(now, before)
    ]
    assert [] == differ


@given(*[st.text("公开政府，", max_size=60)] * 2, st.text("公开信息", max_size=30))
def test_similarity_is_the_ratio_of_difflib(now: str, before: str, shared: str) -> None:
    """The similarity of two texts is the ratio that the standard library computes more slowly."""
    now, before = now + shared, shared + before
    assert SequenceMatcher(None, now, before, autojunk=False).ratio() == similarity(now, before)


@pytest.mark.parametrize(
    ("keys", "now", "before", "expected"),
    [
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 50, 10, None),
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 51, 10, "超过上一年度的5倍"),
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 10, 50, None),
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 9, 50, "不到上一年度的五分之一"),
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 30, 0, "上一年度为0"),
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 29, 0, None),
        ("requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}", 0, 30, "本年为0"),
        ("disputes: {{reconsideration: [{0}, 0, 0, 0, {0}]}}", 15, 2, "超过上一年度的5倍"),
        ("disputes: {{reconsideration: [{0}, 0, 0, 0, {0}]}}", 14, 2, None),
        ("disclosure: {{penalty: [{0}]}}", 50, 9, "超过上一年度的5倍"),
        ("disclosure: {{penalty: [{0}]}}", 49, 9, None),
    ],
)
def test_limits_of_jumps(keys: str, now: int, before: int, expected: str | None) -> None:
    """A jump is more than five times or less than a fifth of a number that is large enough for its table."""
    found = findings("R22", record(keys.format(now)), record("year: 2021\n" + keys.format(before)))
    wanted = [] if expected is None else [f"为{now}，2021年为{before}，{expected}。"]
    assert wanted == [finding.message.rpartition("”")[2] for finding in found]


@pytest.mark.parametrize(
    ("partial", "other", "total", "new", "expected"),
    [
        (1, 1, 1, 1, ("error", "多1件，正好是部分公开的1件")),
        (2, 2, 3, 3, ("hint", "多1件，不超过部分公开的2件")),
        (1, 3, 2, 2, None),  # the surplus of 2 cannot be one request counted twice
        (2, 2, 4, 3, ("hint", "多1件，不超过部分公开的2件")),  # shows only in the balance
        (2, 2, 4, 4, None),
        (2, 2, 5, 5, None),  # fewer results than there must be are no double count
    ],
)
def test_counted_twice(partial: int, other: int, total: int, new: int, expected: tuple[str, str] | None) -> None:
    """R21 needs a surplus that requests granted in part can explain; it is an error only if they explain it exactly."""
    rows = {"new": new, "partial": partial, "other_3": other, "total": total}
    keys = "".join(f"  {row}: [{number}, 0, 0, 0, 0, 0, {number}]\n" for row, number in rows.items())
    found = [(item.level, item.message) for item in findings("R21", record(f"requests:\n{keys}"))]
    assert (expected is not None) == bool(found)
    for level, message in found:
        assert expected is not None
        assert expected[0] == level
        assert expected[1] in message


PARTS = """
facts:
  items: {label: 主动公开, unit: 条%s}
  website: {label: 网站公开, value: 2, unit: 条, part_of: items}
  sent: {label: 发布信息, value: 9, unit: 条}
  wechat: {label: 微信发布, value: 8, unit: 条, part_of: sent}
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (", value: null", ["not_checked error", "fail error"]),
        (", value: 2", ["fail error"]),
        (", value: 3", ["fail error"] * 2),
    ],
)
def test_parts_of_each_whole(value: str, expected: list[str]) -> None:
    """R15 looks at the parts of every whole, also behind one that is not filled in."""
    assert expected == outcomes("R15", record(PARTS % value))


@pytest.mark.parametrize(
    ("kind", "raw", "said"),
    [
        ("absent", "a.jpg", "的照片a.jpg不在文件夹"),
        ("absent", None, "没有写照片的文件名"),
        ("note", "a.jpg", None),
    ],
)
def test_missing_photos(kind: str, raw: str | None, said: str | None) -> None:
    """A photo that is missing is a finding of F1; other notes about a figure are none."""
    this = record()
    figure = Figure(id="open", kind="photo", caption="开放日")
    issue = Issue(path="figures.open", kind=kind, raw=raw, message="图。")  # type: ignore[arg-type]
    this = this.model_copy(update={"figures": (figure,), "issues": (*this.issues, issue)})
    found = [item.message for item in findings("F1", this)]
    assert (said is None, True) == (not found, all(said is not None and said in message for message in found))


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("params/zrzyj/2022.yaml", "params/zrzyj/2022/"),
        ("2022.yaml", "2022/"),
        ("a/2022.yaml", "a/2022/"),
        (None, None),
    ],
)
def test_where_photos_are_expected(file: str | None, folder: str | None) -> None:
    """The folder of photos is that beside the file of the year, as it is named; without a file that of the organ."""
    this = record()
    figure = Figure(id="open", kind="photo", caption="开放日")
    issue = Issue(path="figures.open", kind="absent", raw=None)
    source = this.source.model_copy(update={"file": file})
    this = this.model_copy(update={"figures": (figure,), "issues": (issue,), "source": source})
    folder = folder or f"params/{this.agency.id}/{this.year}/"
    (found,) = findings("F1", this)
    assert f"请把照片放进文件夹{folder}，在file里写上它的文件名；或写明show: false。" == found.todo
