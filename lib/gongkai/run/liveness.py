"""End a process as soon as the other end of a pipe is closed: whoever holds it, and may have been killed, is gone."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def exit_on_eof(descriptor: int, clean_up: Callable[[], None]) -> None:
    """End this process, with exit code 0, when a pipe has something to read or its other end was closed, also while it imports.

    Linux announces that by a signal; elsewhere nothing happens until the process itself looks at the pipe. The process ends where
    the signal finds it: an exception raised there could be caught by whatever is being imported, or come up where Python can only
    print it. Children that are forked later are not affected.

    Args:
        descriptor: End of the pipe that is read.
        clean_up: What to do before.
    """
    import fcntl  # not on Windows, where nothing forks

    def on_signal(*_: object) -> None:
        if select.select([descriptor], [], [], 0)[0]:
            ignore()
            try:
                clean_up()
            finally:
                os._exit(0)

    with suppress(OSError, AttributeError):
        signal.signal(signal.SIGIO, on_signal)
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    on_signal()  # it may have ended before


def ignore() -> None:
    """Let the end of the pipe not end this process any more."""
    with suppress(AttributeError):
        signal.signal(signal.SIGIO, signal.SIG_IGN)
