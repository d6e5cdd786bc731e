"""Builds on many machines: a Dask ``distributed`` cluster whose workers share no file system with the client."""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import tempfile
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai import files
from gongkai.pipeline import manifest as proof
from gongkai.pipeline import pool, staleness, trust
from gongkai.pipeline.inputs import lock_digest, sha256, use_lock
from gongkai.pipeline.job import Options, Result, Task
from gongkai.pipeline.report import build
from gongkai.returns import InputError, Params, review_file
from gongkai.returns.parse_cache import CACHE, FEW
from gongkai.run import notebooks, overrides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from distributed import Client

PATIENCE = 20
"""Seconds that a scheduler may take to answer."""

RETRIES = 2
"""Number of retries of a report whose worker was lost."""

AHEAD = 3
"""Reports that are sent for each thread of the workers before one is returned: inputs and results of all at once would not fit
in memory, and nothing would be written before the last was sent."""

RECONNECTS = 2
"""How many times another scheduler at the same address is waited for after one was lost."""

_LOGGERS = ("distributed", "distributed.client", "tornado.application")
"""Those that Dask gives handlers of their own, which write to the terminal."""

Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class RemoteTask:
    """Everything a worker needs for one report; each call carries a unique token, so that Dask merges none.

    Of the lock file only the hash is sent, for the manifest.
    """

    agency: str
    year: int
    inputs: Files
    notebooks: Files
    lock: str
    options: Options
    token: str


@dataclass(frozen=True)
class RemoteResult:
    """What a worker returns: the result and the files with their hashes."""

    result: Result
    files: Files
    hashes: tuple[tuple[str, str], ...]


