"""The organ and year that are chosen for all notebooks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai.commands.new import run_new
from gongkai.returns import InputError, Params
from gongkai.sections import load, select, selection
from tests.example import AGENCY, YEAR

NAME = "威海市环翠区应急管理局"
OTHER = "某县自然资源局"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for the user's state, empty and not the user's own."""
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_names, **_options: tmp_path / "state")
    return tmp_path / "state"


@pytest.fixture
def two(params: Path) -> Params:
    """Two organs; the second has two years."""
    for year in (2023, 2024):
        run_new("zrzyj", year, params, name=OTHER)
    return Params(params)


def refused(call: Callable[..., object], *arguments: object) -> str:
    """The message with which a call is refused."""
    with pytest.raises(InputError) as caught:
        call(*arguments)
    return str(caught.value)


def answers(*typed: str) -> Callable[[str], str]:
    """Somebody who types one answer after the other."""
    waiting: Iterator[str] = iter(typed)
    return lambda _question: next(waiting)


def test_the_only_organ(params: Path) -> None:
    """A single organ need not be chosen; its last year is taken."""
    assert (AGENCY, YEAR, True) == selection.given(Params(params), None, None)
    assert NAME == load("preface", params=params).record.agency.name


def test_nothing_chosen(two: Params) -> None:
    """With two organs and no choice, the message says how to choose and which there are."""
    assert refused(selection.given, two, None, None) == (
        "还没有选机关。请运行 select.ipynb 里的单元格来选，或在终端运行 gongkai lab 机关 年度，或在参数单元格里写明agency和year。"
        f"可以选：{AGENCY}（{NAME}）、zrzyj（{OTHER}）。"
    )


def test_chosen(two: Params) -> None:
    """What is chosen is what notebooks show that leave their parameters open; parameters go before it."""
    assert ("zrzyj", 2023) == selection.choose(two, OTHER, 2023) == selection.chosen(Params(two.root))
    assert ("zrzyj", 2023, True) == selection.given(two, None, None)
    assert (AGENCY, YEAR, False) == selection.given(two, NAME, str(YEAR))
    assert ("zrzyj", 2024, False) == selection.given(two, "zrzyj", 2024)
    assert ("zrzyj", 2023, True) == selection.given(two, "zrzyj", None)
    assert (AGENCY, YEAR, True) == selection.given(two, AGENCY, None)
    assert 2023 == load("review", params=two.root).record.year


def test_choice_that_has_gone(two: Params, state: Path) -> None:
    """An organ that was removed is not chosen any more, a year that was removed is the last; nonsense is no choice."""
    selection.choose(two, "zrzyj", 2024)
    (two.root / "zrzyj" / "2024.yaml").unlink()
    assert ("zrzyj", 2023, True) == selection.given(Params(two.root), None, None)
    shutil.rmtree(two.root / "zrzyj")
    assert (AGENCY, YEAR, True) == selection.given(Params(two.root), None, None)
    (file,) = (state / "selected").iterdir()
    for nonsense in ("", "[]", '{"agency": null, "year": []}', '{"agency": "../x", "year": 2024}'):
        file.write_text(nonsense, "utf-8")
        assert selection.chosen(two) is None


def test_every_project_has_its_own(two: Params, tmp_path: Path) -> None:
    """Another folder of inputs has another choice."""
    selection.choose(two, "zrzyj", 2023)
    shutil.copytree(two.root, tmp_path / "copy")
    assert selection.chosen(Params(tmp_path / "copy")) is None


def test_wrong_choices(two: Params) -> None:
    """An organ or a year that is not there is refused, and the choice stays."""
    selection.choose(two, "zrzyj", 2023)
    assert "没有机关“zrzy”，是不是“zrzyj”" in refused(selection.choose, two, "zrzy")
    assert "没有2020年的数据（现有：2023、2024）" in refused(selection.choose, two, "zrzyj", 2020)
    assert "年度写的是“去年”；请写成四位数字" in refused(selection.given, two, "zrzyj", "去年")
    assert ("zrzyj", 2023) == selection.chosen(two)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ((OTHER, ""), ("zrzyj", 2024)),
        (("自然资源", "2023"), ("zrzyj", 2023)),
        (("局", "没有", "zrzyj", "1999", "二", "2024"), ("zrzyj", 2024)),
        (("", "环翠区"), (AGENCY, YEAR)),
    ],
)
def test_questions(two: Params, typed: tuple[str, ...], expected: tuple[str, int]) -> None:
    """An organ is asked for until one is meant, by id, name or part of one; then the year, where there are several."""
    assert expected == selection.ask(two, answers(*typed), lambda _sentence: None) == selection.chosen(two)


def test_questions_keep_what_was_chosen(two: Params) -> None:
    """Enter alone keeps organ and year."""
    selection.choose(two, "zrzyj", 2023)
    printed: list[str] = []
    assert ("zrzyj", 2023) == selection.ask(two, answers("", ""), printed.append)
    assert [f"机关：{AGENCY}（{NAME}）、zrzyj（{OTHER}）。"] == printed


def test_nobody_answers(two: Params) -> None:
    """Where nobody can answer, the message says how to choose without questions."""

    def never(_question: str) -> str:
        raise EOFError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.input", never)
        assert 'select("某县自然资源局", 2025)' in refused(select, None, None, two.root)
    assert "没有选机关。" == refused(selection.ask, two, lambda _question: "?", lambda _sentence: None)


def test_choice_that_cannot_be_kept(two: Params, state: Path) -> None:
    """Where the choice cannot be kept, the message says what to do instead."""
    state.write_text("a file where a folder should be")
    assert "请在各个笔记本的参数单元格里写明agency和year" in refused(select, "zrzyj", 2023, two.root)
    assert selection.chosen(two) is None


def test_words_of_a_notebook(tmp_path: Path) -> None:
    """In a notebook, messages speak of its parameters, not of options of a command line."""
    assert "请检查参数params或环境变量GONGKAI_PARAMS写的路径" in refused(load, "preface", "a", 2024, tmp_path / "x")
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "a").mkdir()
    (tmp_path / "params" / "a" / "agency.yaml").write_text("name: 某局\nlevel: department\n", "utf-8")
    said = refused(load, "preface", "2024", 2024, tmp_path / "params")
    assert "“2024”是年度，写在机关的位置了；请写在year。" == said
    with pytest.raises(InputError, match=r"--year 2024"):
        Params(tmp_path / "params").find("2024")
