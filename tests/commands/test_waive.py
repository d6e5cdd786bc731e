"""``gongkai waive`` shows what it covers, and writes a waiver for the values of today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import files, rules
from gongkai.commands.waive import run_waive
from gongkai.drafting import history
from gongkai.returns import InputError, Params
from tests.example import AGENCY, YEAR, edit

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 30)


def waive(params: Path, rule: str, *cells: str, **options: Any) -> int:
    """The command, confirmed, with a reason and a name."""
    given: dict[str, Any] = {"reason": "口径不同", "by": "张三", "yes": True, "today": TODAY}
    return run_waive(AGENCY, YEAR, rule, params, cells=cells, **(given | options))


@pytest.fixture
def broken(params: Path) -> Path:
    """The example with a row of table 3 whose total is wrong in two columns of the balance, and a wrong total."""
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [1, 0, 0, 0, 0, 0, 3]")
    edit(params, "  carried_in: [0, 0, 0, 0, 0, 0, 0]", "  carried_in: [0, 0, 0, 0, 0, 0, 2]")
    return params


def unresolved(params: Path, rule: str) -> int:
    """How many findings of a rule nobody has accepted."""
    found = rules.check(Params(params).load(AGENCY, YEAR))
    return sum((item.rule, item.outcome, item.waived) == (rule, "fail", None) for item in found)


def test_one_finding(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells and values are written behind the other waivers; everything else keeps its bytes, and undo takes it back."""
    path = broken / AGENCY / f"{YEAR}.yaml"
    before = path.read_text("utf-8")

    assert 0 == waive(broken, "r3", "requests.new.*")
    assert before + (
        "  - rule: R3\n"
        '    cells: ["requests.new.*"]\n'
        "    values:\n"
        "      requests.new: [1, 0, 0, 0, 0, 0, 3]\n"
        "    reason: 口径不同\n"
        "    by: 张三\n"
        "    date: 2026-11-30\n"
    ) == path.read_text("utf-8")
    assert 1 == unresolved(broken, "R3")
    said = capsys.readouterr().out
    assert "的1处问题，只对现在的数有效：\n  表三“一、本年新收政府信息公开申请数量”行：" in said
    history.undo(path)
    assert before == path.read_text("utf-8")


def test_all_findings(broken: Path) -> None:
    """Without cells one waiver covers all findings of the rule, for their values; the first ever makes the list."""
    path = broken / AGENCY / f"{YEAR}.yaml"
    path.write_text(path.read_text("utf-8").partition("\nwaivers:")[0], "utf-8")
    assert 0 == waive(broken, "R3")
    assert 0 == unresolved(broken, "R3")
    assert "\nwaivers:\n  - rule: R3\n    values:\n      requests.new: [1, 0, 0, 0, 0, 0, 3]\n" in path.read_text(
        "utf-8"
    )
    edit(broken, "  new: [1, 0, 0, 0, 0, 0, 3]        #", "  new: [1, 0, 0, 0, 0, 0, 4]        #")
    assert (1, 1) == (unresolved(broken, "R3"), unresolved(broken, "W6"))


def test_nothing_without_a_yes(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal and without --yes nothing is written."""
    path = broken / AGENCY / f"{YEAR}.yaml"
    before = path.read_bytes()
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(InputError, match="确认后加 --yes 再运行"):
        waive(broken, "R3", yes=False)
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("rule", "cells", "options", "said"),
    [
        ("R4", (), {}, "R4没有核对：|R4没有问题，没有什么可以认可的"),
        ("R15", (), {}, "R15的问题都已经认可"),
        ("R99", (), {}, "没有规则“R99”"),
        ("W1", (), {}, "W1不能认可：它是对认可记录本身的提示"),
        ("w2", (), {}, "W2不能认可：占位符填不出来，报告就生成不了"),
        ("R3", ("requests.granted.*",), {}, r"R3没有只涉及requests\.granted\.\*的问题；现有的问题涉及：requests\.new"),
        ("R3", (), {"reason": " "}, "请用 --reason 写明认可的理由"),
        ("R3", (), {"by": None}, "请用 --by 写明认可的姓名"),
    ],
)
def test_refused(broken: Path, rule: str, cells: tuple[str, ...], options: dict[str, Any], said: str) -> None:
    """Nothing to accept, no such rule, no reason and no name are refused, and nothing is written."""
    path = broken / AGENCY / f"{YEAR}.yaml"
    before = path.read_bytes()
    with pytest.raises(InputError, match=said):
        waive(broken, rule, *cells, **options)
    assert before == path.read_bytes()


def test_full_disk(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves the file as it was."""
    path = broken / AGENCY / f"{YEAR}.yaml"
    before = path.read_bytes()

    def full(file: Path, _data: object, **_options: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(files, "write", full)
    with pytest.raises(OSError, match="No space left"):
        waive(broken, "R3")
    assert (before, []) == (path.read_bytes(), history.states(path))
