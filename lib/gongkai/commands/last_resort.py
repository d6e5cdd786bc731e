"""The outermost frame of a command: signals, closed pipes, and errors that nobody foresaw.

A person never sees a traceback. It goes to a log in the user's state folder, and a Chinese sentence says what happened, where
the log is and whom to send it to.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

BROKEN = 70
"""Exit code after an error in Gongkai itself (``EX_SOFTWARE``)."""
CLOSED = 141
"""Exit code when whoever read the output closed it (``| head``): as if by SIGPIPE, like other programs."""
DEBUG = "GONGKAI_DEBUG"
"""Environment variable that lets the traceback of an unforeseen error be printed instead, for developers."""

_CODES = {"SIGTERM": 143, "SIGHUP": 129}
_INTERRUPTED = 130
_AGAIN = 0.05
"""Seconds until an interrupt that Python could not pass on is raised again."""


class Stop(KeyboardInterrupt):
    """A signal asked the process to end; it ends as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run(body: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its code; nothing ends with a traceback.

    Other exit codes are 70 after an error in Gongkai itself, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP and 141
    if whoever read the output closed it.

    Args:
        body: The command. What takes long to import is imported in it, so that a signal meanwhile is heeded.

    Raises:
        SystemExit: Always.
    """
    with stopping() as stop:
        try:
            code = body()
            sys.stdout.flush()
        except BrokenPipeError:
            closed()
        except KeyboardInterrupt:
            code = _INTERRUPTED
        except Exception as error:  # noqa: BLE001 - whatever it is, a person does not see its traceback
            # Code that an interrupt comes in the midst of may turn it into an error of its own.
            code = stop[0] if stop else unforeseen(error, _called())
        if stop or code == _INTERRUPTED:
            code = stop[0] if stop else _INTERRUPTED
            stopped()
    sys.exit(code)


@contextmanager
def stopping() -> Iterator[list[int]]:
    """Let SIGTERM and SIGHUP end the process as Ctrl-C does: what was begun is cleaned up.

    Yields:
        A list that receives the exit code of the signal that came, Ctrl-C included.
    """
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield came
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        for other in before:
            signal.signal(other, signal.SIG_IGN)  # a second one must not interrupt the cleaning up
        came[:] = [_CODES[signal.Signals(number).name]]
        raise Stop(number)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        came[:] = came or [_INTERRUPTED]  # during the cleaning up after another signal, that one's code stays
        raise KeyboardInterrupt

    def again(args: sys.UnraisableHookArgs) -> None:
        """Raise an interrupt again that came up where Python cannot pass it on, in a callback of an object that is removed."""
        if not isinstance(args.exc_value, KeyboardInterrupt):
            _quietly(args.exc_value)
            return
        number = getattr(args.exc_value, "number", signal.SIGINT)
        if number in before:
            signal.signal(number, stop)
        timer = threading.Timer(_AGAIN, _thread.interrupt_main, [number])
        timer.daemon = True
        timer.start()

    before: dict[int, Any] = {}
    hooks = threading.excepthook, sys.unraisablehook
    threading.excepthook = lambda args: _quietly(args.exc_value)
    sys.unraisablehook = again
    for name in _CODES:
        number = getattr(signal, name, None)
        # One that is ignored (nohup) stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stop)
    heeds_ctrl_c = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeds_ctrl_c:
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield came
    finally:
        threading.excepthook, sys.unraisablehook = hooks
        if heeds_ctrl_c:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if not came or came == [_INTERRUPTED]:
            for number, handler in before.items():
                signal.signal(number, handler)


def leave() -> None:
    """Let what is done at exit, which takes seconds at most, neither be interrupted nor be heard: Python would print tracebacks."""
    for name in (*_CODES, "SIGINT"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, signal.SIG_IGN)
    from gongkai.files import error_log

    error_log.quieten("exit")


def stopped() -> None:
    """Say that the command was stopped."""
    with suppress(OSError, ValueError):
        print("已停止；没有完成的不会写出，再次运行即可继续。", file=sys.stderr)  # noqa: T201 - for people


def _quietly(error: BaseException | None) -> None:
    from gongkai.files import error_log  # not before signals are heeded

    error_log.quietly(error, "thread")


def _called() -> str:
    """The name of the command that was called, for the log; empty if there is none."""
    from gongkai.commands.usage import EXAMPLES

    return next((word for word in sys.argv[1:] if word in EXAMPLES), "")


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
    from gongkai.files import error_log

    where = error_log.log(error, command)
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


def _brief(error: BaseException) -> str:
    """The error and the last places in Gongkai that it passed, on one line."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} {places}"
