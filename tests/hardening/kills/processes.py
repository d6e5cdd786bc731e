"""The processes of a build: found by a variable in their environment, whoever their parents are now (Linux)."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from tests.hardening.kills.project import TOKEN
from tests.waiting import PATIENCE

WORKER, STARTER, SERVER, KERNEL = "worker", "starter of workers", "fork server", "kernel"
"""Parts of a build: a worker of the pool, the process that starts them, the fork server, a child of it that runs a notebook."""


@dataclass(frozen=True)
class Process:
    """A process; ``command`` is its command line."""

    pid: int
    parent: int
    command: str


def of(token: str) -> list[Process]:
    """The processes of a build that live, without zombies."""
    wanted = f"{TOKEN}={token}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if wanted not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has ended
            continue
        if state not in "ZX":
            found.append(Process(int(folder.name), int(parent), command))
    return found


def parts(token: str, kind: str) -> list[Process]:
    """The processes of a build that are one of its parts."""
    found = of(token)
    servers = {each.pid for each in found if "gongkai.run.fork_server" in each.command}
    pools = {each.pid for each in found if "multiprocessing.forkserver" in each.command}
    own = [each for each in found if each.parent in servers]
    if kind == SERVER:
        return [each for each in found if each.pid in servers and each.parent not in servers]
    if kind == KERNEL:
        return own
    if kind == STARTER:
        return [each for each in found if each.pid in pools and each.parent not in pools]
    return [each for each in found if each.parent in pools and each.pid in pools]


def outlived(token: str, patience: float = PATIENCE) -> float:
    """Seconds until no process of a build lives any more; infinite if one still does after ``patience``."""
    start = time.monotonic()
    while of(token):
        if time.monotonic() - start > patience:
            return float("inf")
        time.sleep(0.02)
    return time.monotonic() - start


def kill(process: Process, number: int) -> bool:
    """Send a signal to a process; whether it was still there."""
    try:
        os.kill(process.pid, number)
    except ProcessLookupError:
        return False
    return True
