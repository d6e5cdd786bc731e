"""What differs between two versions of a report."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.returns import InputError, Params
from gongkai.review import differences, sentences, versions
from gongkai.review.versions import Issue
from tests.example import AGENCY, YEAR, edit


def find(params, spec=f"{AGENCY}/{YEAR}"):
    return versions.find(spec, Params(params))


def listed(old, new):
    """Tier, kind, kind of change, place, and both values of each change."""
    return [(c.tier, c.kind, c.how, c.path, c.old, c.new) for c in differences.compare(old, new)]


def test_nothing(params):
    """A version does not differ from itself."""
    assert () == differences.compare(find(params), find(params))


def test_revised_number(params):
    """A revised number of the same report must be looked at, and so must the error that it makes."""
    before = find(params)
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [1, 0, 0, 0, 0, 0, 1]")
    found = listed(before, find(params))
    assert ("must", "number", "revised", "requests.new.natural", "0", "1") in found
    assert ("must", "number", "revised", "requests.new.total", "0", "1") in found
    assert {"R12"} <= {
        path for tier, kind, how, path, *_ in found if (tier, kind, how) == ("must", "finding", "appeared")
    }
    back = listed(find(params), before)
    assert {"R12"} <= {path for tier, kind, how, path, *_ in back if (tier, kind, how) == ("may", "finding", "went")}


def test_appeared_and_went(params):
    """A number that was blank appeared, one that is blank went; neither was revised."""
    before = find(params)
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [null, 0, 0, 0, 0, 0, 0]")
    after = find(params)
    assert ("must", "number", "went", "requests.new.natural", "0", None) in listed(before, after)
    assert ("must", "number", "appeared", "requests.new.natural", None, "0") in listed(after, before)


@pytest.mark.parametrize(
    ("was", "now", "how"), [("元", "万元", "revised"), (None, "元", "appeared"), ("元", None, "went")]
)
def test_units(params, was, now, how):
    """A unit that is another, is new or is gone must be looked at: the number means something else."""

    def of(unit):
        found = find(params)
        units = {} if unit is None else {"disclosure.procurement": unit}
        return versions.Version(found.name, found.record.model_copy(update={"units": units}), found.texts, found.issues)

    assert [("must", "number", how, "disclosure.procurement", was, now)] == listed(of(was), of(now))


def test_another_year(params):
    """Another year has other numbers by nature: they are second, and one that went comes first."""
    before = find(params)
    path = params / AGENCY / f"{YEAR - 1}.yaml"
    text = (params / AGENCY / f"{YEAR}.yaml").read_text("utf-8")
    assert "  new: [0, 0, 0, 0, 0, 0, 0]" in text
    path.write_text(
        text.replace(f"year: {YEAR}", f"year: {YEAR - 1}")
        .replace("  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [5, null, 0, 0, 0, 0, 5]"), "utf-8",
    )  # fmt: skip
    found = listed(before, find(params, f"{AGENCY}/{YEAR - 1}"))
    assert ("should", "about", "revised", "year", str(YEAR), str(YEAR - 1)) in found
    assert ("should", "number", "revised", "requests.new.natural", "0", "5") in found
    assert ("must", "number", "went", "requests.new.business", "0", None) in found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲。乙。", "甲。乙。", []),
        ("共公开信息3条。", "共公开信息5条。", [("must", "revised", "共公开信息3条。", "共公开信息5条。")]),
        ("共公开信息3条。", "全年公开信息3条。", [("should", "revised", "共公开信息3条。", "全年公开信息3条。")]),
        ("公开信息，共3条。", "公开信息 共3条。", [("may", "revised", "公开信息，共3条。", "公开信息 共3条。")]),
        ("共3,000条。", "共3000条。", [("may", "revised", "共3,000条。", "共3000条。")]),
        ("今年工作有序。", "今年工作有序。全年办理3件。", [("must", "appeared", None, "全年办理3件。")]),
        ("今年工作有序。", "今年工作有序。群众很满意。", [("should", "appeared", None, "群众很满意。")]),
        ("今年工作有序。全年办理3件。", "今年工作有序。", [("must", "went", "全年办理3件。", None)]),
        ("第一句话。第二句说别的。第三句。", "第二句说别的。第三句。第一句话。", [("may", "moved", "第一句话。", "第一句话。")]),
    ],
)  # fmt: skip
def test_sentences(old, new, expected):
    """A sentence that changed is shown beside what it was; numbers come first, marks and places last."""
    found = differences._sentences(sentences.split(old), sentences.split(new))
    assert expected == [(differences._text_tier(how, was, now, same=True), how, was, now) for how, was, now in found]


@given(*[st.lists(st.sampled_from(["甲是1。", "甲是2。", "乙。", "丙丁戊。", "丙丁己。"]), max_size=8)] * 2)
def test_sentences_add_up(old, new):
    """Every sentence of both texts is kept, revised, moved, gone or come, exactly once."""
    found = list(differences._sentences(old, new))
    was = [a for how, a, _ in found if a is not None and how != "moved"]
    now = [b for how, _, b in found if b is not None and how != "moved"]
    rest_old, rest_new = list(old), list(new)
    for text in was:
        rest_old.remove(text)
    for text in now:
        rest_new.remove(text)
    assert sorted(rest_old) == sorted(rest_new)


def test_long_texts_take_little_time():
    """Texts of thousands of sentences are compared by which sentences appeared and went."""
    old, new = [f"第{n}句。" for n in range(3_000)], [f"第{n}句。" for n in range(1, 3_001)]
    assert [("went", "第0句。", None), ("appeared", None, "第3000句。")] == list(differences._sentences(old, new))


def test_much_new_text_takes_little_time(monkeypatch):
    """Where much of a text is new, sentences are paired only if their numbers alone changed, not by their characters."""
    monkeypatch.setattr(differences, "_MOST_ALIKE", 1_000)
    old, new = (["丁是1。"], ["丁是2。"])
    beginnings = ["共公开信息3条。"] * 10, ["全年公开信息3条。"] * 10
    found = list(differences._sentences([*beginnings[0], *old], [*beginnings[1], *new]))
    assert {"went": 10, "appeared": 10, "revised": 1} == Counter(how for how, *_ in found)
    assert ("revised", "丁是1。", "丁是2。") in found
    assert [("revised", "共公开信息3条。", "全年公开信息3条。")] == list(
        differences._sentences(beginnings[0][:1], beginnings[1][:1])
    )


def issue(rule, message="不等", cells=("a",), level="error", waived=False):
    return Issue(rule, level, message, cells, waived)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([issue("R1")], [issue("R1")], []),
        ([], [issue("R1")], [("must", "appeared")]),
        ([], [issue("R1", waived=True)], [("should", "appeared")]),
        ([], [issue("R30", level="hint")], [("may", "appeared")]),
        ([issue("R1")], [issue("R1", "也不等")], [("must", "revised")]),
        ([issue("R1")], [issue("R1", waived=True)], [("should", "revised")]),
        ([issue("R1", waived=True)], [issue("R1")], [("must", "revised")]),
        ([issue("R1")], [], [("may", "went")]),
        ([issue("R1", waived=True)], [], []),
        ([issue("R1"), issue("R1")], [issue("R1")], [("may", "went")]),
        (None, [issue("R1")], []),
    ],
)
def test_findings(old, new, expected):
    """A finding that appeared counts by its level, one that was accepted less, one that is solved least."""
    assert expected == [(change.tier, change.how) for change in differences._findings(old, new)]


def test_published(params, root):
    """A publication that was read lacks findings, facts and figures, and has captions among its text: none is said to differ."""
    before = find(params)
    record = before.record.model_copy(update={"cells": before.record.cells | {"requests.new.natural": 7}})
    record = record.model_copy(update={"facts": {}, "signature": None, "figures": ()})
    caption = f"图1{before.record.figures[0].caption}"
    texts = {**before.texts, "overview": f"{before.texts['overview']}\n\n{caption}"}
    other = versions.Version("读入的", record, texts, None)
    assert [("must", "number", "revised", "requests.new.natural", "7", "0")] == listed(other, before)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("nowhere", "既不是文件"),
        (f"{AGENCY}/{YEAR}@yesterday", "可以写：@now"),
        (f"{AGENCY}/{YEAR}@published", "没有2020年已公布的数据"),
        (f"{AGENCY}/{YEAR}@last", "还没有送审过"),
        (f"{AGENCY}/{YEAR}@approve", "还没有批准过"),
        (f"{AGENCY}/2010", "没有2010年的数据"),
    ],
)
def test_no_such_version(params, spec, said):
    """A version that does not exist is said not to, with what there is."""
    with pytest.raises(InputError, match=said):
        find(params, spec)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"agency": {"id": "a"}}', "[" * 100_000, '{"sections": 1, "agency": 1, "year": 1}']
)
def test_other_json(tmp_path, text):
    """JSON that is no report is refused with a sentence."""
    path = tmp_path / "report.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"report\.json"):
        versions.find(str(path), None)
