"""The kernel provisioner, by jupyter_client's own kernel manager: real sockets, real signals, nothing left behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import EntryPoint
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient

import gongkai.run
from gongkai.run import fork_client, messages, notebooks, provisioner, stamp
from tests.run.test_fork_server import WithThread
from tests.servers import free_port, jupyter
from tests.waiting import gone

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

SPECS = Path(gongkai.run.__file__).parent / "jupyter"


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    """The kernelspec as ``JUPYTER_PATH`` makes it known; the entry point also where the package's are older than this file."""
    monkeypatch.setenv("JUPYTER_PATH", str(SPECS))
    named = EntryPoint(
        provisioner.NAME, "gongkai.run.provisioner:WarmProvisioner", "jupyter_client.kernel_provisioners"
    )
    monkeypatch.setitem(KernelProvisionerFactory.instance().provisioners, provisioner.NAME, named)


class Kernel:
    """A kernel and a client of it."""

    def __init__(self, name="gongkai", **options):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(**options)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    @property
    def is_forked(self):
        return isinstance(self.manager.provisioner.process, provisioner.Forked)

    def __call__(self, source, timeout=60):
        """What a cell prints, or the name of the exception that it raises."""
        said = []

        def hear(message):
            said.append(message["content"].get("text") or message["content"].get("ename") or "")

        # Else what is sent soon after an error is aborted.
        self.client.execute_interactive(source, output_hook=hear, timeout=timeout, stop_on_error=False)
        return "".join(said).strip()

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


@contextlib.contextmanager
def kernel(*args, **options):
    made = Kernel(*args, **options)
    try:
        yield made
    finally:
        made.end()


def test_kernelspec_is_found():
    """Jupyter finds the kernelspec, and it starts an ordinary ipykernel where it has no provisioner."""
    spec = KernelSpecManager().get_kernel_spec("gongkai")
    plain = KernelSpecManager().get_kernel_spec("python3")
    assert plain.argv[-4:] == spec.argv[-4:]
    assert provisioner.NAME == spec.metadata["kernel_provisioner"]["provisioner_name"]


def test_same_outputs_as_the_plain_kernel(root, monkeypatch):
    """All section notebooks, one after the other, give what the ``python3`` kernel gives, charts and all."""
    given = {"agency": "huaian-zhengfu", "year": 2024, "params": str(root / "params")}
    added = (
        "import pandas as pd\npd.DataFrame([[1] * 40])",
        "pd.options.display.max_columns",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()\nplt.bar([1], [2]);",
        "import matplotlib\nsorted((k, str(v)) for k, v in matplotlib.rcParams.items()), plt.isinteractive()",
        "import os, sys\nsys.path[:4], sys.argv[0], os.getcwd(), os.environ.get('MPLBACKEND'), '__file__' in globals()",
    )
    parts = [
        notebooks.injected(notebooks.source(root / "notebooks" / f"{stem}.ipynb"), given)
        for stem in notebooks.stems(root / "notebooks")
    ]
    made, forked, fork = {}, [], provisioner.fork

    def counted(*given):
        forked.append(fork(*given))
        return forked[-1]

    monkeypatch.setattr(provisioner, "fork", counted)
    for name in ("gongkai", "python3"):
        notebook = nbformat.v4.new_notebook(cells=[cell.copy() for part in parts for cell in part.cells])
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in added]
        NotebookClient(notebook, kernel_name=name, timeout=120, resources={"metadata": {"path": str(root)}}).execute()
        made[name] = notebooks.normalise(notebook, "all", {})
    assert 1 == len(forked)
    assert made["python3"] == made["gongkai"]
    shown = [output.get("data", {}) for cell in made["gongkai"].cells for output in cell.get("outputs", ())]
    charts = [sum(json.dumps(data).count(kind) for data in shown) for kind in ('"image/png"', 'image/svg+xml"')]
    assert [2, 8] == charts  # two of this test, three of the report, each in its own cell and in its place


def test_interrupt():
    """An interrupted cell ends with KeyboardInterrupt, and the kernel goes on."""
    with kernel() as running:
        assert running.is_forked
        source = "import time\nprint('da', flush=True)\nwhile True:\n    time.sleep(0.01)"
        asked = running.client.execute(source, stop_on_error=False)  # else what is sent soon after it is aborted
        while running.client.get_iopub_msg()["content"].get("text") != "da\n":
            pass
        running.manager.interrupt_kernel()
        # ``wait_for_ready`` may leave replies to questions of its own behind.
        while (reply := running.client.get_shell_msg())["parent_header"].get("msg_id") != asked:
            pass
        assert ("error", "KeyboardInterrupt") == (reply["content"]["status"], reply["content"]["ename"])
        assert "2" == running("print(1 + 1)")


