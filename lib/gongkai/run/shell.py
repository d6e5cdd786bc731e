"""An IPython shell that runs a notebook's cells in this process and keeps what they show, as a kernel would send it."""

from __future__ import annotations

import builtins
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
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
        self.ids: dict[str, list[Output]] = {}
        self.clearing = False

    def start(self) -> list[Output]:
        """Begin a cell; returns its list of outputs."""
        self.items, self.clearing = [], False
        return self.items

    def add(self, output: Output) -> None:
        """Keep an output; a pending ``clear_output(wait=True)`` clears first."""
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
            for output in self.ids.get(id_, []):
                output["data"], output["metadata"] = data, metadata
            return
        output = {"output_type": "display_data", "data": data, "metadata": metadata}
        if id_ is not None:
            self.ids.setdefault(id_, []).append(output)
        self.add(output)

    def clear(self, *, wait: bool) -> None:
        """Clear now, or before the next output."""
        if wait:
            self.clearing = True
        else:
            self.items.clear()


OUTPUTS = Outputs()
"""Where everything of this process goes; a forked child has its own."""


class Stream:
    """Stands for ``sys.stdout`` and ``sys.stderr``."""

    encoding, errors = "UTF-8", "replace"

    def __init__(self, name: str) -> None:
        """Write into the outputs under ``name``."""
        self.name = name

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

    def writelines(self, lines: Any) -> None:
        """Keep several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def writable(self) -> bool:
        """It takes text."""
        return True

    def readable(self) -> bool:
        """It gives none."""
        return False


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
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        """Keep a display."""
        id_ = (transient or {}).get("display_id")
        OUTPUTS.display(dict(data), dict(metadata or {}), id_, update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Clear the cell's outputs."""
        OUTPUTS.clear(wait=wait)


class ForkedZMQInteractiveShell(InteractiveShell):
    """A shell without a terminal and without sockets; libraries that look for a notebook's shell find one by its name."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def init_history(self) -> None:
        """No history file."""
        self.config.HistoryManager.enabled = False
        super().init_history()

    def enable_gui(self, gui: Any = None) -> None:
        """No window system, as in a kernel without one."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        """An exception becomes an ``error`` output."""
        OUTPUTS.add({"output_type": "error", "ename": str(etype.__name__), "evalue": str(evalue), "traceback": stb})


def make() -> ForkedZMQInteractiveShell:
    """The shell of this process, with everything that needs one set up before the fork."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.autoindent = False
    shell: ForkedZMQInteractiveShell = ForkedZMQInteractiveShell.instance(config=config)
    shell.kernel = SimpleNamespace(shell=shell)  # pandas asks whether there is one
    return shell


def _no_input(*_: object, **__: object) -> Any:
    msg = "raw_input was called, but this frontend does not support input requests."
    raise RuntimeError(msg)


def run(shell: ForkedZMQInteractiveShell, cells: list[tuple[int, str]], told: Callable[[dict[str, Any]], None]) -> None:
    """Run cells one after the other until one fails.

    Args:
        shell: The shell.
        cells: Position and source of each.
        told: Hears ``{"start": position}`` and ``{"done": position, "outputs": …, "count": …, "failed": …}``.
    """
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")  # type: ignore[assignment]
    builtins.input = _no_input
    for position, source in cells:
        told({"start": position})
        outputs = OUTPUTS.start()
        result = shell.run_cell(source, store_history=True)
        failed = not result.success
        if failed and not any(output["output_type"] == "error" for output in outputs):
            error = result.error_before_exec or result.error_in_exec
            name = type(error).__name__ if error is not None else "Error"
            outputs.append({"output_type": "error", "ename": name, "evalue": str(error), "traceback": []})
        told({"done": position, "outputs": outputs, "count": shell.execution_count - 1, "failed": failed})
        if failed:
            return
