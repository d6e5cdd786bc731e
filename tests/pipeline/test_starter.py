"""What the process says that workers are forked from."""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.pipeline import starter
from tests.waiting import until


@pytest.mark.parametrize("error", [EOFError(), ConnectionResetError(), BrokenPipeError(), pickle.UnpicklingError("x")])
def test_lost_parent(capsys: pytest.CaptureFixture[str], error: BaseException) -> None:
    """A worker whose parent is gone before it has said what to do says nothing."""
    starter._say_nothing_of_a_lost_parent(type(error), error, None)
    assert ("", "") == capsys.readouterr()


@pytest.mark.parametrize("error", [ValueError("x"), OSError("x"), pickle.PicklingError("x"), KeyboardInterrupt("x")])
def test_other_errors(capsys: pytest.CaptureFixture[str], error: BaseException) -> None:
    """Any other error is reported as Python does."""
    starter._say_nothing_of_a_lost_parent(type(error), error, None)
    assert capsys.readouterr().err.endswith(f"{type(error).__name__}: x\n")


def test_folder_that_others_use(tmp_path: Path) -> None:
    """A folder in which there is something else stays."""
    for name in ("listener", "other"):
        (tmp_path / "a" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "a" / name).touch()
    starter._remove(str(tmp_path / "a" / "listener"))
    assert ["other"] == [path.name for path in (tmp_path / "a").iterdir()]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("from multiprocessing.forkserver import main; main(12, 3, ['a'], **{})", ("12", "3")),
        ("from multiprocessing.spawn import spawn_main; spawn_main(12, 3)", None),
        ("x; from multiprocessing.forkserver import main; main(12, 3, ['a'])", None),
    ],
)
def test_how_it_is_called(call: str, expected: tuple[str, str] | None) -> None:
    """It knows itself by how multiprocessing calls it; a program that imports it is not taken for it."""
    found = starter._CALL.match(call)
    assert expected == (found.groups() if found else None)


KILLED = """
import multiprocessing, os, signal
from multiprocessing import forkserver

if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gongkai.pipeline.starter"])
    worker = context.Process(target=int)
    worker.start()
    worker.join()  # else it would keep the output open
    print(forkserver._forkserver._forkserver_address, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_parent_that_is_killed(tmp_path: Path) -> None:
    """When the process is killed that works with it, its socket is removed, and nothing is said."""
    (tmp_path / "killed.py").write_text(KILLED, "utf-8")
    done = subprocess.run([sys.executable, str(tmp_path / "killed.py")], capture_output=True, text=True, check=False)
    folder = Path(done.stdout.strip()).parent
    assert ("", True) == (done.stderr, until(lambda: not folder.exists()))
