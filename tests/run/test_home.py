"""Folders and settings of the user: a home that cannot be written costs nothing, a look of the user's own changes nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile

import nbformat
import pytest

from gongkai.run import environment
from tests.example import give
from tests.run.test_papermill_executor import write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

BOTH = """
import sys
from pathlib import Path
import nbformat
from gongkai.run import papermill_executor, fork_executor
folder = Path(sys.argv[1])
for way in (fork_executor, papermill_executor):
    found = way.execute(folder / "03_x.ipynb", {"a": 2}, {})
    assert way is papermill_executor or "fork server" == found.metadata.pop("engine")
    nbformat.write(found, folder / (way.__name__.rpartition(".")[2] + ".ipynb"))
"""

UNWRITABLE = {
    "home": {"HOME": "/dev/null/home"},
    "matplotlib's folder": {"MPLCONFIGDIR": "/dev/null/matplotlib"},
    "all folders": {"HOME": "/dev/null/home", "XDG_CACHE_HOME": "/dev/null/cache", "XDG_CONFIG_HOME": "/dev/null/config"},
}  # fmt: skip


def both(folder, **environment):
    """Run the notebook of a folder both ways in an environment; both results, and what was said on the way."""
    done = subprocess.run(
        [sys.executable, "-c", BOTH, str(folder)], env={**os.environ, **environment}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return [
        nbformat.read(folder / f"{way}.ipynb", as_version=4) for way in ("fork_executor", "papermill_executor")
    ], done.stderr


@pytest.mark.parametrize("name", UNWRITABLE)
def test_unwritable_folders(tmp_path, name):
    """Where a folder of the user's cannot be written, notebooks run without a word about it, and the fonts are read once."""
    source = (
        "import matplotlib, os\nimport matplotlib.pyplot as plt\nplt.plot([1])\nos.listdir(matplotlib.get_cachedir())"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    write(tmp_path / "03_x.ipynb", source)
    (warm, plain), said = both(tmp_path, TMPDIR=str(temporary), **UNWRITABLE[name])
    # What a kernel says while it ends is its own affair.
    assert [] == [line for line in said.splitlines() if re.search(r"matplotlib|font|IPython|writ|/dev/null", line)]
    assert nbformat.writes(plain) == nbformat.writes(warm)
    assert 1 == sum("image/png" in output.get("data", {}) for output in warm.cells[-1].outputs)
    assert 1 >= len(list(temporary.glob("*matplotlib*")))


@pytest.fixture
def unwritable(tmp_path, monkeypatch):
    """A user whose folders cannot be written, and an empty folder for temporary files."""
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "/dev/null/x")
    for name in (environment._CACHE, "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_cache_is_the_users_own(unwritable, monkeypatch):
    """A temporary cache has a name that nobody knows before, and is passed on to the processes that are started."""
    made = environment._matplotlib_cache()
    assert (unwritable, 0o700) == (made.parent, made.stat().st_mode & 0o777)
    assert made == environment._matplotlib_cache()
    monkeypatch.setenv(environment._CACHE, "")
    assert made != environment._matplotlib_cache()
    made.chmod(0o755)
    monkeypatch.setenv(environment._CACHE, str(made))
    assert made != environment._matplotlib_cache()


def test_cache_of_the_session(unwritable, monkeypatch):
    """The folder of the user's session is used if it is the user's alone, and no link that was put into it."""
    session = unwritable / "session"
    session.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    made = environment._matplotlib_cache()
    assert (session, 0o700) == (made.parent, made.stat().st_mode & 0o777)
    made.rmdir()
    made.symlink_to(unwritable)
    assert session != environment._matplotlib_cache().parent
    made.unlink()
    session.chmod(0o777)
    assert session != environment._matplotlib_cache().parent


def test_cache_of_somebody_else(unwritable, monkeypatch):
    """A folder that belongs to another user is not used."""
    other = unwritable / "other"
    other.mkdir(mode=0o700)
    give(other)
    monkeypatch.setenv(environment._CACHE, str(other))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(other))
    assert (unwritable, False) == ((made := environment._matplotlib_cache()).parent, made == other)


def test_look_of_the_user_changes_nothing(tmp_path):
    """Charts come out in matplotlib's own look, whatever a matplotlibrc of the user's says."""
    source = "import matplotlib\nmatplotlib.rcParams['font.size'], matplotlib.rcParams['axes.facecolor']"
    write(tmp_path / "03_x.ipynb", source)
    settings = tmp_path / "config" / "matplotlib" / "matplotlibrc"
    settings.parent.mkdir(parents=True)
    settings.write_text("font.size: 40\naxes.facecolor: red\n")
    places = {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "MPLCONFIGDIR": str(settings.parent),
        "MATPLOTLIBRC": str(settings),
    }
    for name, place in places.items():
        results, _ = both(tmp_path, **{name: place})
        assert ["(10.0, 'white')"] * 2 == [r.cells[-1].outputs[0].data["text/plain"] for r in results], name
