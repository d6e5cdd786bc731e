"""Environment variables of kernels. Imports little beyond the standard library, as commands import it first."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_CACHE = "GONGKAI_MATPLOTLIB_CACHE"
"""Variable by which a process passes its temporary cache on to those that it starts."""


def _matplotlib_cache() -> Path:
    """Folder of matplotlib's cache: in the user's cache folder, or a temporary one if that is not writable.

    Without one, each process would scan all system fonts and print a warning in the notebook. A temporary one is the
    user's alone: it has a name that nobody can know before, or is in the folder that the system made for the session.
    """
    import platformdirs

    usual = Path(platformdirs.user_cache_path("gongkai", appauthor=False)) / "matplotlib"
    existing = next(folder for folder in (usual, *usual.parents) if folder.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return usual
    passed_on, session = os.environ.get(_CACHE), os.environ.get("XDG_RUNTIME_DIR")
    if passed_on and _is_private(Path(passed_on)):
        return Path(passed_on)
    if session and _is_private(Path(session)) and os.access(session, os.W_OK):
        folder = Path(session, "gongkai-matplotlib")
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        if _is_private(folder):
            return folder
    folder = Path(tempfile.mkdtemp(prefix="gongkai-matplotlib-"))
    os.environ[_CACHE] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _is_private(folder: Path) -> bool:
    """Whether a folder exists, is not a link, and only this user may enter it."""
    try:
        about = folder.lstat()
    except OSError:
        return False
    is_own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o077)
    return stat.S_ISDIR(about.st_mode) and is_own


_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

KERNEL_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": str(_matplotlib_cache()),
    "MATPLOTLIBRC": "",
    "SOURCE_DATE_EPOCH": "315532800",
    **_ONE_THREAD,
}
"""Environment of every kernel of a build: fixed hash seed and date of pictures, inline charts in matplotlib's default
style whatever the caller's settings, one BLAS thread."""

SINGLE_THREADED = {**_ONE_THREAD, "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Environment of a process that forks, which must be single-threaded: BLAS starts threads, and so does the allocator
of pyarrow, which pandas imports if installed."""


def of_kernel() -> dict[str, str]:
    """The environment of this process, as seen by a kernel of a build."""
    return {**os.environ, **KERNEL_ENVIRONMENT}


def replace(wanted: Mapping[str, str]) -> None:
    """Make the environment of this forked process equal to another's."""
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    os.environ.update(wanted)
    if hasattr(time, "tzset"):
        time.tzset()


@contextlib.contextmanager
def kernel_variables(extra: Mapping[str, str] | None = None) -> Iterator[None]:
    """Temporarily set the variables of a build's kernel in this process.

    Args:
        extra: Variables in addition.
    """
    wanted = {**KERNEL_ENVIRONMENT, **(extra or {})}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def search_path() -> str:
    """The search path of this process as a ``PYTHONPATH``, without the working directory, which may be untrusted."""
    folders = [Path(path).absolute() for path in sys.path if path]
    return os.pathsep.join(str(folder) for folder in folders if folder != Path.cwd())


@contextlib.contextmanager
def safe_path() -> Iterator[None]:
    """Keep Python processes started inside from importing modules in the working directory.

    ``python -c``, which multiprocessing uses to start its helpers, searches it first.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before
