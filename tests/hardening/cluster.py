"""``python -m tests.hardening.cluster``: builds a jurisdiction on a cluster of Dask and kills its parts meanwhile.

One organ and year each is a report. When a quarter is there a worker is killed; at a half the scheduler and all workers, which others
replace at the same address; at three quarters the same, but nothing replaces them: the call fails. A second call on another cluster must
build what is missing, and that alone. At the end some reports are built on this machine and must have the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.pipeline import manifest
from tests.hardening.kills.project import outputs

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = 2024
_HOST = "127.0.0.1"
_LOOK = 2
"""Seconds between two looks at what is there."""


class Cluster:
    """A scheduler and its workers on this machine, in folders of their own."""

    def __init__(self, root: Path, port: int, workers: int) -> None:
        """Start a scheduler at a port, and workers of one thread each."""
        self._root = root
        address = f"tcp://{_HOST}:{port}"
        self.scheduler = self._start("scheduler", "--host", _HOST, "--port", str(port))
        self.workers = [
            self._start("worker", address, "--host", _HOST, "--nthreads", "1", "--no-nanny") for _ in range(workers)
        ]

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        folder = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=self._root))
        with (folder / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, "--no-dashboard"],
                cwd=folder, env={**os.environ, "TMPDIR": str(folder)}, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, *processes: subprocess.Popen[bytes]) -> None:
        """Kill processes, all by default."""
        for process in processes or (self.scheduler, *self.workers):
            process.send_signal(signal.SIGKILL)
            process.wait()


@contextmanager
def _cluster(root: Path, port: int, workers: int) -> Iterator[Cluster]:
    made = Cluster(root, port, workers)
    try:
        yield made
    finally:
        made.kill()


def _gongkai(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with (root / "said").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai", "--project", str(root / "demo"), *arguments],
            env={**os.environ, "PYTHONIOENCODING": "utf-8"}, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip


def _made(root: Path) -> set[str]:
    """Organs whose report is there."""
    return {path.parent.name for path in (root / "demo" / "outputs" / str(_YEAR)).glob(f"*/{manifest.NAME}")}


def _wait(root: Path, running: subprocess.Popen[bytes], count: int) -> None:
    """Wait until so many reports are there.

    Raises:
        RuntimeError: The call ended before.
    """
    while len(_made(root)) < count:
        if running.poll() is not None:
            print((root / "said").read_text("utf-8")[-4000:])
            msg = f"the call ended with {running.returncode} before {count} reports were there"
            raise RuntimeError(msg)
        time.sleep(_LOOK)


def _memory(process: subprocess.Popen[bytes]) -> int:
    """The most memory a process has taken, in MB."""
    text = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmHWM:"))) // 1000


def _statuses(file: Path) -> dict[str, str]:
    return {each["agency"]: each["status"] for each in json.loads(file.read_text("utf-8"))}


def _problems(root: Path, organs: list[str], sample: int) -> list[str]:
    """What is wrong with the reports: one is missing or not whole, or one of a sample not what this machine makes."""
    there = root / "demo" / "outputs" / str(_YEAR)
    found = []
    for organ in organs:
        made = manifest.read(there / organ)
        if made is None or manifest.damaged(there / organ, made):
            found.append(f"{organ}: missing or not whole")
    found += [f"left: {path.name}" for path in there.iterdir() if path.name not in organs]
    drawn = random.Random(0).sample(organs, min(sample, len(organs)))
    here = root / "here"
    _gongkai(root, "build", *drawn, "--year", str(_YEAR), "--out", str(here)).wait()
    found += [
        f"{organ}: not what this machine makes"
        for organ in drawn
        if not (here / str(_YEAR) / organ).is_dir() or outputs(here / str(_YEAR) / organ) != outputs(there / organ)
    ]
    return found


def main() -> int:
    """Build, kill, look; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hardening.cluster", description=__doc__)
    parser.add_argument("--organs", type=int, default=2000, help="Organs, one report each.  [default: 2000]")
    parser.add_argument("--workers", type=int, default=4, help="Workers of the cluster.  [default: 4]")
    parser.add_argument("--sample", type=int, default=20, help="Reports compared with this machine's.  [default: 20]")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-harden-") as folder, ExitStack() as stack:
        root = Path(folder)
        demo = ["demo", "--organs", str(given.organs), "--years", f"{_YEAR}-{_YEAR}", "--out", str(root / "demo")]
        if _gongkai(root, *demo).wait():
            print((root / "said").read_text("utf-8"))
            return 1
        with socket.create_server((_HOST, 0)) as probe:
            port = probe.getsockname()[1]
        organs = sorted(path.parent.name for path in (root / "demo" / "params").glob(f"*/{_YEAR}.yaml"))
        build = ["build", "--all", "--year", str(_YEAR), "--log", "--scheduler", f"tcp://{_HOST}:{port}", "--json"]
        start = time.monotonic()

        def tell(what: str) -> None:
            print(f"{time.monotonic() - start:6.0f} s, {len(_made(root))} of {len(organs)} reports: {what}", flush=True)

        first = stack.enter_context(_cluster(root, port, given.workers))
        running = _gongkai(root, *build, str(root / "first.json"))
        stack.callback(running.kill)
        _wait(root, running, len(organs) // 4)
        first.kill(first.workers[0])
        tell(f"a worker is killed; client {_memory(running)} MB, scheduler {_memory(first.scheduler)} MB")
        _wait(root, running, len(organs) // 2)
        tell(f"scheduler and workers are killed; client {_memory(running)} MB, scheduler {_memory(first.scheduler)} MB")
        first.kill()
        with _cluster(root, port, given.workers):
            tell("others start in their place")
            _wait(root, running, len(organs) * 3 // 4)
            tell("scheduler and workers are killed for good")
        before = _made(root)
        code = running.wait()
        tell(f"the call ends with {code}")
        with _cluster(root, port, given.workers):
            again = _gongkai(root, *build, str(root / "again.json")).wait()
        tell(f"the second call ends with {again}")
        statuses = _statuses(root / "again.json")
        problems = [] if code and not again else [f"exit codes {code} and {again}, not 1 and 0"]
        problems += [f"{organ}: built twice" for organ in sorted(before) if statuses.get(organ) != "skipped"]
        problems += _problems(root, organs, given.sample)
        tell(
            "; ".join(problems)
            or "all reports are there and whole, none was built again by the second call, no byte differs"
        )
        if problems:
            print((root / "said").read_text("utf-8")[-4000:])
        return int(bool(problems))


if __name__ == "__main__":
    raise SystemExit(main())
