"""A kernel without sockets: ipykernel's kernel and shell, whose messages become outputs in the same process.

The fork server creates it once, before importing anything on behalf of notebooks, so that libraries find the kernel
they look for; each child runs one notebook in it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import tempfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session
from traitlets.config import Config

from gongkai.run import streams
from gongkai.run.outputs import Outputs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ipykernel.zmqshell import ZMQInteractiveShell

    OnEvent = Callable[[dict[str, Any]], None]


class Messages(Session):
    """A session that passes messages to a listener instead of sending them."""

    listener: Callable[[str, dict[str, Any]], None] | None = None

    def send(self, _stream: Any, msg_or_type: Any, content: Any = None, *_args: Any, **_kwargs: Any) -> Any:  # type: ignore[override]
        """Pass a message to the listener, as received by a client."""
        if isinstance(msg_or_type, dict):
            kind, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        else:
            kind = msg_or_type
        if self.listener is not None:
            self.listener(kind, json.loads(self.pack(content or {})))
        return msg_or_type


class _Loop:
    """The part of the kernel's event loop that a shell uses: ``exit`` ends the kernel after the cell."""

    ended = False

    def call_later(self, _delay: float, _call: Callable[[], None]) -> None:
        self.ended = True

    def stop(self) -> None:
        self.ended = True


def make(temporary: Path | None = None) -> ZMQInteractiveShell:
    """Create the shell and kernel of this process; history stays in memory, and no user configuration is read.

    Args:
        temporary: Folder of temporary folders; by default the system's.
    """
    config = Config()
    config.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory(prefix="gongkai-", dir=temporary) as folder:
        # The debugger is for interactive front ends; importing it takes as long as importing the kernel.
        debugger = sys.modules.get("debugpy")
        sys.modules["debugpy"] = None  # type: ignore[assignment]
        try:
            kernel = IPythonKernel.instance(
                config=config, session=Messages(key=b"", config=config), iopub_socket=SimpleNamespace(),
                profile_dir=ProfileDir.create_profile_dir(folder, config=config),  # type: ignore[no-untyped-call]
                shell_channel_thread=SimpleNamespace(parent_thread=None), log=logging.getLogger("ipykernel"),
            )  # fmt: skip
        finally:
            del sys.modules["debugpy"]
            if debugger is not None:
                sys.modules["debugpy"] = debugger
        kernel.io_loop = _Loop()  # type: ignore[assignment]
        shell: Any = kernel.shell
        # The application is never initialised: it exists for libraries that check whether and in which kernel they run.
        application = IPKernelApp.instance()
        application.kernel, application.shell = kernel, shell
        shell.extension_manager.load_extension("storemagic")
    return cast("ZMQInteractiveShell", shell)


def run(shell: ZMQInteractiveShell, cells: list[tuple[int, str]], on_event: OnEvent) -> None:
    """Run cells in order until one fails, in this process, which is dedicated to them.

    Args:
        shell: The shell.
        cells: Position and source of each.
        on_event: Called with ``{"start": position}``, ``{"changed": position, "outputs": …}`` for a cell that ran earlier,
            ``{"done": position, "outputs": …, "count": …, "failed": …}``, and ``{"unfit": why}`` if only the plain
            kernel can run the notebook.
    """
    shell.init_environment()  # type: ignore[no-untyped-call]
    sys.argv = [sys.modules["ipykernel"].__path__[0] + "_launcher.py"]
    outputs = Outputs(1 + max((position for position, _ in cells), default=0))
    running, pid = SimpleNamespace(cell=0), os.getpid()

    def listen(kind: str, content: dict[str, Any]) -> None:
        if os.getpid() == pid:
            outputs.take(running.cell, kind, content)

    shell.kernel.session.listener = listen
    streams.take_over(listen)
    asyncio.run(_cells(shell, cells, outputs, running, on_event))


async def _cells(
    shell: ZMQInteractiveShell,
    cells: list[tuple[int, str]],
    outputs: Outputs,
    running: SimpleNamespace,
    on_event: OnEvent,
) -> None:
    """Run cells inside an event loop, as a kernel does, since notebooks can observe it."""
    kernel = shell.kernel
    for position, source in cells:
        if kernel.io_loop.ended:  # an earlier cell called ``exit``: the kernel has ended
            os._exit(0)
        running.cell = position
        on_event({"start": position})
        kernel.set_parent([], kernel.session.msg("execute_request", {"code": source}))
        reply = await kernel.do_execute(source, silent=False, store_history=True, user_expressions={})
        sys.stdout.flush()
        sys.stderr.flush()
        if outputs.needs_frontend:
            on_event({"unfit": outputs.needs_frontend})
            return
        failed = reply["status"] == "error"
        changed = outputs.take_changed()
        shown = changed.pop(position, [])
        if failed and not any(output["output_type"] == "error" for output in shown):
            shown.append({key: reply[key] for key in ("ename", "evalue", "traceback")} | {"output_type": "error"})
        for earlier, anew in changed.items():
            on_event({"changed": earlier, "outputs": anew})
        on_event({"done": position, "outputs": shown, "count": reply["execution_count"], "failed": failed})
        if failed:
            return
