"""Warm execution: the same results as plain papermill, nothing leaks, nothing passes that did not run."""

from __future__ import annotations

import os

import nbformat
import pytest

from gongkai.returns import succession
from gongkai.run import fork_client, fork_executor, notebooks, papermill_executor, servers
from gongkai.run.errors import RunError
from tests.example import AGENCY, YEAR
from tests.run.test_papermill_executor import write
from tests.waiting import gone

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

EVERYTHING = [
    "import sys, warnings\nprint('甲', a)\nprint('乙', file=sys.stderr)\nprint('丙', end='')\nprint(sys.stdout.isatty(), sys.stderr.isatty(), sys.stdout.name)",
    "import pandas as pd\npd.DataFrame({'甲': [1, 2], '乙': ['x', 'y']})",
    "pd.options.display.max_columns, pd.options.display.width",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('图')\nplt.show()\n_ = plt.figure()\nplt.bar([1], [2]);",
    "from IPython.display import HTML, Markdown, clear_output, display, update_display\ndisplay(HTML('<b>粗</b>'), Markdown('**粗**'))\nh = display('旧', display_id='x')",
    "update_display('新', display_id='x')",
    "print('看不见')\nclear_output()\nprint('看得见')\nclear_output(wait=True)\nprint('最后')",
    "1 + 1\n'甲'",
    "x = 5;",
    "warnings.warn('小心')",
    "%matplotlib inline",
    "import asyncio\nawait asyncio.sleep(0)\n'等到了'",
    "print(In[1][:6], Out.get(9), __name__)\ntry:\n    input()\nexcept Exception as error:\n    print(type(error).__name__ != 'EOFError', str(error)[:20])",
    "",
    "object()",
]


def test_same_as_plain(tmp_path):
    """Streams, frames, charts, displays and updates come out as plain papermill and the plain kernel give them."""
    path = write(tmp_path / "03_x.ipynb", *EVERYTHING)
    fast = fork_executor.execute(path, {"a": 2}, {"hidden": "/x"})
    assert "fork server" == fast.metadata.pop("engine")
    slow = papermill_executor.execute(path, {"a": 2}, {"hidden": "/x"})
    for one, other in zip(fast.cells, slow.cells, strict=True):
        assert other == one
    assert nbformat.writes(slow) == nbformat.writes(fast)


def test_successions_are_not_looked_for_again(tmp_path):
    """A notebook takes over which organs succeed others from the build, and looks for them itself where there is none."""
    params = tmp_path / "params"
    (params / "a").mkdir(parents=True)
    (params / "a" / "agency.yaml").write_text("name: 某县民政局\nlevel: department\n", "utf-8")
    path = write(tmp_path / "03_x.ipynb", "from gongkai.returns import Params\nprint(Params(params).successions)")
    given = {"agency": "a", "year": 2024}, {"params": str(params)}
    with succession.taken(params, {"b\xe4".encode("latin-1"): ("a",)}):
        inside = fork_executor.execute(path, *given)
    outside = fork_executor.execute(path, *given)
    assert ["{b'b\\xe4': ('a',)}\n", "{}\n"] == [made.cells[-1].outputs[0].text for made in (inside, outside)]
    with succession.taken(params, {b"c": ("a",)}):
        fork_executor._known(given[0] | given[1])  # of a section that has not reached the server yet
        other = fork_executor.execute(path, *given)
    assert "{b'c': ('a',)}\n" == other.cells[-1].outputs[0].text


