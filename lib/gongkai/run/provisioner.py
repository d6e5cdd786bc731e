"""A kernel provisioner of Jupyter: ``python3`` kernels forked from a process that has imported everything.

Whoever starts kernels by jupyter_client (JupyterLab, nbclient, papermill) takes it for the kernel ``gongkai``, whose
kernelspec is installed with the package and names it, and for ``python3`` where it is the default provisioner, as
``gongkai lab`` makes it: notebooks need not name another kernel to be opened in a warm one.

Source: https://jupyter-client.readthedocs.io/en/stable/provisioning.html
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from gongkai.run import fork_client

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping, Sequence

NAME = "gongkai-provisioner"
"""Name of the entry point."""


def options() -> list[str]:
    """Options of a Jupyter server whose ``python3`` kernels are to be forked; none where this package is not installed."""
    if not entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        return []
    return [f"--KernelProvisionerFactory.default_provisioner_name={NAME}"]


class Forked:
    """A kernel that a zygote has forked, as :class:`subprocess.Popen` shows processes.

    Attributes:
        pid: Its process number, also that of its group.
        returncode: How it ended, negative for a signal; ``None`` while it runs.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        """Know a kernel by the connection that tells of its end."""
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """How it ended; ``None`` while it runs."""
        if self.returncode is None and select.select([self._connection], [], [], 0)[0]:
            message = _line(self._connection)
            # Without a word the zygote has ended, and its kernels with it.
            self.returncode = message["ended"] if message else -signal.SIGKILL
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: It runs still.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("ipykernel", timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class _Zygote(fork_client.Zygote):
    """A zygote and the kernels that it has forked."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__("gongkai.run.kernels", environment)
        self.kernels: list[Forked] = []

    @property
    def busy(self) -> bool:
        return any(kernel.poll() is None for kernel in self.kernels)


_LOCK = threading.Lock()
_ZYGOTES: list[_Zygote] = []


def _zygote(environment: Mapping[str, str]) -> _Zygote:
    """The zygote for an environment, as the package is now; those that went out of date end with their last kernel."""
    stamp = fork_client.lib_stamp(environment)
    for old in list(_ZYGOTES):
        alive = old.process.poll() is None
        if alive and old.stamp == stamp:
            return old
        if not alive or not old.busy:
            old.close()
            _ZYGOTES.remove(old)
    _ZYGOTES.append(_Zygote(environment))
    return _ZYGOTES[-1]


@atexit.register
def stop() -> None:
    """End all zygotes of this process, with their kernels."""
    with _LOCK:
        fork_client.end(_ZYGOTES)


def fork(arguments: Sequence[str], cwd: str, environment: Mapping[str, str]) -> Forked:
    """Fork a kernel.

    Args:
        arguments: What follows ``python -m ipykernel_launcher``.
        cwd: Folder in which it runs.
        environment: Its environment variables.

    Raises:
        Unavailable: There is no zygote here, or it must not fork.
    """
    with _LOCK:
        zygote = _zygote(environment)
        connection = zygote.connect()
        request = {"arguments": list(arguments), "cwd": cwd, "environment": dict(environment)}
        try:
            connection.sendall(json.dumps(request).encode() + b"\n")
            message = _line(connection)
        except OSError:
            message = None
        if message is None:
            connection.close()
            msg = "the zygote gave no kernel"
            raise fork_client.Unavailable(msg)
        zygote.kernels = [kernel for kernel in zygote.kernels if kernel.poll() is None]
        zygote.kernels.append(Forked(connection, message["pid"]))
        return zygote.kernels[-1]


def _line(connection: socket.socket) -> dict[str, Any] | None:
    """The next message; ``None`` when the other side is gone."""
    data = bytearray()
    try:
        while not data.endswith(b"\n"):
            piece = connection.recv(1)  # not a byte of the next one
            if not piece:
                return None
            data += piece
    except OSError:
        return None
    message: dict[str, Any] = json.loads(data)
    return message


class WarmProvisioner(LocalProvisioner):
    """Forks the kernels of this interpreter; starts all others, and where it cannot fork, as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel; returns its connection."""
        arguments = _ours(cmd, kwargs)
        if arguments is not None:
            cwd, environment = str(kwargs.get("cwd") or Path.cwd()), kwargs.get("env") or dict(os.environ)
            try:
                forked = await asyncio.to_thread(fork, arguments, cwd, environment)
            except fork_client.Unavailable as error:
                self.log.warning("没有预热的内核（%s），改用普通内核。", error)
            else:
                self.process = forked  # type: ignore[assignment]  # in all that is asked of it a Popen
                self.pid = self.pgid = forked.pid
                self.cwd = cwd
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)


def _ours(cmd: Sequence[str], kwargs: Mapping[str, Any]) -> list[str] | None:
    """The arguments of a kernel that a fork can stand for; ``None`` where it cannot.

    It cannot for another interpreter or program, for a kernel that is to outlive this process, and for one whose output
    goes elsewhere.
    """
    if len(cmd) < 3 or cmd[0] != sys.executable:
        return None
    rest = [word for word in cmd[1:] if word != "-Xfrozen_modules=off"]
    special = any(kwargs.get(name) for name in ("independent", "stdin", "stdout", "stderr", "preexec_fn"))
    return rest[2:] if rest[:2] == ["-m", "ipykernel_launcher"] and not special else None
