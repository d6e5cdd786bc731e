"""Reports on a cluster: a real scheduler and real workers in processes of their own."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from gongkai.pipeline import cluster, many, pool
from gongkai.pipeline.job import Options, Result, Task
from gongkai.returns import InputError, Params
from tests.conftest import require
from tests.example import four_organs
from tests.servers import free_port
from tests.waiting import PATIENCE, until

distributed = pytest.importorskip("distributed")
AGENCY, YEAR = "huancui-yingji", 2020


@pytest.fixture
def project(tmp_path, root, monkeypatch):
    """Two notebooks, four organs and a lock file."""
    (tmp_path / "requirements.lock").write_text("locked\n")
    four_organs(tmp_path, root, ("00_preface", "06_other"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextmanager
def cluster_of(folder, workers, protocol="tcp", port=0, **variables):
    """A scheduler and workers on this machine, in folders of their own; the file with the address, and the processes."""
    processes = []
    file = folder / "scheduler.json"

    def start(program, *arguments):
        own = folder / f"process-{len(processes)}"
        own.mkdir(parents=True)
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *arguments], cwd=own, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={**os.environ, **variables},
            )
        )  # fmt: skip

    try:
        start(
            "dask_scheduler", "--host", f"{protocol}://127.0.0.1", "--port", str(port), "--no-dashboard",
            "--scheduler-file", str(file),
        )  # fmt: skip
        assert until(lambda: file.is_file() and file.read_text().endswith("}"))  # it is not written at once
        for _ in range(workers):
            start("dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--no-nanny")
        yield file, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture
def scheduler(tmp_path):
    """The address of a scheduler on this machine, and its two workers."""
    with (
        cluster_of(tmp_path, 2) as (file, processes),
        distributed.Client(scheduler_file=str(file), set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=PATIENCE)
        yield client.scheduler.address, processes[1:]


@pytest.fixture
def certificate(tmp_path):
    """Dask's settings for an encrypted cluster, as variables, with a certificate of its own."""
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            require("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-keyout", str(key), "-out", str(made),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return {
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(made),
        **{
            f"DASK_DISTRIBUTED__COMM__TLS__{part}__{name}": str(path)
            for part in ("CLIENT", "SCHEDULER", "WORKER")
            for name, path in (("CERT", made), ("KEY", key))
        },
    }


def test_encrypted(project, certificate):
    """With Dask's settings for TLS the command builds on an encrypted cluster; without, it says that it cannot."""
    with cluster_of(project, 1, "tls", **certificate) as (file, _):
        address = json.loads(file.read_text())["address"]
        assert address.startswith("tls://127.0.0.1:")
        command = [
            sys.executable, "-m", "gongkai.cli", "--project", str(project), "build", "organ-0", "--scheduler", address,
        ]  # fmt: skip
        variables = {name: value for name, value in os.environ.items() if not name.startswith("DASK_")}
        refused, built = (
            subprocess.run(
                command, env={**variables, **more, "PYTHONIOENCODING": "utf-8"}, capture_output=True, text=True,
                encoding="utf-8", check=False, timeout=200,
            )
            for more in ({}, certificate)
        )  # fmt: skip
    assert (2, 0) == (refused.returncode, built.returncode), refused.stderr + built.stderr
    assert f"调度器{address}要求加密连接，但没有找到证书的设置" in "".join((refused.stdout + refused.stderr).split())
    assert "Traceback" not in refused.stdout + refused.stderr
    assert (project / "outputs" / str(YEAR) / "organ-0" / "manifest.json").is_file()


def outputs(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_same_as_here_though_a_worker_is_lost(project, scheduler):
    """A cluster and this machine give the same bytes, even if a worker is killed during the run."""
    address, workers = scheduler
    params = Params(project / "params")
    wanted = [(agency, YEAR) for agency in params.agencies]
    heard = []

    def done(result):
        if not heard:
            workers[0].send_signal(signal.SIGKILL)
        heard.append(result.agency)

    results = cluster.run(wanted, params, project / "there", Options(), address, done=done)
    assert ["done"] * 4 == [result.status for result in results], [result.message for result in results]
    many.run(wanted, params, project / "here", Options())
    assert outputs(project / "here") == outputs(project / "there")
    again = cluster.run(wanted, params, project / "there", Options(), address)
    assert ["skipped"] * 4 == [result.status for result in again]


def test_only_a_few_are_sent_ahead(project, scheduler, monkeypatch):
    """Reports are sent as others are returned, so that neither inputs nor results of all are in memory at once."""
    address, _ = scheduler
    monkeypatch.setattr(cluster, "AHEAD", 1)
    params, ahead = Params(project / "params"), []
    pack, heard = cluster.pack, []

    def sent(task):
        ahead.append(len(ahead) + 1 - len(heard))
        return pack(task)

    monkeypatch.setattr(cluster, "pack", sent)
    wanted = [(agency, YEAR) for agency in params.agencies]
    results = cluster.run(wanted, params, project / "outputs", Options(), address, done=heard.append)
    assert ["done"] * 4 == [result.status for result in results], [result.message for result in results]
    assert (4, 2) == (len(ahead), max(ahead))


def test_a_lost_scheduler_is_waited_for(project):
    """If the scheduler is killed, one that takes its place gets the reports that were not returned, and no other."""
    wanted = [(agency, YEAR) for agency in Params(project / "params").agencies]
    heard = []
    with ExitStack() as stack:
        port = free_port()
        file, first = stack.enter_context(cluster_of(project / "first", 1, port=port))
        address = json.loads(file.read_text())["address"]

        def done(result):
            heard.append(result.agency)
            if len(heard) == 1:
                for process in first:
                    process.kill()
                    process.wait()
                stack.enter_context(cluster_of(project / "second", 1, port=port))

        results = cluster.run(wanted, Params(project / "params"), project / "outputs", Options(), address, done=done)
    assert ["done"] * 4 == [result.status for result in results], [result.message for result in results]
    assert sorted(agency for agency, _ in wanted) == sorted(heard)


@pytest.fixture
def logged():
    """What Dask's client logs, which its own handler writes to the terminal."""
    messages, logger = [], logging.getLogger("distributed.client")

    def keep(record):
        messages.append(record.getMessage())
        return True

    logger.addFilter(keep)
    yield messages
    logger.removeFilter(keep)


def test_a_scheduler_that_is_lost_for_good(project, monkeypatch, logged):
    """If no scheduler takes the lost one's place, what was not returned is named; the next call does not repeat the rest."""
    params, out = Params(project / "params"), project / "outputs"
    wanted = [(agency, YEAR) for agency in params.agencies]
    with cluster_of(project / "first", 1) as (file, processes):
        address = json.loads(file.read_text())["address"]

        def done(_):
            monkeypatch.setattr(cluster, "PATIENCE", 3)
            for process in processes:
                process.kill()

        results = cluster.run(wanted, params, out, Options(), address, done=done)
    lost = [result for result in results if result.status == "failed"]
    assert 4 == len(results)
    assert 3 >= len(lost) >= 1
    assert all(f"与调度器{address}的连接断了，报告没有交回；上一次的成品没有动" in result.message for result in lost)
    assert [] == logged
    assert [] == [path.name for path in out.rglob(".*")]
    again = many.run(wanted, params, out, Options())
    assert sorted(["skipped"] * (4 - len(lost)) + ["done"] * len(lost)) == sorted(result.status for result in again)


def test_a_client_that_fails_while_closing(project, scheduler, monkeypatch):
    """A client that was reconnecting and fails because it is closed takes no report along."""
    address, _ = scheduler
    close = distributed.Client.close

    def fail(client, *arguments, **options):
        close(client, *arguments, **options)
        msg = "ConnectionPool is closed"
        raise RuntimeError(msg)

    monkeypatch.setattr(distributed.Client, "close", fail)
    results = cluster.run([("organ-0", YEAR)], Params(project / "params"), project / "outputs", Options(), address)
    monkeypatch.undo()
    assert ["done"] == [result.status for result in results]


def test_what_a_lost_scheduler_was_given_is_not_waited_for(project, monkeypatch):
    """Once the scheduler is known to be lost, reports that it was given hold nothing up, though they never come back."""
    monkeypatch.setattr(cluster, "RECONNECTS", 0)
    monkeypatch.setattr(pool, "collect", lambda *_, more, **__: more())
    wanted = [(agency, YEAR) for agency in Params(project / "params").agencies]
    with cluster_of(project, 0) as (file, _):  # no worker: nothing comes back
        address = json.loads(file.read_text())["address"]
        results = cluster.run(wanted, Params(project / "params"), project / "outputs", Options(), address)
    assert ["failed"] * 4 == [result.status for result in results]
    assert all("报告没有交回" in result.message for result in results)


def test_changed_file_is_refused(project):
    """A file that does not match its hash is refused, and the last good output stays."""
    task = Task(project / "params", project / "outputs", "organ-0", YEAR, Options())
    made = cluster.build_remotely(cluster.pack(task))
    cluster.receive(made, task)
    before = outputs(project / "outputs")
    spoilt = cluster.RemoteResult(made.result, tuple((name, data + b"x") for name, data in made.files), made.hashes)
    with pytest.raises(ValueError, match="校验值不符"):
        cluster.receive(spoilt, task)
    short = cluster.RemoteResult(made.result, made.files[:3], made.hashes[:3])
    with pytest.raises(ValueError, match="不完整"):
        cluster.receive(short, task)
    assert before == outputs(project / "outputs")


def test_equal_calls_are_not_merged(project):
    """Two tasks for the same report are two calls."""
    task = Task(project / "params", project / "outputs", "organ-0", YEAR, Options())
    assert cluster.pack(task) != cluster.pack(task)


def test_every_call_runs(project, scheduler, monkeypatch):
    """Two equal calls both run: the cluster does not reuse a result."""
    address, _ = scheduler
    marks = project / "marks"
    marks.mkdir()
    monkeypatch.setattr(cluster, "build_remotely", partial(tempfile.mkdtemp, dir=str(marks)))
    monkeypatch.setattr(cluster, "pack", lambda _: "equal")
    monkeypatch.setattr(cluster, "receive", lambda mark, task: Result(task.agency, task.year, "done", mark))
    wanted = [("organ-0", YEAR), ("organ-1", YEAR)]
    found = cluster.run(wanted, Params(project / "params"), project / "outputs", Options(), address)
    assert sorted(map(str, marks.iterdir())) == sorted(result.message for result in found)
    assert 2 == len(list(marks.iterdir()))


def test_without_distributed(project, monkeypatch):
    """Without the extra, the message gives the exact command."""
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "gongkai\[cluster\]"'):
        cluster.run(
            [("organ-0", YEAR)], Params(project / "params"), project / "outputs", Options(), "tcp://127.0.0.1:1"
        )


def test_no_scheduler(project, monkeypatch):
    """A scheduler that does not answer is named in Chinese, with what to do."""
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(InputError) as caught:
        cluster.run([], Params(project / "params"), project / "outputs", Options(), "tcp://127.0.0.1:1")
    assert "连不上调度器tcp://127.0.0.1:1（地址不对，或1秒内没有应答）；请检查，或不用 --scheduler 在本机运行。" == str(
        caught.value
    )


@pytest.mark.parametrize(
    "address",
    ["tcp://192.0.2.7:8786", "192.0.2.7:8786", "tcp://[2001:db8::7]:8786", "ws://192.0.2.7:8786", "TCP://192.0.2.7"],
)
def test_clear_text_to_another_machine(project, monkeypatch, address):
    """Reports go to another machine encrypted only, unless Dask's settings say that this need not be."""
    import dask

    monkeypatch.setattr(cluster, "PATIENCE", 0.1)

    def message():
        with pytest.raises(InputError) as caught:
            cluster.run([], Params(project / "params"), project / "outputs", Options(), address)
        return str(caught.value)

    assert message().startswith(f"调度器{address}在别的机器上，连接没有加密：")
    with dask.config.set({"distributed.comm.require-encryption": True}):
        assert "连接没有加密" in message()
    with dask.config.set({"distributed.comm.require-encryption": False}):
        assert message().startswith(f"连不上调度器{address}")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine(host):
    """Addresses that do not leave this machine need no encryption."""
    assert cluster._is_this_machine(host)