@pytest.mark.parametrize("execute", [fork_executor.execute, papermill_executor.execute], ids=["warm", "plain"])
def test_charts_are_counted(tmp_path, execute):
    """No chart is lost: four figures shown, one of them twice, are five pictures, however they are shown."""
    sources = [
        "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()",
        "plt.plot([1]);",
        "figure, axes = plt.subplots()\nfigure",
        "for n in range(1):\n    plt.figure()\n    plt.bar([1], [n])",
    ]
    found = execute(write(tmp_path / "03_x.ipynb", *sources), {}, {})
    pictures = [o for c in found.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
    assert 5 == len(pictures)  # the third figure is shown by its name and again at the end of its cell


LEAKS = {
    "globals": ("leak = 1", "'leak' in globals()"),
    "module attributes": ("import json\njson.leak = 1", "import json\nhasattr(json, 'leak')"),
    "rcParams": ("import matplotlib\nmatplotlib.rcParams['font.size'] = 99", "import matplotlib\nmatplotlib.rcParams['font.size'] == 99"),
    "pandas options": ("import pandas\npandas.options.display.max_rows = 3", "import pandas\npandas.options.display.max_rows == 3"),
    "environment": ("import os\nos.environ['LEAK'] = '1'", "import os\n'LEAK' in os.environ"),
    "folder": ("import os\nos.chdir('/')", "import os\nos.getcwd() == '/'"),
    "open files": ("leak = open('/proc/version')", "import os, contextlib\nopened = []\nfor n in os.listdir('/proc/self/fd'):\n    with contextlib.suppress(OSError):\n        opened.append(os.readlink(f'/proc/self/fd/{n}'))\n'/proc/version' in opened"),
    "warning filters": ("import warnings\nwarnings.simplefilter('error')", "import warnings\n('error', None, Warning, None, 0) in warnings.filters"),
    "random state": ("import random\nrandom.seed(1)", "import random\nfound = random.random()\nfound == random.Random(1).random()"),
    "figures": ("%config InlineBackend.close_figures = False\nimport matplotlib.pyplot as plt\nplt.figure()", "import matplotlib.pyplot as plt\nbool(plt.get_fignums())"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAKS)
def test_nothing_leaks(tmp_path, name):
    """What one notebook changes, it sees itself, and the next from the same server does not."""
    change, question = LEAKS[name]
    served, found = servers.notebook_server(), []
    for sources in ([change, question], [question]):
        made = fork_executor.execute(write(tmp_path / "03_x.ipynb", *sources), {}, {})
        found.append((made.metadata.engine, made.cells[-1].outputs[-1].data["text/plain"]))
    assert [("fork server", "True"), ("fork server", "False")] == found
    assert served is servers.notebook_server()


@pytest.mark.parametrize(
    ("source", "cell", "cause"),
    [
        ("# 算一算\n1 / 0", "算一算", "ZeroDivisionError"),
        ("# 写错\nx = = 1", "写错", "SyntaxError"),
        ("# 退出\nimport sys\nsys.exit(0)", "退出", "sys.exit"),
        ("# 崩溃\nimport os\nos._exit(0)", "崩溃", "内核中途退出"),
        ("# 被杀\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "被杀", "内核中途退出"),
        ("# 等待\nimport time\ntime.sleep(600)", "等待", "超过5秒"),
    ],
    ids=["error", "syntax", "sys.exit", "os._exit", "killed", "timeout"],
)
def test_failures_never_pass(tmp_path, source, cell, cause):
    """An error, sys.exit(0), a dead child and a timeout end with one sentence, as on the plain path."""
    path = write(tmp_path / "03_x.ipynb", source, "# 后面\nprint(1)")
    with pytest.raises(RunError) as caught:
        fork_executor.execute(path, {"a": 2}, {}, timeout=5 if "sleep" in source else 60)
    assert f"“{cell}”" in str(caught.value)
    assert cause in str(caught.value)
    assert ["papermill-error-cell-tag"] == caught.value.notebook.cells[0].metadata["tags"]
    assert caught.value.notebook.cells[-1].execution_count is None


def test_timeout_kills_the_child(tmp_path):
    """A child that takes too long is gone afterwards."""
    path = write(
        tmp_path / "03_x.ipynb",
        f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)",
    )
    with pytest.raises(RunError):
        fork_executor.execute(path, {}, {}, timeout=5)
    assert gone((tmp_path / "pid").read_text())


def test_what_a_cell_leaves_running_holds_nothing_up(tmp_path):
    """A thread, a handler for the end and a process that a cell has started neither delay the end nor outlive it."""
    pids = tmp_path / "pids"
    source = (
        "import atexit, os, subprocess, threading, time\n"
        "threading.Thread(target=time.sleep, args=(3600,)).start()\n"
        "atexit.register(time.sleep, 3600)\n"
        f"with open({str(pids)!r}, 'a') as file:\n"
        "    print(os.getpid(), subprocess.Popen(['sleep', '3600']).pid, file=file)"
    )
    for _ in range(10):
        assert "fork server" == fork_executor.execute(write(tmp_path / "03_x.ipynb", source), {}, {}).metadata.engine
    assert [True] * 20 == [gone(pid) for pid in pids.read_text().split()]


@pytest.mark.parametrize("source", ["%pip --version", "!echo pip install x"])
def test_what_needs_a_kernel_gets_one(tmp_path, source):
    """A notebook that may install packages runs in the plain kernel, and the result says so and why."""
    path = write(tmp_path / "03_x.ipynb", source)
    assert fork_executor.needs_kernel(path)
    assert "papermill (installs packages or shows widgets)" == fork_executor.execute(path, {}, {}).metadata.engine


def test_widgets_get_a_kernel(tmp_path):
    """A notebook that opens a channel to a front end runs in the plain kernel, and the result says why."""
    path = write(tmp_path / "03_x.ipynb", "import comm\nchannel = comm.create_comm(target_name='x')\nprint('甲')")
    found = fork_executor.execute(path, {}, {})
    assert ("papermill (用了交互控件（ipywidgets）)", "甲\n") == (
        found.metadata.engine,
        found.cells[-1].outputs[0].text,
    )


def test_without_fork_the_plain_kernel_is_taken(tmp_path, monkeypatch):
    """If there is no fork server, the plain kernel runs the notebook, and the result says so."""
    monkeypatch.setattr(
        fork_executor, "notebook_server", lambda: (_ for _ in ()).throw(fork_client.Unavailable("no fork"))
    )
    found = fork_executor.execute(write(tmp_path / "03_x.ipynb", "print(a)"), {"a": 3}, {})
    assert ("papermill (no fork)", "3\n") == (found.metadata.engine, found.cells[-1].outputs[0].text)


def test_large_and_odd_outputs(tmp_path):
    """Megabytes of output and characters outside the plane arrive whole."""
    found = fork_executor.execute(write(tmp_path / "03_x.ipynb", "print('𠀀' * 400000)"), {}, {})
    assert "𠀀" * 400000 + "\n" == found.cells[-1].outputs[0].text


def test_what_other_programs_print(tmp_path):
    """What a program or a library writes to the descriptors is shown where it was written, megabytes of it too."""
    source = (
        "import os\nprint('甲')\nos.system('echo 乙')\nprint('丙')\nos.write(1, b'x' * 3_000_000)\nos.write(2, b'!');"
    )
    found = fork_executor.execute(write(tmp_path / "03_x.ipynb", source), {}, {})
    said = {output.name: output.text for output in found.cells[-1].outputs}
    assert {"stdout": "甲\n乙\n丙\n" + "x" * 3_000_000, "stderr": "!"} == said


def test_years_that_are_read_beforehand(params, tmp_path):
    """The server reads an organ's files up to the year of the report for its children, and none of a later one."""
    for year in (YEAR - 1, YEAR + 1):
        text = (params / AGENCY / f"{YEAR}.yaml").read_text("utf-8")
        (params / AGENCY / f"{year}.yaml").write_text(text.replace(f"year: {YEAR}", f"year: {year}"), "utf-8")
    source = (
        "from pathlib import Path\nfrom gongkai.returns.parse_cache import CACHE\n"
        f"print(*sorted(key[0].name for key in CACHE.keys(Path({str(params / AGENCY)!r}))))"
    )
    given = {"agency": AGENCY, "year": YEAR}, {"params": str(params)}
    found = fork_executor.execute(write(tmp_path / "03_x.ipynb", source), *given)
    assert f"{YEAR - 1}.yaml {YEAR}.yaml agency.yaml\n" == found.cells[-1].outputs[0].text


def test_engine_of_a_notebook_is_no_part_of_it(tmp_path):
    """Sources, ids and metadata are those of the plain path."""
    path = write(tmp_path / "03_x.ipynb", "1")
    assert notebooks.source(path).cells[0].source == fork_executor.execute(path, {}, {}).cells[0].source
