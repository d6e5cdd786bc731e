"""Starting a zygote, and finding it: hardly more than the standard library, so that it can be the first thing a command does."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gongkai.run import environment as kernel_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Unavailable(RuntimeError):
    """There is no zygote here; the message says why."""


class Zygote:
    """A running zygote, and the connection to it.

    Raises:
        Unavailable: It cannot be started: no fork here, or it did not get ready.
    """

    def __init__(self, module: str = "gongkai.run.fork_server", environment: Mapping[str, str] | None = None) -> None:
        """Start the process without waiting for it.

        Args:
            module: What runs in it.
            environment: Its environment variables; by default those of a kernel of a build.
        """
        if not hasattr(os, "fork") or not hasattr(socket, "AF_UNIX"):
            msg = "no fork on this system"
            raise Unavailable(msg)
        self.stamp = lib_stamp(environment)
        self.owner = os.getpid()
        self.folder = Path(tempfile.mkdtemp(prefix="gongkai-"))
        self.path = str(self.folder / "zygote")
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", module, self.path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
            cwd="/",  # where nothing lies that a library would read
            env={**(environment if environment is not None else {
                **kernel_environment.of_kernel(), "IPYTHONDIR": str(self.folder),
                "PYTHONPATH": os.pathsep.join(_installed()),
            }), **kernel_environment.SINGLE_THREADED},
        )  # fmt: skip
        self._ready = threading.Lock()
        self._is_ready = False

    def wait(self) -> None:
        """Wait until it takes requests."""
        with self._ready:
            if self._is_ready:
                return
            assert self.process.stdout is not None
            if self.process.stdout.readline() != b"ready\n":
                msg = "the zygote did not start"
                raise Unavailable(msg)
            self._is_ready = True

    def connect(self) -> socket.socket:
        """A connection that belongs to one child to be."""
        self.wait()
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(self.path)
        except OSError as error:
            connection.close()
            msg = "the zygote is gone"
            raise Unavailable(msg) from error
        return connection

    def close(self) -> None:
        """End it and its children."""
        if os.getpid() != self.owner:
            return  # a forked copy of the object is not the owner
        said = self.process.stdout
        if not self._is_ready and said is not None and not select.select([said], [], [], 0)[0]:
            self.process.kill()  # still importing: nothing depends on it
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _installed() -> list[str]:
    """Where this process finds modules, except for the working directory, which may be anybody's."""
    folders = [Path(path).absolute() for path in sys.path if path]
    return [str(folder) for folder in folders if folder != Path.cwd()]


@contextlib.contextmanager
def safe_path() -> Iterator[None]:
    """Python processes that are started meanwhile do not look for modules in the working directory.

    ``python -c``, by which multiprocessing starts its helpers, looks there before anywhere else.
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


_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "MPL", "HOME", "XDG_")
"""Beginnings of the environment variables that an interpreter or a preloaded library reads when it starts."""


def lib_stamp(environment: Mapping[str, str] | None = None) -> tuple[object, ...]:
    """What a zygote was made from: a change of the package, of what is installed or of the environment makes a new one."""
    code = sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in _files(str(Path(__file__).parents[1])))
    folders = [Path(path) for path in sys.path if path.endswith("-packages")]
    installed = [(str(folder), folder.stat().st_mtime_ns) for folder in folders if folder.is_dir()]
    given = kernel_environment.of_kernel() if environment is None else environment
    read = sorted((key, value) for key, value in given.items() if key.startswith(_AT_START))
    return tuple(code), tuple(installed), tuple(read)


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif not entry.name.startswith("."):
                yield entry.path, entry.stat()


class Borrowed:
    """A zygote of another process, found by its socket.

    Attributes:
        path: The socket.
    """

    def __init__(self, path: str) -> None:
        """Use the zygote behind a socket."""
        self.path = path

    def connect(self) -> socket.socket:
        """A connection that belongs to one child to be.

        Raises:
            Unavailable: The zygote is gone.
        """
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(self.path)
        except OSError as error:
            connection.close()
            msg = "the zygote is gone"
            raise Unavailable(msg) from error
        return connection


Z = TypeVar("Z", bound=Zygote)

_BORROWED: list[Borrowed] = []
_LOCK = threading.Lock()
_ZYGOTES: list[Zygote] = []


def borrow(path: str | None) -> None:
    """Use the zygote behind a socket in place of one of our own; with ``None`` no more."""
    _BORROWED[:] = [Borrowed(path)] if path is not None else []


def zygote() -> Zygote | Borrowed:
    """The borrowed zygote, or the one of this process, started when first asked for and anew when the lib or the environment changed.

    Raises:
        Unavailable: See :class:`Zygote`.
    """
    with _LOCK:
        if _BORROWED and Path(_BORROWED[0].path).exists():
            return _BORROWED[0]
        if _ZYGOTES:
            running = _ZYGOTES[0]
            alive = running.owner == os.getpid() and running.process.poll() is None
            if alive and running.stamp == lib_stamp():
                return running
            running.close()
            _ZYGOTES.clear()
        _ZYGOTES.append(Zygote())
        return _ZYGOTES[0]


@atexit.register
def stop() -> None:
    """End this process's zygote."""
    with _LOCK:
        end(_ZYGOTES)


def end(zygotes: list[Z]) -> None:
    """End zygotes, and forget them."""
    for running in zygotes:
        running.close()
    zygotes.clear()
