"""An IPython shell that runs a notebook's cells in this process and keeps what they show, as a kernel would send it."""

from __future__ import annotations

import builtins
import io
import os
import sys
import tempfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

Output = dict[str, Any]


class Outputs:
    """The outputs of the running cell, in the order in which they came.

    Streams are joined, displays with an id are updated in place, ``clear_output`` clears: what nbclient makes of a
    kernel's messages.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.items: list[Output] = []
        self.cells: dict[int, list[Output]] = {}
        self.ids: dict[str, list[tuple[int, Output]]] = {}
        self.position = -1
        self.changed: set[int] = set()
        self.clearing = False
        self.pending: Callable[[], None] = lambda: None

    def start(self, position: int) -> list[Output]:
        """Begin a cell; returns its list of outputs."""
        self.items, self.clearing, self.position = [], False, position
        self.cells[position] = self.items
        self.changed.clear()
        return self.items

    def add(self, output: Output) -> None:
        """Keep an output after what programs have written; a pending ``clear_output(wait=True)`` clears first."""
        if output["output_type"] != "stream":
            self.pending()
        if self.clearing:
            self.items.clear()
            self.clearing = False
        self.items.append(output)

    def write(self, name: str, text: str) -> None:
        """Keep a piece of a stream."""
        if not text:
            return
        last = self.items[-1] if self.items and not self.clearing else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def display(self, data: dict[str, Any], metadata: dict[str, Any], id_: str | None, *, update: bool) -> None:
        """Keep a display, or update those that were shown under its id."""
        if update and id_ is not None:
            for position, output in self.ids.get(id_, []):
                output["data"], output["metadata"] = data, metadata
                self.changed.add(position)
            return
        output = {"output_type": "display_data", "data": data, "metadata": metadata}
        if id_ is not None:
            self.ids.setdefault(id_, []).append((self.position, output))
        self.add(output)

    def clear(self, *, wait: bool) -> None:
        """Clear now, or before the next output."""
        if wait:
            self.clearing = True
        else:
            self.items.clear()


OUTPUTS = Outputs()
"""Where everything of this process goes; a forked child has its own."""


class OutStream(io.TextIOBase):
    """Stands for ``sys.stdout`` and ``sys.stderr``, under the name that a kernel's has."""

    encoding, errors = "UTF-8", "replace"

    def __init__(self, name: str, descriptor: int) -> None:
        """Write into the outputs under ``name``; ``descriptor`` is what programs started by a cell write to."""
        self.name, self.descriptor = name, descriptor

    def write(self, text: str) -> int:
        """Keep a text.

        Raises:
            TypeError: It is none.
        """
        if not isinstance(text, str):
            msg = f"write() argument must be str, not {type(text).__name__}"
            raise TypeError(msg)
        OUTPUTS.write(self.name, text)
        return len(text)

    def fileno(self) -> int:
        """The descriptor beside the stream."""
        return self.descriptor

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def writable(self) -> bool:
        """It takes text."""
        return True


class _Descriptors:
    """What programs started by a cell, and libraries in C, write to standard output and error: kept in files."""

    def __init__(self) -> None:
        self.files = {}
        for descriptor, name in ((1, "stdout"), (2, "stderr")):
            self.files[name] = tempfile.TemporaryFile("w+b", buffering=0)  # noqa: SIM115 - open as long as the process
            os.dup2(self.files[name].fileno(), descriptor)

    def take(self) -> None:
        """Move what came since the last time into the outputs."""
        for name, file in self.files.items():
            if size := os.fstat(file.fileno()).st_size:
                file.seek(0)
                OUTPUTS.write(name, file.read(size).decode("utf-8", "replace"))
                file.seek(0)
                file.truncate()


class _Hook(DisplayHook):
    """The last value of a cell becomes an ``execute_result``."""

    def write_output_prompt(self) -> None:
        """No prompt."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Keep the value in all its formats."""
        OUTPUTS.add({
            "output_type": "execute_result", "data": format_dict, "metadata": md_dict or {},
            "execution_count": self.prompt_count,
        })  # fmt: skip


class _Publisher(DisplayPublisher):
    """``display()`` and its like."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,  # noqa: ARG002 - as IPython has it
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Keep a display."""
        id_ = (transient or {}).get("display_id")
        OUTPUTS.display(dict(data), dict(metadata or {}), id_, update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Clear the cell's outputs."""
        OUTPUTS.clear(wait=wait)


class _Compiler(CachingCompiler):
    """Names cells as a kernel does, so that warnings and tracebacks can be made plain in the same way."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """A file name that :func:`gongkai.run.notebooks.normalise` knows."""
        del raw_code, transformed_code
        return f"/tmp/ipykernel_0/{number}.py"  # noqa: S108 - a name, no file


class ZMQInteractiveShell(InteractiveShell):
    """A shell without a terminal and without sockets; libraries that look for a notebook's shell find one by its name."""

    compiler_class = Type(_Compiler)
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def init_history(self) -> None:
        """No history file."""
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: Any = None) -> None:
        """No window system, as in a kernel without one."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        """An exception becomes an ``error`` output."""
        OUTPUTS.add({"output_type": "error", "ename": str(etype.__name__), "evalue": str(evalue), "traceback": stb})


def make() -> ZMQInteractiveShell:
    """The shell of this process, with everything that needs one set up before the fork."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.autoindent = False
    shell: ZMQInteractiveShell = ZMQInteractiveShell.instance(config=config)
    shell.kernel = SimpleNamespace(shell=shell)  # type: ignore[attr-defined]  # pandas asks whether there is one
    return shell


def _no_input(*_: object, **__: object) -> Any:
    msg = "raw_input was called, but this frontend does not support input requests."
    raise StdinNotImplementedError(msg)


def run(shell: ZMQInteractiveShell, cells: list[tuple[int, str]], told: Callable[[dict[str, Any]], None]) -> None:
    """Run cells one after the other until one fails.

    Args:
        shell: The shell.
        cells: Position and source of each.
        told: Hears ``{"start": position}`` and ``{"done": position, "outputs": …, "count": …, "failed": …}``.
    """
    sys.stdout, sys.stderr = OutStream("stdout", 1), OutStream("stderr", 2)
    builtins.input = _no_input
    OUTPUTS.pending = _Descriptors().take
    for position, source in cells:
        told({"start": position})
        outputs = OUTPUTS.start(position)
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        OUTPUTS.pending()
        failed = not result.success
        if failed and not any(output["output_type"] == "error" for output in outputs):
            error = result.error_before_exec or result.error_in_exec
            name = type(error).__name__ if error is not None else "Error"
            outputs.append({"output_type": "error", "ename": name, "evalue": str(error), "traceback": []})
        for earlier in sorted(OUTPUTS.changed - {position}):
            told({"changed": earlier, "outputs": OUTPUTS.cells[earlier]})
        told({"done": position, "outputs": outputs, "count": shell.execution_count - 1, "failed": failed})
        if failed:
            return
