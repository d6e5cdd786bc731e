"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.example import AGENCY

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

# Tests use this checkout whoever it belongs to, and neither projects nor settings nor the terminal's width of whoever runs them.
FOR_TESTS = {"GONGKAI_REFERENCE", "GONGKAI_REQUIRE", "GONGKAI_VNU"}
for name in [name for name in os.environ if name.startswith("GONGKAI_") or name == "COLUMNS"]:
    if name not in FOR_TESTS:
        del os.environ[name]
os.environ["GONGKAI_SAFE_DIRECTORY"] = str(ROOT)

# On a busy machine the duration of an example means nothing.
settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gongkai")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def params(root: Path, tmp_path: Path) -> Path:
    """A copy of the example's inputs; see :mod:`tests.example`."""
    shutil.copytree(root / "params" / AGENCY, tmp_path / "params" / AGENCY)
    return tmp_path / "params"


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of real published reports; tests that need it are skipped if it is missing."""
    folder = ROOT.parent / "shared" / "reference"
    if not folder.is_dir():
        pytest.skip("the reference reports are not here")
    return folder


@contextmanager
def other_thread() -> Iterator[None]:
    """A thread beside this one, as a notebook has: then nothing forks."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def require(program: str) -> str:
    """Path of a program that a test needs; without it the test skips, or fails when ``GONGKAI_REQUIRE`` names it."""
    found = shutil.which(program)
    if found is None:
        if program in os.environ.get("GONGKAI_REQUIRE", "").split(","):
            pytest.fail(f"{program} is required and not here")
        pytest.skip(f"{program} is not here")
    return found


@pytest.fixture
def user_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for fetched font sets, empty and not the user's own."""
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_names, **_options: tmp_path / "user")
    return tmp_path / "user" / "fonts"
