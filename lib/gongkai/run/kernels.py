"""Kernels for people: a process that has imported what notebooks need and forks an ipykernel for each that is asked for.

``python -m gongkai.run.kernels SOCKET`` serves until its standard input is closed. A connection asks for one kernel and
hears its process number, and in the end how it ended. See :mod:`gongkai.run.fork_server` for the notebooks of a build, whose
kernels have no sockets.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gongkai.run import environment, fork_server, seed

_LAST_WORDS = 3
"""Seconds that a kernel may take to end after it was told to."""


def preload() -> None:
    """Import what kernels and notebooks need, and start nothing: no kernel, no ZeroMQ context, no thread.

    Of matplotlib nothing is loaded that decides on a backend, and pandas is shown a kernel, which it asks for when it
    fixes its defaults.
    """
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel does
    import ipykernel.ipkernel
    import ipykernel.kernelapp  # noqa: F401 - loaded, not used

    fork_server.load()
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        import pandas as pd  # noqa: F401 - loaded, not used
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]
    gc.collect()
    gc.freeze()


def serve(path: str) -> None:
    """Accept connections and fork a kernel for each, until standard input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    woken.setblocking(False)
    kernels: dict[int, socket.socket] = {}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(64)  # who comes early waits
        preload()
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            ready, _, _ = select.select([server, sys.stdin, woken], [], [])
            if woken in ready:
                woken.recv(1 << 10)
                _bury(kernels)
            if sys.stdin in ready:
                for pid in kernels:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(pid, signal.SIGKILL)  # with what their cells have started
                shutil.rmtree(Path(path).parent, ignore_errors=True)
                return
            if server in ready:
                connection, _ = server.accept()
                request = fork_server.request_of(connection)
                if request is None or fork_server.threads() > 1:
                    connection.close()
                    continue
                pid = os.fork()
                if pid == 0:
                    for mine in (server, connection, woken, wakes, *kernels.values()):
                        mine.close()
                    _kernel(request)
                kernels[pid] = connection
                _say(connection, {"pid": pid})


def _bury(kernels: dict[int, socket.socket]) -> None:
    """Tell of kernels that have ended."""
    for pid, connection in list(kernels.items()):
        buried, status = os.waitpid(pid, os.WNOHANG)
        if buried:
            _say(connection, {"ended": os.waitstatus_to_exitcode(status)})
            kernels.pop(pid).close()


def _say(connection: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more
        connection.sendall(json.dumps(message).encode() + b"\n")


def _kernel(request: dict[str, Any]) -> None:
    """Be a kernel and leave; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        parent = os.getppid()
        fork_server.die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(2, 1)  # the zygote's own standard output is a pipe to its parent
        os.setsid()
        environment.replace({**request["environment"], "JPY_PARENT_PID": str(parent)})
        os.chdir(request["cwd"])
        seed.seed_random(None)
        code = _run([*request["arguments"], f"--IPKernelApp.parent_handle={parent}"])
    finally:
        os._exit(code)


def _run(arguments: list[str]) -> int:
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [sys.modules["ipykernel"].__path__[0] + "_launcher.py", *arguments]
    code = 0
    try:
        IPKernelApp.launch_instance(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    # Handlers for the end run as in any process; a thread that does not end must not keep the kernel.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_LAST_WORDS)
    import atexit

    atexit._run_exitfuncs()  # noqa: SLF001 - the process leaves by ``os._exit``
    return code


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path not in {"", "/"}]
    serve(sys.argv[1])
