"""The table of levels of organs."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai import forms
from gongkai.forms import FormError, sources
from gongkai.forms.level_table import LevelsFile


@pytest.mark.parametrize(
    ("level", "last"),
    [
        ("department", dt.date(2021, 1, 31)),
        ("township", dt.date(2021, 1, 31)),
        ("office", dt.date(2021, 1, 31)),
        ("county", dt.date(2021, 2, 20)),
        ("city", dt.date(2021, 3, 10)),
        ("province", dt.date(2021, 3, 31)),
    ],
)
def test_deadline(level: str, last: dt.date) -> None:
    """A report on 2020 is due on the day of its level in 2021."""
    assert last == forms.levels()[level].last_day(2020)


@pytest.mark.parametrize(
    ("level", "name", "is_government"),
    [
        ("department", "清河市财政局", False),
        ("township", "南湖镇人民政府", True),
        ("township", "南湖街道办事处", False),
        ("office", "东山县人民政府办公室", True),
        ("city", "清河市人民政府", True),
    ],
)
def test_government(level: str, name: str, *, is_government: bool) -> None:
    """Governments of every level report 考核 and 评议; departments and sub-district offices do not."""
    assert is_government == forms.levels()[level].is_government(name)


LEVEL = "levels:\n  zone:\n    name: 开发区\n    deadline: {month: 2, day: 31}\n    large_amount: 500\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LEVEL.replace("name:", "nme:"), "levels.yaml:3：不认识的键“nme”，是不是“name”？"),
        (LEVEL.replace("month: 2", "month: 13"), "levels.yaml:4："),
        (LEVEL + "    regulations_names: (局\n", "levels.yaml:6：“regulations_names”：不是正确的正则表达式"),
        (LEVEL + "    regulations_names: (a+)+\n", "levels.yaml:6：“regulations_names”：括号后面只能用“?”"),
        (LEVEL + "    regulations_names: a*a*a*a*a*\n", "levels.yaml:6：“regulations_names”：名称的写法太复杂"),
        ("levels: [", "levels.yaml:1：这一行附近不是正确的YAML"),
        ("a: &a [1]\nb: &b [" + "*a, " * 500 + "]\nc: [" + "*b, " * 500 + "]", "levels.yaml:"),
        ("[" * 5000, "levels.yaml：嵌套太深"),
    ],
)
def test_a_wrong_file_is_a_sentence(text: str, message: str) -> None:
    """What is wrong in a file of levels is said with file and line, in bounded time."""
    with pytest.raises(FormError) as caught:
        sources.typed(LevelsFile, text, "levels.yaml")
    assert message in str(caught.value)


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    """A deadline on the 31st of a shorter month is its last day."""
    found, _ = sources.typed(LevelsFile, LEVEL, "levels.yaml")
    assert [dt.date(2025, 2, 28), dt.date(2024, 2, 29)] == [found.levels["zone"].last_day(y) for y in (2024, 2023)]