@pytest.mark.parametrize("now", [False, True])
def test_restart(now):
    """A restarted kernel is a new process of the same server that knows nothing of the old one."""
    with kernel() as running:
        before, parent = running.pid, running("import os\nleft = 1\nprint(os.getppid())")
        running.manager.restart_kernel(now=now)
        running.client.wait_for_ready(timeout=60)
        assert (f"{parent} False", True) == (
            running("import os\nprint(os.getppid(), 'left' in globals())"),
            running.is_forked,
        )
        assert before != running.pid
        assert gone(before)


@pytest.mark.parametrize("end", ["shutdown", "exit()", "os._exit", "kill"])
def test_nothing_is_left(tmp_path, end):
    """However a kernel ends, it is gone, what its handlers for the end have to do is done, and the manager knows."""
    mark = tmp_path / "ended"
    running = Kernel()
    pid = running.pid
    running(
        f"import atexit, os, threading, time\natexit.register(open, {str(mark)!r}, 'w')\nthreading.Thread(target=time.sleep, args=(3600,)).start()"
    )
    match end:
        case "exit()":
            running.client.execute("exit()")
        case "os._exit":
            running.client.execute("os._exit(3)")
        case "kill":
            os.kill(pid, signal.SIGKILL)
        case _:
            running.end()
    assert gone(pid)  # not after the hour of the thread
    assert (end in {"shutdown", "exit()"}) == mark.exists()
    assert not running.manager.is_alive()
    if end != "shutdown":
        assert {"exit()": 0, "os._exit": 3, "kill": -9}[end] == running.manager.provisioner.process.returncode
        running.client.stop_channels()


def test_ten_in_a_row(capsys):
    """Ten kernels start, draw a chart and end, one after the other; none hangs, and all come from one server."""
    parents, pids, times = set(), [], {}
    for name, number in (("gongkai", 10), ("python3", 2)):
        clock = time.monotonic()
        for _ in range(number):
            with kernel(name) as running:
                parent = running("import os, matplotlib.pyplot as plt, pandas\nprint(os.getppid())")
                if name == "gongkai":
                    parents.add(parent)
                    assert running.is_forked
                pids.append(running.pid)
        times[name] = (time.monotonic() - clock) / number
    assert 1 == len(parents)
    assert [True] * 12 == [gone(pid) for pid in pids]
    with capsys.disabled():
        print(
            *(f"{name}: {seconds:.2f} s from start to end with pandas and pyplot;" for name, seconds in times.items())
        )


def test_kernels_are_apart(tmp_path):
    """Two kernels side by side have folders, variables, environments and random numbers of their own."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    source = (
        "import os, random, numpy\nprint(os.getcwd(), os.environ.get('ONLY'), random.random(), numpy.random.rand())"
    )
    with (
        kernel(cwd=str(tmp_path / "a"), env={**os.environ, "ONLY": "a"}) as first,
        kernel(cwd=str(tmp_path / "b")) as second,
    ):
        first("import json\njson.left = 1")
        assert "False" == second("import json\nprint(hasattr(json, 'left'))")
        one, other = first(source).split(), second(source).split()
    assert [str(tmp_path / "a"), "a"] == one[:2]
    assert [str(tmp_path / "b"), "None"] == other[:2]
    assert set(one[2:]).isdisjoint(other[2:])


def test_ordinary_kernel_without_a_server(monkeypatch):
    """If there is no fork server an ordinary kernel is started."""
    monkeypatch.setattr(
        provisioner._SERVERS, "current", lambda _: (_ for _ in ()).throw(fork_client.Unavailable("no fork"))
    )
    with kernel() as running:
        assert (False, "2") == (running.is_forked, running("print(1 + 1)"))


def test_ordinary_kernel_that_outlives_its_parent():
    """A kernel that is to outlive its parent is an ordinary one."""
    with kernel(independent=True) as running:
        assert (False, "2") == (running.is_forked, running("print(1 + 1)"))


LAUNCH = [sys.executable, "-m", "ipykernel_launcher", "-f", "a.json"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (LAUNCH, ["-f", "a.json"]),
        (LAUNCH[:3], []),
        ([*LAUNCH[:1], "-Xfrozen_modules=off", *LAUNCH[1:]], ["-f", "a.json"]),
        (["/a/python", *LAUNCH[1:]], None),
        (["~python", *LAUNCH[1:]], None),
        ([*LAUNCH[:1], "-O", *LAUNCH[1:]], None),
        ([*LAUNCH[:2], "another", *LAUNCH[3:]], None),
        (LAUNCH[:2], None),
        (LAUNCH[:1], None),
        ([], None),
    ],
)
def test_which_kernels_are_forked(command: list[str], expected: list[str] | None) -> None:
    """A kernel is forked if it is ipykernel of this very interpreter, with no other option of Python."""
    assert expected == provisioner._forkable(command, {})


@pytest.mark.parametrize("name", ["independent", "stdin", "stdout", "stderr", "preexec_fn"])
def test_what_a_fork_cannot_do(name: str) -> None:
    """A kernel that must outlive its parent, or whose streams go elsewhere, is not forked."""
    assert provisioner._forkable(LAUNCH, {name: 5}) is None
    assert ["-f", "a.json"] == provisioner._forkable(LAUNCH, {name: None, "cwd": "/"})


def test_waiting_for_a_kernel() -> None:
    """A kernel's process is waited for no longer than asked, ends by signals, and ignores them once it has ended."""
    started = subprocess.Popen(["sleep", "60"])
    ours, servers = socket.socketpair()
    server = messages.wrap(servers)
    process = provisioner.Forked(fork_client.Child(messages.wrap(ours), started.pid))
    assert (None, started.pid) == (process.poll(), process.pid)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    process.terminate()
    assert -signal.SIGTERM == started.wait(60)
    process.kill()  # a process that is not there any more, of which the server has not told yet
    messages.send(server, {"ended": 5})
    assert [5, 5, 5] == [process.wait(), process.wait(0), process.poll()]
    process.kill()


