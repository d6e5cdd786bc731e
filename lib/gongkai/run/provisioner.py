"""A Jupyter kernel provisioner: ``python3`` kernels forked from a process that has imported everything.

Clients of jupyter_client (JupyterLab, nbclient, papermill) use it for the kernel ``gongkai``, whose kernelspec is
installed with the package, and for ``python3`` if it is the default provisioner, as under ``gongkai lab``: notebooks
need not name another kernel to open in a warm one.

Source: https://jupyter-client.readthedocs.io/en/stable/provisioning.html
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from gongkai.run.fork_client import Lost, Unavailable
from gongkai.run.servers import Servers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.run.fork_client import Child

NAME = "gongkai-provisioner"
"""Name of the entry point."""

_SERVERS = Servers("kernel")
_KERNELS: list[Forked] = []
"""Kernels that have not ended, as far as known."""

stop = _SERVERS.stop
"""End all fork servers of this process, with their kernels."""


def options() -> list[str]:
    """Options of a Jupyter server that make it fork ``python3`` kernels; empty if this package is not installed."""
    if not entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        return []
    return [f"--KernelProvisionerFactory.default_provisioner_name={NAME}"]


class Forked:
    """A forked kernel with the interface of :class:`subprocess.Popen`.

    Attributes:
        pid: Its process id, also that of its group.
    """

    stdin = stdout = stderr = None

    def __init__(self, child: Child) -> None:
        """Take ownership of a child, which reports only its end."""
        self.pid = child.pid
        self._child = child

    @property
    def returncode(self) -> int | None:
        """Its exit code, negative for a signal; ``None`` until it is known to have ended."""
        return self._child.returncode

    def poll(self) -> int | None:
        """Its exit code; ``None`` while it is running."""
        if self.returncode is None and self._child.connection.poll():
            with contextlib.suppress(Lost):
                self._child.receive()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Args:
            timeout: Seconds.

        Raises:
            subprocess.TimeoutExpired: It is still running.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("ipykernel", timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is running."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def fork(arguments: Sequence[str], cwd: str, variables: Mapping[str, str]) -> Forked:
    """Fork a kernel.

    Args:
        arguments: What follows ``python -m ipykernel_launcher``.
        cwd: Folder in which it runs.
        variables: Its environment.

    Raises:
        Unavailable: There is no fork server, or it must not fork.
    """
    _KERNELS[:] = [kernel for kernel in _KERNELS if kernel.poll() is None]  # a server without kernels may be replaced
    server = _SERVERS.current(variables)
    _KERNELS.append(Forked(server.fork({"arguments": list(arguments), "cwd": cwd, "environment": dict(variables)})))
    return _KERNELS[-1]


class WarmProvisioner(LocalProvisioner):
    """Forks kernels of this interpreter; starts others, or all if forking is unavailable, as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel; returns its connection."""
        arguments = _forkable(cmd, kwargs)
        if arguments is not None:
            cwd, variables = str(kwargs.get("cwd") or Path.cwd()), kwargs.get("env") or dict(os.environ)
            try:
                forked = await asyncio.to_thread(fork, arguments, cwd, variables)
            except Unavailable as error:
                self.log.warning("没有预热的内核（%s），改用普通内核。", error)
            else:
                self.process = forked  # type: ignore[assignment]  # what is used of a Popen, it has
                self.pid = self.pgid = forked.pid
                self.cwd = cwd
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)


def _forkable(cmd: Sequence[str], kwargs: Mapping[str, Any]) -> list[str] | None:
    """The arguments of a kernel that can be forked, else ``None``.

    A kernel cannot be forked if it uses another interpreter or program, must outlive this process, or has its
    output redirected.
    """
    if len(cmd) < 3 or cmd[0] != sys.executable:
        return None
    rest = [word for word in cmd[1:] if word != "-Xfrozen_modules=off"]
    special = any(kwargs.get(name) for name in ("independent", "stdin", "stdout", "stderr", "preexec_fn"))
    return rest[2:] if rest[:2] == ["-m", "ipykernel_launcher"] and not special else None
