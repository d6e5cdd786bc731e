"""Which names can be the folder of an organ."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.returns import InputError, organ_id

WRONG = {
    "": "代号是空的", "  ": "代号是空的", "../outside": "代号中不能有路径", "..": "代号中不能有路径", "/etc": "代号中不能有路径",
    "a\\b": "代号中不能有路径", "C:": "其中的“:”在Windows里不能用", "a\nb": "其中有看不见的字符（U+000A）",
    "\x1b[2J": "其中有看不见的字符（U+001B）", "a\u200bb": "其中有看不见的字符（U+200B）", "con": "是Windows保留的名称",
    "COM1.x": "是Windows保留的名称", "lpt²": "是Windows保留的名称", ".hidden": "开头不能是", "-x": "开头不能是", "a.": "末尾不能是",
    "a ": "末尾不能是", "forms": "params/forms是放表式的文件夹", "Fonts": "params/fonts是放字体的文件夹", "2025": "像是年度",
    "a" * 61: "太长（61个字，最多60个）",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_refused(name: str) -> None:
    """A name that leads out of params, or that some system does not allow, is refused with the reason, safe to print."""
    with pytest.raises(InputError) as caught:
        organ_id.check(name)
    assert WRONG[name] in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ["huancui-yingji", "某县自然资源局", "a.b", "console", "com10", "南湖 区"])
def test_allowed(name: str) -> None:
    """Ids and Chinese names are folders on every system."""
    assert name == organ_id.check(name)


@given(st.text(max_size=70))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """What is not refused is a folder directly below the one in which it is made, in Unicode form NFC."""
    if organ_id.problem(name) is not None:
        return
    root = tmp_path_factory.mktemp("params")
    made = root / organ_id.check(name)
    made.mkdir()
    assert [made] == list(root.iterdir())
    assert unicodedata.is_normalized("NFC", made.name)
