"""``gongkai demo`` makes a project in which other commands work, and writes nothing when a call is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import demo
from gongkai.commands.check import run_check
from gongkai.commands.demo import run_demo
from gongkai.returns import InputError

if TYPE_CHECKING:
    from pathlib import Path


def make(folder: Path, **options: Any) -> int:
    """The command for a small county."""
    given: dict[str, Any] = {"organs": 6, "years": "2020-2021", "seed": 1, "defects": None, "share": 0.05}
    return run_demo(folder, **(given | options))


def test_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clean project passes the check; one with a defect is detected by it, and the key names the defect."""
    assert 0 == make(tmp_path / "clean")
    assert "6个虚构的机关，2020至2021年；数据都是合成的。" in capsys.readouterr().out
    assert 0 == run_check([], [], tmp_path / "clean" / "params", None)
    assert 0 == make(tmp_path / "planted", defects="r3")
    assert "埋了1处问题，逐处列在planted.json里。" in capsys.readouterr().out
    assert 1 == run_check([], [], tmp_path / "planted" / "params", None)
    key = json.loads((tmp_path / "planted" / demo.KEY).read_text("utf-8"))
    assert ["R3"] == [item["rule"] for item in key["defects"]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"organs": 5}, r"^--organs写的是5，应当在6到100000之间。$"),
        ({"years": "2021-2019"}, "^--years写的是“2021-2019”，应当先写早的年度，最晚到"),
        ({"years": "今年"}, "^--years写的是“今年”，应当是起止年度，例如2019-2024。$"),
        ({"years": "2015"}, "2015"),
        ({"share": 2.0}, "^--share写的是2，应当在0到1之间"),
        ({"defects": "R8"}, "^规则R8不判断对错，没有问题可埋。"),
        ({"defects": "R99"}, "^没有规则“R99”"),
        (
            {"defects": "R9", "years": "2022-2023"},
            "^机关或年度太少，放不下这些规则的问题：R9；请改写 --organs [0-9]+ --years 20",
        ),
    ],
)
def test_refused(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    """A wrong call is refused in a sentence, and no folder is made."""
    with pytest.raises(InputError, match=message):
        make(tmp_path / "p", **options)
    assert [] == list(tmp_path.iterdir())


def test_nothing_is_replaced(tmp_path: Path) -> None:
    """A folder with anything in it is left alone."""
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"里已有文件，没有改动；请换一个空文件夹。$"):
        make(tmp_path)
    assert ["note.txt"] == [path.name for path in tmp_path.iterdir()]
