"""Earlier states of a file: kept, bounded, brought back; whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import files
from gongkai.drafting import history
from gongkai.returns import InputError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A year's file."""
    file = tmp_path / "2024.yaml"
    file.write_bytes(b"0")
    return file


def kept(path: Path) -> dict[int, bytes]:
    """The earlier states by number."""
    return {state.number: state.path.read_bytes() for state in history.states(path)}


def test_replace_keeps_what_was_there(path: Path) -> None:
    """Each change adds a numbered state; writing the same content adds none, nor does a new file."""
    assert history.replace(path, "1")
    assert history.replace(path, b"2")
    assert not history.replace(path, "2")
    assert {2: b"1", 1: b"0"} == kept(path)
    assert history.replace(path.with_name("2025.yaml"), "x")
    assert {} == kept(path.with_name("2025.yaml"))


def test_states_are_bounded(path: Path) -> None:
    """The oldest states go, the numbers go on."""
    for number in range(history.KEPT + 5):
        history.replace(path, f"v{number}")
    assert list(range(history.KEPT + 5, 5, -1)) == list(kept(path))


def test_undo_and_undo_of_undo(path: Path) -> None:
    """The last state comes back byte for byte; undoing again brings back what was undone; nothing piles up."""
    history.replace(path, "1")
    history.replace(path, "2")
    for expected in (b"1", b"2", b"1"):
        history.undo(path)
        assert expected == path.read_bytes()
    assert {b"0", b"2"} == set(kept(path).values())


def test_undo_to_a_number(path: Path) -> None:
    """A state further back is named by its number; what was there is kept."""
    history.replace(path, "1")
    history.replace(path, "2")
    assert 1 == history.undo(path, 1).number
    assert (b"0", {b"1", b"2"}) == (path.read_bytes(), set(kept(path).values()))
    with pytest.raises(InputError, match="没有编号为9的旧内容；现有："):
        history.undo(path, 9)


def test_nothing_to_undo(path: Path) -> None:
    """Without states, or with none that differs, there is nothing to bring back."""
    with pytest.raises(InputError, match=r"/2024\.yaml没有可以恢复的旧内容。$"):
        history.undo(path)


def test_undo_of_a_file_that_was_deleted(path: Path) -> None:
    """A file that is gone comes back."""
    history.replace(path, "1")
    path.unlink()
    history.undo(path)
    assert b"0" == path.read_bytes()


def test_a_file_that_is_made_anew(path: Path) -> None:
    """What was written to an earlier file of the name is not taken for the content before an edit by hand."""
    history.replace(path, "1")
    path.unlink()
    history.replace(path, "2")
    assert 1 == history.undo(path).number
    assert b"0" == path.read_bytes()


def test_change_meanwhile(path: Path) -> None:
    """A file that was saved by an editor since it was read is not overwritten."""
    with pytest.raises(InputError, match="在这期间被别的程序改动了"):
        history.replace(path, "1", seen=b"other")
    assert (b"0", {}) == (path.read_bytes(), kept(path))


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("act", ["replace", "undo"])
def test_failure_at_every_write(path: Path, at: int, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever write fails, file and states are as before, and the next attempt succeeds."""
    history.replace(path, "1")
    if act == "replace" and at == 3:
        (path.parent / history.FOLDER / ".gitignore").unlink()
    before = path.read_bytes(), kept(path)
    real, count = files.write, iter(range(100))

    def failing(*args: object, **options: object) -> None:
        if next(count) == at % 3:
            raise OSError(28, "No space left on device", str(path))
        real(*args, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(files, "write", failing)
        try:
            history.replace(path, "2") if act == "replace" else history.undo(path)
        except OSError:
            assert before == (path.read_bytes(), kept(path))
    history.replace(path, "3")
    assert b"3" == path.read_bytes()


def test_two_at_once(path: Path) -> None:
    """A change waits for another one of the same file, and gives up with a message."""
    history._PATIENCE, before = 0, history._PATIENCE
    try:
        with files.lock(path), pytest.raises(files.LockedError):
            history.replace(path, "1")
    finally:
        history._PATIENCE = before
    assert b"0" == path.read_bytes()


@given(st.lists(st.binary(min_size=1, max_size=5), min_size=2, max_size=6, unique=True))
def test_any_contents(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    """Undo after the last of any changes gives the bytes before it."""
    file = tmp_path_factory.mktemp("x") / "2024.yaml"
    for content in contents:
        history.replace(file, content)
    history.undo(file)
    assert contents[-2] == file.read_bytes()
