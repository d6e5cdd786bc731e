"""The zygote: a process that has imported what notebooks need and forks a fresh, isolated child for each notebook.

``python -m gongkai.run.fork_server SOCKET`` serves until its standard input is closed. A child belongs to one connection:
it reads one request, runs the notebook's cells and tells what they show, a JSON line each.
"""

from __future__ import annotations

import base64
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
from typing import Any

from gongkai.run import environment, warmup

_CHILDREN: set[int] = set()
"""Children that have not ended."""

_PATIENCE = 10
"""Seconds that a caller has to say what it wants."""


def preload() -> Any:
    """Import what notebooks need; returns the shell.

    The shell comes first, so that pandas finds it when it fixes its defaults. Of matplotlib nothing is loaded that
    decides on a backend: that happens in the child, or its charts would vanish.
    """
    from gongkai.run import shell

    made = shell.make()
    with made.builtin_trap:  # pandas asks for ``get_ipython`` when it fixes its defaults
        load()
    if made.display_formatter is not None:
        made.display_formatter.format(1)  # type: ignore[no-untyped-call]  # makes its formatters
    gc.collect()
    gc.freeze()
    return made


def load() -> None:
    """Import what notebooks need; starts nothing."""
    import bdb  # noqa: F401 - loaded, not used
    import ctypes  # noqa: F401 - loaded, not used
    import encodings.utf_8_sig  # noqa: F401 - loaded, not used

    import IPython.core.logger  # noqa: F401 - loaded, not used
    import matplotlib as mpl
    import matplotlib.pyplot  # noqa: ICN001 - loaded, not used
    import numpy.random  # noqa: F401 - loaded, not used
    from matplotlib.backends import backend_agg, backend_svg  # noqa: F401 - loaded, not used

    from gongkai import (
        forms,
        rules,  # noqa: F401 - loaded, not used
    )
    from gongkai.document import display, fonts, html  # noqa: F401 - loaded, not used
    from gongkai.sections import (  # noqa: F401 - loaded, not used
        charts,
        disclosure,
        disputes,
        other,
        overview,
        preface,
        problems,
        requests,
        review,
    )

    forms.editions()  # read once, not in every child
    display.read(fonts.font_set("bundled").files)
    assert mpl.rcParams is not None


def preload_pandas(made: Any, sources: list[str]) -> None:
    """Import what is dear and only some notebooks use, once one comes that does."""
    if "pandas" not in sys.modules and any("pandas" in source for source in sources):
        with made.builtin_trap, contextlib.suppress(ImportError):
            import pandas as pd  # noqa: F401 - loaded, not used
        gc.freeze()


def threads() -> int:
    """Number of threads of this process, as the system counts them; 1 where it does not say."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        import threading

        return threading.active_count()


def serve(path: str) -> None:
    """Accept connections and fork a child for each, until standard input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(64)  # who comes early waits
        made = preload()
        signal.signal(signal.SIGCHLD, _reap)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            ready, _, _ = select.select([server, sys.stdin], [], [])
            if sys.stdin in ready:
                for pid in list(_CHILDREN):
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(pid, signal.SIGKILL)  # with what their cells have started
                shutil.rmtree(Path(path).parent, ignore_errors=True)
                return
            connection, _ = server.accept()
            if (request := request_of(connection)) is not None:
                preload_pandas(made, [source for _, source in request["cells"]])
                _prepare(made, request)
                if threads() > 1:
                    with contextlib.suppress(OSError):
                        connection.sendall(b'{"refused": "threads"}\n')
                else:
                    pid = os.fork()
                    if pid == 0:
                        server.close()
                        _child(connection, made, request)
                    _CHILDREN.add(pid)
            connection.close()


def _reap(*_: object) -> None:
    """Bury children that have ended; their processor time counts as ours."""
    with contextlib.suppress(ChildProcessError):
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            _CHILDREN.discard(pid)


def request_of(connection: socket.socket) -> dict[str, Any] | None:
    """The request of a connection; ``None`` where none came."""
    connection.settimeout(_PATIENCE)
    data = bytearray()
    try:
        while not data.endswith(b"\n"):
            piece = connection.recv(1 << 20)
            if not piece:
                return None
            data += piece
    except OSError:
        return None
    connection.settimeout(None)
    request: dict[str, Any] = json.loads(data)
    return request


_REHEARSED: list[bool] = []
"""Holds something once the rehearsal was tried."""


def _prepare(made: Any, request: dict[str, Any]) -> None:
    """Read what a notebook is going to read, and the first time go through what notebooks do."""
    reads = request["reads"]
    if reads.get("agency") is None:
        return
    with contextlib.suppress(Exception):  # what is wrong with the inputs is for the notebook to say
        _read(**reads)
        if not _REHEARSED:
            _REHEARSED.append(True)  # also where it fails: once is enough
            warmup.run(made, reads["params"], reads["agency"], reads["year"])
            gc.freeze()


def _read(params: str | None, agency: str, year: int, parsed: str | None = None) -> None:
    """Parse the returns of an organ up to a year, where the caller has not; the package keeps them by their bytes.

    They are parsed here, once for the same bytes, rather than in the child of every section.
    """
    from gongkai.returns import Params
    from gongkai.returns.parsed import FEW, PARSED

    PARSED.limit = FEW
    if parsed is not None:
        PARSED.take(base64.b64decode(parsed))
    inputs = Params(params)
    for known in inputs.years(agency):
        if known <= year:
            inputs.load(agency, known)
    inputs.previous(agency, year)


def _child(connection: socket.socket, made: Any, request: dict[str, Any]) -> None:
    """Run one notebook and leave; never returns."""
    code = 1
    try:
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        os.setsid()  # so that what a cell starts ends with it
        file = connection.makefile("rwb")

        def on_event(message: dict[str, Any]) -> None:
            file.write(json.dumps(message, ensure_ascii=False, default=str).encode() + b"\n")
            file.flush()

        on_event({"pid": os.getpid()})
        environment.replace(request["environment"])
        os.chdir(request["cwd"])
        _as_a_kernel()
        from gongkai.run import seed, shell

        seed.at_first_cell(made, request["seed"])

        shell.run(made, [(int(n), source) for n, source in request["cells"]], on_event)
        on_event({"end": True})
        code = 0
    finally:
        # No clean-up of the parent's: buffers, temporary folders and exit handlers are not ours.
        os._exit(code)


def _as_a_kernel() -> None:
    """What a fresh kernel starts with: the folder at hand behind the standard library."""
    if "" not in sys.path:
        places = [n for n, path in enumerate(sys.path) if Path(path).name in {"site-packages", "dist-packages"}]
        sys.path.insert(places[0] if places else len(sys.path), "")


def die_with_parent() -> None:
    """Ask Linux to end this child when the zygote ends."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path not in {"", "/"}]
    serve(str(Path(sys.argv[1])))
