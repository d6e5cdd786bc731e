"""The outermost frame of a command: signals, closed pipes, and errors that nobody foresaw.

A person never sees a traceback. It goes to a log in the user's state folder, and a Chinese sentence says what happened, where
the log is and whom to send it to.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

BROKEN = 70
"""Exit code after an error in Gongkai itself (``EX_SOFTWARE``)."""
CLOSED = 141
"""Exit code when whoever read the output closed it (``| head``): as if by SIGPIPE, like other programs."""
DEBUG = "GONGKAI_DEBUG"
"""Environment variable that lets the traceback of an unforeseen error be printed instead, for developers."""

_NAME = "errors.log"
_LOG_BYTES = 256_000
"""Maximum size in bytes of the log; the oldest entries go first."""
_ENTRY = 20_000
"""Maximum number of characters of an entry."""
_SEPARATOR = "-" * 72
_CODES = {"SIGTERM": 143, "SIGHUP": 129}


class Stop(KeyboardInterrupt):
    """A signal asked the process to end; it ends as after Ctrl-C.

    Attributes:
        code: The exit code: 128 and the number of the signal.
    """

    code = 130


@contextmanager
def stopping() -> Iterator[list[int]]:
    """Let SIGTERM and SIGHUP end the process as Ctrl-C does: what was begun is cleaned up.

    Yields:
        A list that receives the exit code of the signal that came.
    """
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield came
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        for other in before:
            signal.signal(other, signal.SIG_IGN)  # a second one must not interrupt the cleaning up
        came.append(_CODES[signal.Signals(number).name])
        raise Stop

    before: dict[int, Any] = {}
    for name in _CODES:
        number = getattr(signal, name, None)
        # One that is ignored (nohup) stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stop)
    hooks = threading.excepthook, sys.unraisablehook
    threading.excepthook = lambda args: _quietly(args.exc_value)
    sys.unraisablehook = lambda args: _quietly(args.exc_value)
    try:
        yield came
    finally:
        threading.excepthook, sys.unraisablehook = hooks
        if not came:
            for number, handler in before.items():
                signal.signal(number, handler)


def stopped() -> None:
    """Say that the command was stopped."""
    with suppress(OSError, ValueError):
        print("已停止；没有完成的不会写出，再次运行即可继续。", file=sys.stderr)  # noqa: T201 - for people


def closed() -> NoReturn:
    """End after whoever read the output has closed it; nothing more is written to it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            # What is still to be written would fail again when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(CLOSED)


def unforeseen(error: BaseException, command: str) -> int:
    """Log an error that nobody foresaw and say so in a sentence.

    Args:
        error: The error.
        command: The name of the command, for the log.

    Returns:
        The exit code.
    """
    if os.environ.get(DEBUG):
        raise error
    where = log(error, command)
    kind = type(error).__name__
    if isinstance(error, MemoryError):
        what = "内存不够，没有做完；请关闭其他程序后重试，一次少做几份（-j 1）。"
    elif isinstance(error, ConnectionError):
        what = f"后台进程中途退出（{kind}），没有做完；请重新运行，已经完成的不会重做。"
    else:
        what = f"程序自身出错（{kind}），没有做完；这不是您的操作造成的，params里的数据和上一次的成品没有改动。"
    if where is not None:
        help_ = f"再次出现的，请把日志文件“{where}”和刚才运行的命令发给维护本系统的人。"
    else:
        help_ = f"日志写不进去；再次出现的，请把这一行和刚才运行的命令发给维护本系统的人：{_brief(error)}"
    with suppress(OSError, ValueError):
        print(f"{what}\n{help_}", file=sys.stderr)  # noqa: T201 - for people
    return BROKEN


def log(error: BaseException, command: str) -> Path | None:
    """Add an error to the log: its traceback, versions and the command's name, neither its arguments nor values.

    Returns:
        The log; ``None`` if it cannot be written.
    """
    import datetime as dt
    import platform
    import traceback
    from importlib import metadata

    from gongkai import files

    said = "".join(traceback.format_exception(error))
    said = said.replace(str(Path.home()), "~") if _has_home() else said
    if len(said) > _ENTRY:
        said = f"{said[: _ENTRY // 2]}\n…\n{said[-_ENTRY // 2 :]}"
    entry = (
        f"{_SEPARATOR}\n{dt.datetime.now(dt.UTC).isoformat(timespec='seconds')} gongkai {metadata.version('gongkai')} {command}\n"
        f"Python {platform.python_version()}, {platform.platform()}\n{said}"
    )
    try:
        path = _folder() / _NAME
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = path.read_text("utf-8", "replace") if path.is_file() else ""
        kept = (before + entry)[-_LOG_BYTES // 2 :] if len(before) + len(entry) > _LOG_BYTES // 2 else before + entry
        files.write(path, kept.encode("utf-8", "replace"), durable=False)
        with suppress(OSError):
            path.chmod(0o600)
    except (OSError, RuntimeError):  # a full disk, no home
        return None
    return path


def _folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_log_path("gongkai", appauthor=False))


def _has_home() -> bool:
    try:
        return len(str(Path.home())) > 1
    except RuntimeError:
        return False


def _brief(error: BaseException) -> str:
    """The error and the last places in Gongkai that it passed, on one line."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} {places}"


def _quietly(error: BaseException | None) -> None:
    """An error in a thread, or while an object was removed, of which the command itself says what matters."""
    if error is not None and not isinstance(error, (BrokenPipeError, SystemExit)):
        with suppress(Exception):
            log(error, "thread")
