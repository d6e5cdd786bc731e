"""An organ's own notebooks: which there are, which are used for nothing, and how they differ, without executing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest

from gongkai.returns import InputError
from gongkai.run import overrides
from gongkai.run.overrides import Deviation

if TYPE_CHECKING:
    from pathlib import Path


def notebook(path: Path, *cells: str) -> None:
    """Write a notebook; a cell that begins with ``#`` is text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[
            nbformat.v4.new_markdown_cell(text, id=f"c{at}")
            if text.startswith("#")
            else nbformat.v4.new_code_cell(text, id=f"c{at}")  # type: ignore[no-untyped-call]
            for at, text in enumerate(cells)
        ]
    )
    nbformat.write(made, path)  # type: ignore[no-untyped-call]


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """Two standard notebooks."""
    for stem in ("00_preface", "03_requests"):
        notebook(tmp_path / f"{stem}.ipynb", "# 标题", "a = 1", "b = 2", "c = 3")
    return tmp_path


@pytest.mark.parametrize(
    ("cells", "changed", "added", "removed"),
    [
        (("# 标题", "a = 1", "b = 2", "c = 3"), (), (), ()),
        (("# 标题", "a = 1", "b = 9", "c = 3"), ("b = 9",), (), ()),
        (("# 标题", "a = 1", "b = 2", "c = 3", "d = 4"), (), ("d = 4",), ()),
        (("# 标题", "a = 1", "c = 3"), (), (), ("b = 2",)),
        (("# 标题", "a = 8", "b = 9", "x = 0", "c = 3"), ("a = 8", "b = 9"), ("x = 0",), ()),
        (("# 标题", "x = 0", "c = 3"), ("x = 0",), (), ("b = 2",)),
        (("# 题目", "a = 1", "b = 2", "c = 3"), ("题目",), (), ()),
        (("x = 0", "# 标题", "a = 1", "b = 2"), (), ("x = 0",), ("c = 3",)),
    ],
)
def test_deviations(
    where: Path, cells: tuple[str, ...], changed: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    """Cells in the place of others are changed, those beyond them are added or removed."""
    notebook(where / "overrides" / "a" / "03_requests.ipynb", *cells)
    (found,) = overrides.deviations(where, "a")
    assert Deviation("notebooks/overrides/a/03_requests.ipynb", changed, added, removed) == found
    assert () == overrides.deviations(where, "b")


@pytest.mark.parametrize(
    ("deviation", "expected"),
    [
        (Deviation("x"), "内容相同。"),
        (Deviation("x", ("甲",)), "改了单元格“甲”。"),
        (Deviation("x", (), ("甲", "乙")), "增加了单元格“甲”、“乙”。"),
        (Deviation("x", ("甲",), ("乙",), ("丙",)), "改了单元格“甲”；增加了单元格“乙”；去掉了单元格“丙”。"),
    ],
)
def test_sentence(deviation: Deviation, expected: str) -> None:
    """The differences are one sentence."""
    assert expected == deviation.sentence


def test_which_are_used(where: Path) -> None:
    """An organ's own notebook is used for its section, the standard one for others and for other organs."""
    own = where / "overrides" / "a" / "03_requests.ipynb"
    notebook(own, "x = 1")
    assert {"03_requests": own} == overrides.own(where, "a")
    assert [own, where / "00_preface.ipynb", where / "03_requests.ipynb"] == [
        overrides.path(where, stem, agency)
        for stem, agency in (("03_requests", "a"), ("00_preface", "a"), ("03_requests", "b"))
    ]


def test_of_no_section(where: Path) -> None:
    """One that replaces no notebook is refused, with the nearest name and all that there are."""
    notebook(where / "overrides" / "a" / "03_request.ipynb", "x = 1")
    with pytest.raises(InputError) as caught:
        overrides.own(where, "a")
    assert "notebooks/overrides/a/03_request.ipynb：没有同名的标准笔记本，生成报告时用不到" in str(caught.value)
    assert str(caught.value).endswith("可以用的名称：00_preface、03_requests。")


def test_of_no_organ(where: Path) -> None:
    """Folders with notebooks that are of no organ are named, sorted; hidden ones and those without a notebook are not."""
    assert [] == overrides.unused(where, ["a"])
    for name in ("b", "ab", "a", ".git"):
        notebook(where / "overrides" / name / "03_requests.ipynb", "x = 1")
    (where / "overrides" / "empty").mkdir()
    (where / "overrides" / "file").touch()
    assert ["ab", "b"] == [said.partition("：")[0].rpartition("/")[2] for said in overrides.unused(where, ["a"])]
