"""Children of a fork server that become an interactive ipykernel."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from gongkai import seed
from gongkai.run import notebooks
from gongkai.run.preload import freeze, preload_libraries, preload_pandas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection

_SHUTDOWN_TIMEOUT = 3
"""Seconds that a kernel may take to exit when asked to."""


class KernelChild:
    """Handles requests for a kernel; ``arguments`` of a request are those of ``ipykernel_launcher``."""

    def __init__(self) -> None:
        """Import what kernels and notebooks need without starting anything: no kernel, ZeroMQ context or thread."""
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel does
        import ipykernel.ipkernel
        import ipykernel.kernelapp

        # JupyterLab would mark a built notebook as changed once its kernel says anything else.
        ipykernel.ipkernel.IPythonKernel.language_info = notebooks.LANGUAGE
        preload_libraries()
        preload_pandas()
        freeze()

    def prepare(self, request: Mapping[str, Any]) -> None:
        """Do nothing: what a kernel will need is unknown."""

    def run(self, request: Mapping[str, Any], connection: Connection) -> int:
        """Run a kernel in this process; returns its exit code. Sends no messages: the server reports how it ended."""
        connection.close()
        server = os.getppid()
        os.environ["JPY_PARENT_PID"] = str(server)
        seed.seed_random(None)
        return _launch([*request["arguments"], f"--IPKernelApp.parent_handle={server}"])


def _launch(arguments: Sequence[str]) -> int:
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [sys.modules["ipykernel"].__path__[0] + "_launcher.py", *arguments]
    code = 0
    try:
        IPKernelApp.launch_instance(list(arguments))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    # Exit handlers run as in any process; a thread that does not end must not keep the kernel alive.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_SHUTDOWN_TIMEOUT)
    import atexit

    atexit._run_exitfuncs()  # noqa: SLF001 - the process leaves by ``os._exit``
    return code
