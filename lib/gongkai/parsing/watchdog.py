"""Read a file from outside in a child process with limits on processor time and memory.

Parsers of Word, PDF, HTML and Excel come from other packages and take what time and memory a file makes them take. A call
that is watched ends within its limits, and what it gave or raised comes back.

Where the system can fork and this process has a single thread, the child is a fork and starts in milliseconds. Elsewhere
(Windows, a notebook) a new interpreter is started, which takes about a second.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from gongkai import limits
from gongkai.parsing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

_SLACK = 5
"""How many times the processor time a child may take by the clock: other programs run too."""
_HEAD = 8
"""Bytes in front of an answer that say how long it is."""
_LIMIT_SIGNALS = {getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)}
"""What the system sends to a process that has used up its processor time."""
_CODE = "from gongkai.parsing.watchdog import serve; serve()"
_MEMORY, _TIME, _CRASH = b"M", b"T", b"C"
"""What is known of a child that gave no answer: it ran out of memory, out of time, or ended in another way."""
_FAILURES = {
    _MEMORY: "读取时占用的内存超过了限度",
    _TIME: "读了{seconds}秒还没有读完",
    _CRASH: "读取它的程序中途停止了",
}


def seconds_for(size: int) -> int:
    """Processor seconds in which a file of so many bytes must have been read."""
    return min(limits.READ_SECONDS * max(1, -(-size // limits.MB)), limits.READ_SECONDS_MOST)


def read(call: Callable[[Path], T], path: Path) -> T:
    """Call a function with a file, in a child process.

    Args:
        call: A function that can be pickled, as can its result and what it raises. What it changes is lost.
        path: The file. It is also named in messages.

    Returns:
        What the function returned.

    Raises:
        InputError: It took too much time or memory; or raised by the function, like any other exception.
    """
    if not can_fork():
        seconds = allowed_seconds(path)
        return cast("T", returned(_started(call, path, seconds), path, seconds))
    child = Child(call, path)
    try:
        while child.is_running:
            child.receive()
    finally:  # Ctrl-C
        child.end()
    return cast("T", child.returned())


def can_fork() -> bool:
    """Whether a child may be a fork: the system can, and no other thread of this process may hold a lock."""
    return hasattr(os, "fork") and threading.active_count() == 1


def allowed_seconds(path: Path) -> int:
    """Processor seconds in which a file must have been read; if it is not there, the function says so itself."""
    try:
        return seconds_for(path.stat().st_size)
    except OSError:
        return limits.READ_SECONDS


def returned(answer: bytes, path: Path, seconds: int) -> Any:
    """What the function returned, by the answer of a child.

    Raises:
        InputError: The child failed; or what the function raised.
    """
    if answer in _FAILURES:
        what = _FAILURES[answer].format(seconds=seconds)
        msg = f"{path.name}：{what}，不像一份正常的文件；请核对文件，或用原来的程序打开、另存后再试。"
        raise InputError(msg)
    # Written by a child of this process, never by the file.
    succeeded, value = pickle.loads(answer)  # noqa: S301
    if not succeeded:
        raise cast("BaseException", value)
    return value


class Child:
    """A fork that reads a file and writes its answer to a pipe.

    Attributes:
        path: The file.
        pipe: The pipe, to be read while the child is running.
        is_running: Whether it has not ended yet.
    """

    def __init__(self, call: Callable[[Path], Any], path: Path) -> None:
        self.path, self.is_running = path, True
        self._seconds, self._data, self._status = allowed_seconds(path), bytearray(), 0
        self.pipe, out = os.pipe()
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError, ValueError):
                stream.flush()  # else the child has a copy of what is still to be written
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self.pipe)
            _child(call, path, self._seconds, out)
        os.close(out)

    def receive(self) -> None:
        """Wait for the next part of the answer; after the last one the child is reaped."""
        part = os.read(self.pipe, 1 << 20)
        self._data += part
        if not part:
            self._reap()

    def returned(self) -> Any:
        """What the function returned, once the child has ended.

        Raises:
            InputError: The child failed; or what the function raised.
        """
        return returned(_whole(bytes(self._data), self._status), self.path, self._seconds)

    def end(self) -> None:
        """End the child if it is running."""
        if self.is_running:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        self.is_running = False
        os.close(self.pipe)
        _, status = os.waitpid(self._pid, 0)
        self._status = os.waitstatus_to_exitcode(status)


def _child(call: Callable[[Path], Any], path: Path, seconds: int, out: int) -> NoReturn:
    """What a fork does; it never returns to the code of its parent."""
    try:
        with suppress(BaseException):
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            _limit(seconds)
            answer = _answer(call, path)
            with os.fdopen(out, "wb") as pipe:
                pipe.write(_frame(answer))
    finally:
        os._exit(0)


def _started(call: Callable[[Path], Any], path: Path, seconds: int) -> bytes:
    # Where modules are found is read first: the rest may need it.
    given = pickle.dumps(sys.path[:]) + pickle.dumps((call, path, seconds))
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    try:
        found = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _CODE],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=seconds * _SLACK,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _TIME
    return _whole(found.stdout, found.returncode)


def serve() -> None:
    """What a new interpreter does: read the call from standard input, write its answer to standard output."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a parser prints must not end up in the answer
    sys.path[:] = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the parent
    call, path, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301
    _limit(seconds)
    answer = _answer(call, path)
    with os.fdopen(out, "wb") as pipe:
        pipe.write(_frame(answer))


def _limit(seconds: int) -> None:
    """Limit this process; where the system has no limits, the clock of the parent remains."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds + 1))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if (size := _address_space()) is not None:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (size + limits.READ_MEMORY, size + limits.READ_MEMORY))


def _address_space() -> int | None:
    """Bytes of address space that this process has; ``None`` where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - files are few here, and Path is not imported
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _answer(call: Callable[[Path], Any], path: Path) -> bytes:
    try:
        return pickle.dumps((True, call(path)))
    except MemoryError:
        return _MEMORY
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        if isinstance(error.__cause__ or error.__context__, MemoryError):
            return _MEMORY
        return _pickled(error)


def _pickled(error: BaseException) -> bytes:
    try:
        answer = pickle.dumps((False, error))
        pickle.loads(answer)  # noqa: S301 - exceptions are known for not surviving it
    except Exception:  # noqa: BLE001 - whatever they raise
        kind = InputError if isinstance(error, InputError) else RuntimeError
        said = str(error) if kind is InputError else f"{type(error).__name__}: {error}"
        return pickle.dumps((False, kind(said)))
    return answer


def _frame(answer: bytes) -> bytes:
    return len(answer).to_bytes(_HEAD, "big") + answer


def _whole(data: bytes, code: int) -> bytes:
    """The answer in a frame; how the child ended if it was stopped before it had written all of it."""
    if len(data) >= _HEAD and int.from_bytes(data[:_HEAD], "big") == len(data) - _HEAD:
        return data[_HEAD:]
    return _TIME if -code in _LIMIT_SIGNALS else _CRASH
