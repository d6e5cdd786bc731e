"""What the process does that workers are forked from: the fork server of multiprocessing, which imports this module first.

It and its workers end with the process that they work for, without a word, also while they are being started.
"""

from __future__ import annotations

import atexit
import pickle
import re
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.run import liveness

if TYPE_CHECKING:
    from types import TracebackType

_CALL = re.compile(r"from multiprocessing\.forkserver import main; main\((\d+), (\d+),")
"""How the process is called: with the descriptors of its socket and of a pipe whose other end its parent and workers hold."""


def _say_nothing_of_a_lost_parent(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Stands in for ``sys.excepthook``.

    A worker whose parent was killed before it had said what to do has nothing to say; Python would print a traceback.
    """
    if not isinstance(error, EOFError | ConnectionError | pickle.UnpicklingError):
        sys.__excepthook__(kind, error, trace)


def _remove(address: str | bytes) -> None:
    """Remove the socket at which workers are ordered, and its folder: a parent that was killed could not."""
    if isinstance(address, bytes):  # Python 3.11.0 gives it no file (an abstract address)
        return
    with suppress(OSError):
        Path(address).unlink(missing_ok=True)
        Path(address).parent.rmdir()


def _begin(listener: int, alive: int) -> None:
    with socket.socket(fileno=listener) as bound:
        address = bound.getsockname()
        bound.detach()
    sys.excepthook = _say_nothing_of_a_lost_parent  # workers inherit it, and skip what is done at exit
    atexit.register(_remove, address)
    liveness.exit_on_eof(alive, lambda: _remove(address))


if called := _CALL.match(sys.orig_argv[-1]):
    _begin(*map(int, called.groups()))
