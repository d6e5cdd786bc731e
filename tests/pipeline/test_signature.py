"""What a signature covers, and how what has changed since is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai.pipeline import manifest, signature
from gongkai.returns.review_file import Step, listing

if TYPE_CHECKING:
    from pathlib import Path

A, B, C = "a" * 64, "b" * 64, "c" * 64
SIGNED = "2025-01-10 09:30 张三（审核人）批准"


def step(inputs: dict[str, str], outputs: dict[str, str], move: str = "approve") -> Step:
    at = dt.datetime(2025, 1, 10, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return Step.model_validate({
        "step": move, "by": "张三", "role": "reviewer", "at": at, "report": A, "inputs": listing(inputs), "outputs": listing(outputs),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/2024.yaml", True), ("a/agency.yaml", True), ("a/notebooks/03_requests.ipynb", True), ("a/2024.review.yaml", False), ("lib", False),
        ("environment", False), ("draft", False), ("fonts/x.otf", False), ("formats/pdf", False), ("notebooks/03_requests.ipynb", False), ("library", True),
    ],
)  # fmt: skip
def test_content(name: str, expected: bool) -> None:
    """The organ's own files are content; the program, fonts, formats and standard notebooks only count by their effect."""
    assert expected == signature.is_content(name)


def test_covered() -> None:
    """Published files are covered, what is for reviewers is not."""
    names = (
        "report.html",
        "review.html",
        "sections/90_review.ipynb",
        "sections/91_portfolio.ipynb",
        "sections/03_requests.ipynb",
    )
    assert ["report.html", "sections/03_requests.ipynb"] == list(signature.covered(dict.fromkeys(names, A)))


def test_differences() -> None:
    """What changed and what is gone comes before what is new, each in its order."""
    then, now = {"a": A, "b": A, "c": A}, {"d": A, "c": B, "a": A}
    assert [("b", "不见了"), ("c", "变了"), ("d", "是新加的")] == signature.differences(then, now)


@pytest.mark.parametrize(
    ("inputs", "outputs", "expected"),
    [
        ({"a.yaml": A, "lib": A}, {"report.html": A}, []),
        ({"a.yaml": B, "lib": A}, {"report.html": A}, ["a.yaml变了"]),
        ({"a.yaml": A, "lib": B}, {"report.html": A}, []),
        ({"a.yaml": A, "lib": B}, {"report.html": B}, ["report.html变了（程序变了）"]),
        ({"a.yaml": B, "lib": B}, {"report.html": B}, ["a.yaml变了", "report.html变了"]),
        ({"a.yaml": A, "lib": A, "x.review.yaml": A}, {"report.html": B}, ["report.html变了"]),
        ({"a.yaml": A, "fonts/1": A, "fonts/2": A, "fonts/3": A}, {}, ["report.html不见了（程序不见了、fonts/1是新加的、fonts/2是新加的）"]),
        (None, {"report.html": A, "photo": A, "review.html": B}, ["photo是新加的"]),
        ({"lib": A}, None, ["a.yaml不见了"]),
        (None, None, []),
    ],
)  # fmt: skip
def test_changes(inputs: dict[str, str] | None, outputs: dict[str, str] | None, expected: list[str]) -> None:
    """Changed files are named, published ones with up to three causes among the program and its parts, if nothing else explains them."""
    signed = step({"a.yaml": A, "lib": A}, {"report.html": A})
    assert expected == signature.changes(signed, inputs, outputs)
    assert [] == signature.changes(step({"a.yaml": A}, {"report.html": A}, "return"), inputs, outputs)


@pytest.mark.parametrize(
    ("changed", "built", "expected"),
    [
        ([], True, SIGNED), ([], False, f"{SIGNED}（这里没有生成报告，没有比对）"), (["a变了"], False, f"{SIGNED}以后a变了，签名失效"),
        (["a变了", "b变了", "c变了"], True, f"{SIGNED}以后a变了、b变了、c变了，签名失效"),
        (["a变了", "b变了", "c变了", "d变了"], True, f"{SIGNED}以后a变了、b变了、c变了等4处，签名失效"),
    ],
)  # fmt: skip
def test_sentence(changed: list[str], built: bool, expected: str) -> None:
    """Who signed is told, with up to three changes and how many there are."""
    assert expected == signature.describe(step({}, {}), changed, built=built)


def test_on_disk(tmp_path: Path) -> None:
    """A folder without a manifest is not built; of one with it the files are taken as they are."""
    (tmp_path / "report.html").write_text("x")
    assert None is signature.on_disk(tmp_path)
    for name in (manifest.NAME, manifest.RUN, manifest.RECORD):
        (tmp_path / name).write_text("{}")
    assert ["report.html"] == list(signature.on_disk(tmp_path) or ())
