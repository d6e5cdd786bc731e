"""Environment variables of kernels. Imports little beyond the standard library, as commands import it first."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _matplotlib_cache() -> Path:
    """Folder of matplotlib's cache: in the user's cache folder, or in the temporary folder if that is not writable.

    Without one, each process would scan all system fonts and print a warning in the notebook.
    """
    import platformdirs

    usual = Path(platformdirs.user_cache_path("gongkai", appauthor=False)) / "matplotlib"
    existing = next(folder for folder in (usual, *usual.parents) if folder.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return usual
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"gongkai-matplotlib-{user}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != user:
        folder = Path(tempfile.mkdtemp(prefix="gongkai-matplotlib-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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
    """Make the environment of this forked process equal to another's; most variables already are."""
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    for name, value in wanted.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
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
