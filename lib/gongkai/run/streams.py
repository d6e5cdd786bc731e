"""Standard output and error of a notebook: what Python prints, and what other programs write to the descriptors."""

from __future__ import annotations

import io
import os
import sys
from contextvars import ContextVar
from threading import RLock, local
from typing import TYPE_CHECKING, Any

from ipykernel import iostream

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECE = 1 << 20


class OutStream(iostream.OutStream):
    """``sys.stdout`` or ``sys.stderr``: ipykernel's stream without its threads.

    Text is buffered until flushed by a display, an error or the end of the cell. Subprocesses and C libraries write
    to the file descriptor, which is a file in memory read at the same times.
    """

    def __init__(self, name: str, emit: Callable[[str, dict[str, Any]], None]) -> None:
        """Replace a standard stream and its file descriptor.

        Args:
            name: ``stdout`` or ``stderr``.
            emit: Receives ``stream`` messages.
        """
        io.TextIOBase.__init__(self)
        self.name, self._emit = name, emit
        self._pid = self._master_pid = os.getpid()
        self._fd = 1 if name == "stdout" else 2
        self._original_stdstream_copy = os.open(os.devnull, os.O_WRONLY)
        self._memory = os.memfd_create(name)
        os.dup2(self._memory, self._fd)
        self._read = 0
        self._texts: list[str] = []
        self._buffer_lock, self._local = RLock(), local()
        self._isatty, self.echo, self.session = False, None, None
        self._parent_header: ContextVar[dict[str, Any]] = ContextVar("parent_header")
        self._parent_header_global: dict[str, Any] = {}
        self.pub_thread, self._should_watch, self._exc = self, False, None

    def write(self, string: str) -> int:
        """Buffer text until the next flush; a forked process writes immediately."""
        if not isinstance(string, str):
            msg = f"write() argument must be str, not {type(string)}"
            raise TypeError(msg)
        if os.getpid() != self._pid:
            os.write(self._fd, string.encode("utf-8", "replace"))
        else:
            with self._buffer_lock:
                self._texts += self._from_descriptor(), string  # in the order written
        return len(string)

    def flush(self) -> None:
        """Emit the text written so far."""
        if os.getpid() != self._pid:
            return
        with self._buffer_lock:
            text = "".join([*self._texts, self._from_descriptor()])
            self._texts.clear()
        if text:
            text = text.encode(errors="replace").decode()  # lone surrogates cannot be encoded
            self._emit("stream", {"name": self.name, "text": text})

    _flush = flush

    def _from_descriptor(self) -> str:
        data = b""
        while piece := os.pread(self._memory, _PIECE, self._read):
            data += piece
            self._read += len(piece)
        return data.decode(errors="replace")

    def close(self) -> None:
        """Do nothing, as in a kernel."""


def take_over(emit: Callable[[str, dict[str, Any]], None]) -> None:
    """Replace standard output and error of this process.

    Args:
        emit: Receives ``stream`` messages.
    """
    for name in ("stdout", "stderr"):
        stream = OutStream(name, emit)
        setattr(sys, name, stream)