def run(
    reports: Sequence[tuple[str, int]],
    params: Params,
    out: Path,
    options: Options,
    address: str,
    *,
    fail_fast: bool = False,
    done: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Build reports on a cluster.

    If the scheduler is lost, its successor at the same address is waited for, and gets the reports that were not returned.

    Args:
        reports: Agency and year of each report.
        params: Inputs; sent to the workers.
        out: Folder of outputs on this machine.
        options: How to build.
        address: The scheduler, ``tcp://…`` or ``tls://…``; certificates are named by Dask's own settings. Who reaches a
            scheduler can run code on it and its workers.
        fail_fast: Start no further reports after a failure.
        done: Called with each result as it arrives.

    Raises:
        InputError: ``distributed`` is not installed, the scheduler does not answer, there is no certificate for it, or it is on
            another machine and the connection would not be encrypted.
    """
    if find_spec("distributed") is None:
        msg = '在集群上运行需要Dask；请运行 pip install "gongkai[cluster]"。'
        raise InputError(msg)
    from distributed import Client

    _refuse_clear_text(address)
    found: dict[tuple[str, int], Result] = {}
    lost, tasks = False, []
    for agency, year in reports:
        current = staleness.current(params, agency, year, out, options)
        if current is None:
            tasks.append(Task(params.root, out, agency, year, options, params.successions))
        else:
            found[agency, year] = current
            done(current)
    security = _security(address)
    for _ in range(1 + RECONNECTS):
        with _quiet():
            try:
                client = Client(address, timeout=PATIENCE, set_as_default=False, security=security)  # type: ignore[no-untyped-call]
            except (OSError, TimeoutError, ValueError, RuntimeError) as error:
                if lost:
                    break
                msg = (
                    f"连不上调度器{address}（地址不对，或{PATIENCE}秒内没有应答）；"
                    "请检查，或不用 --scheduler 在本机运行。"
                )
                raise InputError(msg) from error
            try:
                _send(client, tasks, found, done, fail_fast=fail_fast)
            finally:
                _close(client)
        tasks = [task for task in tasks if (task.agency, task.year) not in found]
        lost = bool(tasks) and not (fail_fast and any(result.status == "failed" for result in found.values()))
        if not lost:
            break
    for task in tasks if lost else ():
        message = f"{task.agency} {task.year}年：与调度器{address}的连接断了，报告没有交回；上一次的成品没有动。请等调度器恢复后再运行一次，已交回的不会重做。"
        found[task.agency, task.year] = Result(task.agency, task.year, "failed", message)
        done(found[task.agency, task.year])
    return [found[report] for report in reports if report in found]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs about a lost connection, with tracebacks, from the terminal: the results say it in a sentence."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _close(client: Client) -> None:
    """Close a client.

    If it was just reconnecting, to a scheduler that took a lost one's place, its own task of doing so fails with whatever it
    was at (``RuntimeError``, ``OSError``, ``AttributeError``…), and closing raises that. Nothing is asked of it any more.
    """
    with suppress(Exception):
        client.close()  # type: ignore[no-untyped-call]


def _send(
    client: Client,
    tasks: Sequence[Task],
    found: dict[tuple[str, int], Result],
    done: Callable[[Result], None],
    *,
    fail_fast: bool,
) -> None:
    """Send reports to the workers, a few ahead, and gather their results, until the scheduler is lost."""
    from distributed.client import ClosedClientError

    link = client.scheduler_comm

    def is_lost() -> bool:
        return client.scheduler_comm is not link or client.status != "running"

    # Not as a context, which would wait for ever for what a lost scheduler was given.
    executor = client.get_executor(pure=False, retries=RETRIES)  # type: ignore[no-untyped-call]
    sent: dict[Future[RemoteResult], Task] = {}
    waiting = iter(tasks)

    def more() -> None:
        threads = 0
        with suppress(Exception):  # OSError, RuntimeError, AttributeError: all mean that the scheduler is being lost
            threads = 0 if is_lost() else max(1, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]
        for task in islice(waiting, max(0, AHEAD * threads - len(sent))):
            packed = pack(task)
            with suppress(ClosedClientError):
                sent[executor.submit(build_remotely, packed)] = task

    pool.collect(sent, _take, found, done, fail_fast=fail_fast, lost=is_lost, more=more)


def _security(address: str) -> Any:
    """Dask's own settings of certificates (``distributed.comm.tls``).

    Raises:
        InputError: They cannot be used, or the address needs a certificate that they do not name.
    """
    from distributed.security import Security

    try:
        security = Security()  # type: ignore[no-untyped-call]
        is_certified = security.get_connection_args("client")["ssl_context"] is not None  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        msg = f"Dask的证书设置（distributed.comm.tls）不能用：{error}；请检查所写的文件。"
        raise InputError(msg) from error
    if address.startswith("tls://") and not is_certified:
        msg = (
            f"调度器{address}要求加密连接，但没有找到证书的设置；请按docs/how-to/build-on-a-cluster.md设置Dask的"
            "distributed.comm.tls（ca-file和client的cert、key）后重试。"
        )
        raise InputError(msg)
    return security


_UNENCRYPTED = re.compile(r"(?:(?:tcp|ws)://)?(\[[^\]]+\]|[^:/\[\]]+)(?::\d+)?/?", re.IGNORECASE)
"""Addresses of schedulers that are reached without encryption, with the host; the other protocols of Dask encrypt, or stay
within this machine."""


def _refuse_clear_text(address: str) -> None:
    """Refuse to send reports to another machine in clear text, unless Dask's settings say that this is wanted.

    Raises:
        InputError: The scheduler is on another machine, reached without TLS, and ``distributed.comm.require-encryption`` is
            not set to ``false``.
    """
    import dask

    found = _UNENCRYPTED.fullmatch(address)
    is_allowed = dask.config.get("distributed.comm.require-encryption", None) is False
    if found is None or is_allowed or _is_this_machine(found[1].strip("[]")):
        return
    msg = (
        f"调度器{address}在别的机器上，连接没有加密：报告会以明文传送，连得上它的人都能在上面运行程序。请让调度器用TLS并写成"
        "tls://…（见docs/how-to/build-on-a-cluster.md）；网络确实只有自己人能进的，把Dask的设置"
        "distributed.comm.require-encryption写成false后重试。"
    )
    raise InputError(msg)


def _is_this_machine(host: str) -> bool:
    """Whether a host is reached without leaving this machine; a name is, if all its addresses are."""
    try:
        found = {str(where[0]) for *_, where in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):  # no such host: connecting says so
        return True
    return all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in found)


def _take(future: Future[RemoteResult], task: Task) -> Result:
    try:
        return receive(future.result(), task)
    except Exception as error:  # noqa: BLE001 - a lost worker must not lose the other reports
        message = (
            f"{task.agency} {task.year}年：集群没有交回报告（{type(error).__name__}：{error}）；上一次的成品没有动。"
        )
        return Result(task.agency, task.year, "failed", message)


def pack(task: Task) -> RemoteTask:
    """Pack the inputs of a report."""
    params = Params(task.params, task.successions)
    root = params.root
    paths = set(params.files(task.agency, task.year))
    record = review_file.path(params.folder(task.agency), task.year)
    paths |= {record} if record.is_file() else set()
    fonts = root / "fonts"
    if fonts.is_dir():
        paths |= {path for path in fonts.rglob("*") if path.is_file()}
    inputs = tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in sorted(paths))
    where = notebooks.folder()
    books = [where / f"{stem}.ipynb" for stem in notebooks.stems(where)]
    books += overrides.own(where, task.agency).values()
    sources = tuple((path.relative_to(where).as_posix(), path.read_bytes()) for path in books)
    return RemoteTask(task.agency, task.year, inputs, sources, lock_digest(), task.options, uuid.uuid4().hex)


@lru_cache(maxsize=8)
def _unpacked(contents: Files) -> tuple[Path, tempfile.TemporaryDirectory[str]]:
    """The notebooks of a task on this worker's disk, unpacked once for all tasks with the same notebooks."""
    folder = tempfile.TemporaryDirectory(prefix="gongkai-")
    _write(Path(folder.name), contents)
    return Path(folder.name), folder


def _write(folder: Path, contents: Files) -> None:
    for name, data in contents:
        files.write(folder / name, data, durable=False)


def build_remotely(given: RemoteTask) -> RemoteResult:
    """Build one report on a worker, in a private folder."""
    CACHE.limit = FEW
    where, _ = _unpacked(given.notebooks)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as private, notebooks.use(where), use_lock(given.lock):
        root, out = Path(private, "params"), Path(private, "outputs")
        _write(root, given.inputs)
        options = replace(given.options, force=True, parallel=1, trust=False)
        result = build(Params(root), given.agency, given.year, out, options)
        contents: list[tuple[str, bytes]] = []
        if result.status == "done":
            folder = options.folder(out, given.agency, given.year)
            contents = [
                (p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()
            ]
        return RemoteResult(result, tuple(contents), tuple((name, sha256(data)) for name, data in contents))


def receive(made: RemoteResult, task: Task) -> Result:
    """Put the files of a report in place if each matches the worker's hashes and the manifest.

    Raises:
        ValueError: A file arrived changed or is missing; the last good output stays.
    """
    if made.result.status != "done":
        return made.result
    wrong = [name for (name, data), (_, digest) in zip(made.files, made.hashes, strict=True) if sha256(data) != digest]
    if wrong:
        msg = f"传回的文件与校验值不符：{'、'.join(wrong)}"
        raise ValueError(msg)
    folder = task.options.folder(task.out, task.agency, task.year)
    with files.lock(folder, PATIENCE), files.replaced(folder) as staged:
        _write(staged, made.files)
        about = proof.read(staged)
        if about is None or proof.damaged(staged, about):
            msg = "传回的文件不完整"
            raise ValueError(msg)
    if task.options.trust:
        books = (nbformat.reads(data.decode(), as_version=4) for name, data in made.files if name.endswith(".ipynb"))  # type: ignore[no-untyped-call]
        trust.sign(books)
    return made.result