def test_kernel_of_a_lost_server() -> None:
    """A kernel whose server has gone was killed with it."""
    ours, servers = socket.socketpair()
    process = provisioner.Forked(fork_client.Child(messages.wrap(ours), os.getpid()))
    servers.close()
    assert (-signal.SIGKILL, -signal.SIGKILL) == (process.poll(), process.wait())


def test_threads_refuse_to_fork(monkeypatch):
    """A server that has threads does not fork: an ordinary kernel is started."""
    server = WithThread("kernel", os.environ)
    monkeypatch.setattr(provisioner._SERVERS, "current", lambda _: server)
    try:
        with kernel() as running:
            assert (False, "2") == (running.is_forked, running("print(1 + 1)"))
    finally:
        server.close()


def test_changed_package_makes_a_new_server(monkeypatch):
    """A kernel started after a change of the package has the change; one that runs is left in peace, and its server ends with it."""
    ask = "import os\nprint(os.getppid())"
    with kernel() as first:
        old = first(ask)
        monkeypatch.setattr(stamp, "lib_stamp", lambda _=None: (0, 0))
        with kernel() as second:
            new = second(ask)
            assert [old, True] == [first(ask), old != new]
    with kernel() as third:
        assert new == third(ask)
        assert gone(old)
    provisioner.stop()
    assert gone(new)


def test_kernels_end_with_their_parent():
    """When the process that started them is killed, server and kernels are gone, with what their cells have started."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from tests.run.test_provisioner import *\n"
        "named = EntryPoint(provisioner.NAME, 'gongkai.run.provisioner:WarmProvisioner', 'jupyter_client.kernel_provisioners')\n"
        "KernelProvisionerFactory.instance().provisioners[provisioner.NAME] = named\n"
        "k = Kernel(); print(k(\"import os, subprocess\\nprint(os.getpid(), os.getppid(), subprocess.Popen(['sleep', '60']).pid)\"), flush=True)\n"
        "time.sleep(60)"
    )
    root = Path(__file__).parents[2]
    owner = subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True, cwd=root)
    pids = owner.stdout.readline().split()
    owner.kill()
    owner.wait()
    assert [True] * 3 == [gone(pid) for pid in pids]


def test_lab(tmp_path):
    """In ``gongkai lab`` the ``python3`` kernel of the notebooks is a forked one, and nothing is left when the server ends."""
    pytest.importorskip("jupyterlab")
    psutil = pytest.importorskip("psutil")
    if not provisioner.options():
        pytest.skip("the package is not installed with its kernel provisioner: run make again")
    environment = {
        **os.environ,
        "JUPYTER_RUNTIME_DIR": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path),
        "BROWSER": "/bin/true",
    }
    if os.geteuid() == 0:
        (tmp_path / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    lab = subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "lab", "--port", str(free_port())], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        about = jupyter(tmp_path)
        request = urllib.request.Request(
            f"{about['url']}api/kernels", data=b'{"name": "python3"}',
            headers={"Authorization": f"token {about['token']}"},
        )  # fmt: skip
        urllib.request.urlopen(request, timeout=200).close()
        started = psutil.Process(about["pid"]).children(recursive=True)
        assert ["gongkai.run.fork_server"] * 2 == [process.cmdline()[2] for process in started]
    finally:
        for process in psutil.Process(lab.pid).children():
            process.terminate()
        lab.terminate()
        lab.wait()
    assert [True] * 2 == [gone(process.pid) for process in started]
