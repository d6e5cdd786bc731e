"""The record of steps is written so that it reads back, the same every time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import limits
from gongkai.returns import ReturnError
from gongkai.returns.review_file import Comment, Record, Step, build, digests, dump, listing, load, path, payload

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {"report.html": "a" * 64, "图 1.svg": "0" * 64}


def step(move: str = "submit", **more: object) -> Step:
    """A step."""
    at = dt.datetime(2025, 1, 10, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    given = {"by": "张三", "role": "analyst", "at": at, "report": "f" * 64, "inputs": "", "outputs": listing(NAMES)}
    return Step.model_validate({"step": move, **given, **more})


def test_written_and_read(tmp_path: Path) -> None:
    """What is written reads back as it was, ends with a newline, and names the report at the top."""
    comments = (Comment(id=1, about="requests.new.total", quote="3", text="多了1件。\n请核对。"),)
    record = Record(steps=(step(findings={"error": 1}), step("return", comments=comments), step(answers={"1": "已改"})))
    file = path(tmp_path, 2024)
    file.write_text(dump(record, "某局2024年报告"), "utf-8")
    said = file.read_text("utf-8")
    assert ("2024.review.yaml", record, True) == (
        file.name,
        load(file, file.name),
        said.startswith("# 某局2024年报告："),
    )
    assert said.endswith("\n")
    assert not said.endswith("\n\n")


def test_no_steps(tmp_path: Path) -> None:
    """A record without steps, and no file at all, are empty records."""
    file = path(tmp_path, 2024)
    assert Record() == load(file, file.name)
    file.write_text(dump(Record(), "某局2024年报告"), "utf-8")
    assert Record() == load(file, file.name)
    assert (None, None, []) == (Record().last, Record().latest("submit"), Record().unanswered())


def test_comments_and_answers() -> None:
    """A comment goes with the step in which it was made and with its answer; without one it is unanswered."""
    first, second = Comment(id=1, about="R12", text="一"), Comment(id=2, about="R13", text="二")
    made, answered = step("return", comments=(first, second)), step(answers={"2": "已改"})
    record = Record(steps=(step(), made, answered))
    assert [(first, made, None), (second, made, ("已改", answered))] == list(record.comments())
    assert [first] == record.unanswered()
    assert (answered, made, None) == (record.latest("submit"), record.latest("return"), record.latest("publish"))
    assert (answered, answered) == (record.last, record.latest("return", "submit"))


def test_digests() -> None:
    """Digests are lines as ``sha256sum`` writes them; anything else is named with the line."""
    assert f"{'a' * 64}  report.html\n{'0' * 64}  图 1.svg\n" == listing(NAMES)
    assert NAMES == digests(listing(NAMES)) == step().output_digests()
    with pytest.raises(ValueError, match="“abc  x”不是“摘要  文件名”"):
        digests("abc  x")


def test_wrong_record(tmp_path: Path) -> None:
    """A file that is no record is refused with the line of what is wrong."""
    file = path(tmp_path, 2024)
    file.write_text(dump(Record(steps=(step(), step())), "x").replace("step: submit", "step: post", 1), "utf-8")
    with pytest.raises(ReturnError) as caught:
        load(file, file.name)
    assert ["steps.0.step"] == [problem.path for problem in caught.value.problems]
    line = file.read_text("utf-8").split("\n").index("  - step: post") + 1
    assert [line] == [problem.line for problem in caught.value.problems]


def test_what_is_signed() -> None:
    """A signature signs organ, year and step, not itself."""
    signed = payload("cz", 2024, step(signature="-----BEGIN"))
    assert payload("cz", 2024, step()) == signed
    assert signed.startswith(b"gongkai signoff 1\nagency: cz\nyear: 2024\n- step: submit\n")
    assert signed.endswith(b"\n")
    assert 4 == len(
        {signed, payload("sw", 2024, step()), payload("cz", 2023, step()), payload("cz", 2024, step(by="李四"))}
    )


LONG = "字" * 100


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"by": LONG}, False),
        ({"by": f"{LONG}字"}, True),
        ({"by": " "}, True),
        ({"by": "张三\n李四"}, True),
        ({"note": "字" * limits.TEXT}, False),
        ({"note": "字" * (limits.TEXT + 1)}, True),
        ({"signature": "a" * 20_000}, False),
        ({"signature": "a" * 20_001}, True),
        ({"report": "f" * 63}, True),
        ({"comments": [{"id": 1, "about": "R1", "text": "改"}]}, False),
        ({"comments": [{"id": 0, "about": "R1", "text": "改"}]}, True),
    ],
)
def test_longest(more: dict[str, Any], refused: bool) -> None:
    """Names, remarks and signatures may be so long and no longer, and comments are numbered from 1."""
    try:
        step("submit", **more)
    except ValueError:
        assert refused
    else:
        assert not refused


def test_most_steps() -> None:
    """A record has up to 200 steps."""
    plain = step().model_dump(mode="json")
    assert 200 == len(build({"steps": [plain] * 200}, {}, "a").steps)
    with pytest.raises(ReturnError):
        build({"steps": [plain] * 201}, {}, "a")
