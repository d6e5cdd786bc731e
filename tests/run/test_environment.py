"""Environment variables of kernels."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.run import environment


def test_environment_is_put_back(monkeypatch):
    """The kernel's environment, and what is given in addition, is set temporarily."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("MORE", "before")
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    with environment.kernel_variables({"MORE": "inside"}):
        assert ["module://matplotlib_inline.backend_inline", "inside", "0"] == [
            os.environ[name] for name in ("MPLBACKEND", "MORE", "PYTHONHASHSEED")
        ]
    assert ["Agg", "before", None] == [os.environ.get(name) for name in ("MPLBACKEND", "MORE", "PYTHONHASHSEED")]


def test_kernel_has_the_variables_of_this_process(monkeypatch):
    """A kernel sees the variables of the process that starts it, except those that a build decides."""
    monkeypatch.setenv("MORE", "1")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    seen = environment.of_kernel()
    assert ("1", "0") == (seen["MORE"], seen["PYTHONHASHSEED"])


def test_replaced_environment():
    """The environment becomes exactly what is wanted, and the time zone that it names is used."""
    code = (
        "import os, time\n"
        "from gongkai.run import environment\n"
        "os.environ.update(GONE='1', KEPT='2', OTHER='3')\n"
        "wanted = {name: os.environ[name] for name in ('KEPT', 'PATH')} | {'OTHER': '4', 'TZ': 'XXX-5'}\n"
        "environment.replace(wanted)\n"
        "print(os.environ == wanted, time.timezone)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True -18000\n" == done.stdout


def test_search_path_without_the_working_directory(tmp_path, monkeypatch):
    """Processes that are started find the same modules, but none in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), "below", "/a"])
    assert os.pathsep.join([str(tmp_path / "below"), "/a"]) == environment.search_path()


@pytest.mark.parametrize("before", [None, "", "1"])
def test_safe_path(monkeypatch, before):
    """Processes started inside do not search the working directory; the variable is then as it was before."""
    if before is None:
        monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    else:
        monkeypatch.setenv("PYTHONSAFEPATH", before)
    with environment.safe_path():
        assert "1" == os.environ["PYTHONSAFEPATH"]
    assert before == os.environ.get("PYTHONSAFEPATH")


@pytest.mark.parametrize(
    ("mode", "expected"), [(0o700, True), (0o500, True), (0o710, False), (0o701, False), (0o740, False), (0o704, False)]
)
def test_private_folders(tmp_path: Path, mode: int, expected: bool) -> None:
    """A folder is private if no one else may look into it, enter it or write there; a file, a link and nothing are not."""
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(mode)
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "file").touch(0o600)
    found = [environment._is_private(tmp_path / name) for name in ("folder", "link", "file", "nothing")]
    assert [expected, False, False, False] == found
