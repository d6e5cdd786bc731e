"""Many reports at a time."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from gongkai.pipeline import many, pool, starter, worker
from gongkai.pipeline.job import Options, Task
from gongkai.pipeline.report import build
from gongkai.returns import Params, succession
from tests import ctrl_c
from tests.example import four_organs
from tests.pipeline.test_report import add_cell, tree
from tests.waiting import PATIENCE, gone, until

AGENCY, YEAR = "huancui-yingji", 2020
STEMS = ("00_preface", "06_other")


@pytest.fixture
def project(tmp_path, root, monkeypatch):
    """Two notebooks and four organs with the same figures."""
    four_organs(tmp_path, root, STEMS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reports(project):
    params = Params(project / "params")
    return params, [(agency, YEAR) for agency in params.agencies]


def published(project):
    files = tree(project / "outputs")
    return {name: data for name, data in files.items() if not name.endswith("run.json")}


def test_same_as_one_at_a_time(project):
    """Two workers give the same bytes as one; every report is announced once."""
    params, wanted = reports(project)
    heard = []
    results = many.run(wanted, params, project / "outputs", Options(), jobs=2, done=heard.append)
    assert [(*report, "done") for report in wanted] == [(r.agency, r.year, r.status) for r in results]
    assert sorted(r.agency for r in results) == sorted(r.agency for r in heard)
    first = published(project)
    shutil.rmtree(project / "outputs")
    many.run(wanted, params, project / "outputs", Options(), jobs=1)
    assert first == published(project)


def test_organs_are_looked_through_once(project, monkeypatch):
    """Which organs succeed others is looked for once a run, in the files of all organs, and not again for each report."""
    params, wanted = reports(project)
    looked, find = [], succession._successors

    def look(path):
        looked.append(path.parent.name)
        return find(path)

    monkeypatch.setattr(succession, "_successors", look)
    many.run(wanted, params, project / "outputs", Options(), jobs=1)
    assert [agency for agency, _ in wanted] == looked
    agency, year = wanted[0]
    task = Task(params.root, project / "outputs", agency, year, Options(force=True), params.successions)
    assert "done" == worker.work(task).status
    assert [agency for agency, _ in wanted] == looked
    assert None is succession.known(params.root)


def test_one_failure_does_not_stop_the_others(project):
    """A report with wrong input fails alone."""
    params, wanted = reports(project)
    (project / "params" / "organ-1" / f"{YEAR}.yaml").write_text("year: 2020\nnonsense: 1\n")
    results = many.run(wanted, params, project / "outputs", Options(), jobs=2)
    assert ["done", "failed", "done", "done"] == [result.status for result in results]


def test_fail_fast(project):
    """With fail_fast no further report is started after a failure."""
    params, wanted = reports(project)
    (project / "params" / "organ-0" / f"{YEAR}.yaml").write_text("year: 2020\nnonsense: 1\n")
    assert ["failed"] == [r.status for r in many.run(wanted, params, project / "outputs", Options(), fail_fast=True)]


def test_dead_worker_takes_its_report_only(project, monkeypatch):
    """A report whose worker dies twice fails, and the others are built."""
    params, wanted = reports(project)
    wanted = wanted[:2]
    done = []
    tasks = [Task(params.root, project / "outputs", agency, year, Options()) for agency, year in wanted]
    monkeypatch.setattr(worker, "work", _dies)
    found = pool.run(tasks, 1, lambda *_: None, done.append, fail_fast=False)
    assert {"organ-0": "failed", "organ-1": "done"} == {agency: r.status for (agency, _), r in found.items()} or {
        "failed"
    } <= {r.status for r in found.values()}
    assert any("两次中途退出" in result.message for result in found.values())


def test_pools_of_a_process_run_one_after_another(monkeypatch):
    """A pool waits for another one of its process, whose workers it would kill if it had to replace what they are forked from."""
    together = threading.Barrier(2)
    met = []

    def meet():
        with suppress(threading.BrokenBarrierError):
            met.append(together.wait(0.3))

    monkeypatch.setattr(pool, "_shared_server", meet)
    with ThreadPoolExecutor(2) as threads:
        found = [threads.submit(pool.run, [], 1, print, print, fail_fast=False) for _ in range(2)]
    assert ([], [{}, {}]) == (met, [each.result() for each in found])


def _dies(task):
    if task.agency == "organ-0":
        os._exit(1)
    return build(Params(task.params), task.agency, task.year, task.out, task.options)


def gongkai(project, *arguments):
    return [sys.executable, "-m", "gongkai", "build", *arguments, "--params", str(project / "params")]


def test_command(project):
    """``--all -j 2 --json -`` builds everything and prints JSON alone; the second time nothing is built."""
    for status in ("done", "skipped"):
        done = subprocess.run(
            gongkai(project, "--all", "-j", "2", "--json", "-"),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=200,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        assert [status] * 4 == [item["status"] for item in json.loads(done.stdout)]


def test_failed_report_is_exit_1(project):
    """A notebook that fails ends with exit code 1 and a sentence per report."""
    add_cell(project, "06_other", "# 收费\n1 / 0")
    done = subprocess.run(
        gongkai(project, "--all", "-j", "1"), capture_output=True, text=True, encoding="utf-8", timeout=200, check=False
    )
    assert 1 == done.returncode
    assert 4 == done.stdout.count("ZeroDivisionError")


@pytest.mark.parametrize("arguments", [("--all", "-j", "2"), ("organ-0",)], ids=["many", "one"])
def test_ctrl_c_ends_at_once(project, arguments):
    """Ctrl-C leaves no partial output, hidden or not, and no stray process, not even one started by a cell."""
    pids = project / "pids"
    started = (
        "import os, subprocess, time\n"
        f"with open({str(pids)!r}, 'a') as file:\n"
        "    print(os.getpid(), os.getppid(), subprocess.Popen(['sleep', '3600']).pid, file=file)\n"
        "time.sleep(3600)"
    )
    add_cell(project, "00_preface", started)
    with ctrl_c.heeded():
        running = subprocess.Popen(
            gongkai(project, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    assert until(lambda: pids.is_file() and pids.read_text().endswith("\n"))
    os.killpg(running.pid, signal.SIGINT)
    assert 0 != running.wait(PATIENCE)  # not after the hour of the cell
    assert [] == [path.name for path in (project / "outputs").glob("*/*")]
    assert {True} == set(map(gone, pids.read_text().split()))


def test_killed_run_resumes(project):
    """A run that was killed resumes at the first section not done."""
    add_cell(project, "06_other", "import time\ntime.sleep(3600)")
    shutil.rmtree(project / "params" / "organ-1")
    running = subprocess.Popen(
        gongkai(project, "organ-0", "--log"), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert any("00_preface state=done" in line for line in running.stdout)
    running.send_signal(signal.SIGKILL)
    running.wait()
    notebook = project / "notebooks" / "06_other.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("time.sleep(3600)", "pass"), "utf-8")
    events = []
    params, _ = reports(project)
    many.run(
        [("organ-0", YEAR)], params, project / "outputs", Options(), on_event=lambda *item: events.append(item[2:])
    )
    assert ("00_preface", "kept") in events
    assert ("06_other", "done") in events


def test_socket_of_the_starter_is_removed(tmp_path):
    """The socket at which workers are ordered is removed with its folder; an abstract one (Python 3.11.0) has none."""
    address = tmp_path / "pymp-x" / "listener-x"
    address.parent.mkdir()
    address.touch()
    for given in (str(address), str(address), b"\0listener-x"):
        starter._remove(given)
    assert [] == list(tmp_path.iterdir())
