"""Warm and plain execution give the same bytes, also where a notebook looks at its kernel, and where it fails."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest

from gongkai.run import fork_executor, papermill_executor
from gongkai.run.errors import RunError
from tests.run.test_papermill_executor import write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

ORDINARY = [
    "import asyncio, sys\nasyncio.get_running_loop().is_running()",
    "async def later():\n    print('后来')\nawait asyncio.create_task(later())",
    "try:\n    asyncio.run(later())\nexcept RuntimeError as error:\n    print(error)",
    "import logging\nlogging.warning('小心')",
    "from matplotlib.figure import Figure\nFigure()",
    "import matplotlib.font_manager as m\nlen(m.fontManager.ttflist), m.findfont('Noto Sans SC')",
    "import matplotlib\nsorted((k, str(v)) for k, v in matplotlib.rcParams.items() if k != 'backend')",
    "import matplotlib.pyplot as plt\nmatplotlib.get_backend(), plt.isinteractive()",
    "figure, axes = plt.subplots()\naxes.plot([1, 2])",
    "import io, re\nsaved = io.StringIO()\nfigure.savefig(saved, format='svg')\nre.findall('<dc:date>(.*)</dc:date>', saved.getvalue())",
    "from IPython.display import JSON, SVG, Image, display\ndisplay({'application/json': {'a': (1, 2)}}, raw=True)\nJSON({'a': {1: 2}})",
    "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 100)",
    "display('x', metadata={'text/plain': {'a': 1}})\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>')",
    "shell = get_ipython()\ntype(shell).__name__, shell.kernel is not None, shell.colors, len(sys.argv) > 0",
    "import __main__\n__main__.__dict__ is globals(), '__file__' in globals()",
    "class P:\n    pass\nimport pickle\ntype(pickle.loads(pickle.dumps(P()))).__name__",
    "import multiprocessing\nchild = multiprocessing.get_context('fork').Process(target=lambda: print('孩子'))\nchild.start()\nchild.join()",
    "import os\n{k: os.environ.get(k) for k in ('TERM', 'PAGER', 'FORCE_COLOR', 'MPLBACKEND', 'PYTHONHASHSEED')}",
    "import random\nimport numpy as np\nrandom.random(), np.random.rand(), hash('a')",
    "open('here.txt', 'w').write('x')\nsorted(os.listdir('.'))",
    "import warnings\nfor _ in range(2):\n    warnings.warn('小心')",
    "import pandas as pd\npd.DataFrame([[1] * 40])",
    "try:\n    from tqdm.auto import tqdm\nexcept ImportError:\n    pass",
    "from rich.console import Console\nConsole().is_jupyter",
    "import getpass\nfor ask in (input, getpass.getpass):\n    try:\n        ask()\n    except Exception as error:\n        print(type(error).__name__, error)",
    "shown = display('旧', display_id=True)\nshown.update('新')",
    "!echo 甲\nfound = !echo 乙\nfound",
    "%%bash\necho 丙",
    "%%capture kept\nprint('丁')",
    "kept.stdout, Out.get(3), In[3][:6]",
    "int?",
    "shell.events.register('post_run_cell', lambda result: print('之后'))",
    "shell.ast_node_interactivity = 'all'",
    "1\n2",
]

FAILING = {
    "error": ["# 算\nraise ValueError('不对')"],
    "error after a chart": ["import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\n1 / 0"],
    "representation": ["class A:\n    def _repr_html_(self):\n        return 1 / 0\nA()"],
    "syntax": ["def f(:"],
    "sys.exit": ["import sys\nsys.exit(3)"],
    "interrupt": ["raise KeyboardInterrupt"],
}


def test_ordinary_cells(tmp_path, monkeypatch):
    """What a notebook can see of its kernel, and every kind of output, is the same."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it a kernel leaves file descriptors alone
    path = write(tmp_path / "03_x.ipynb", *ORDINARY)
    fast, slow = fork_executor.execute(path, {"a": 2}, {}), papermill_executor.execute(path, {"a": 2}, {})
    assert "fork server" == fast.metadata.pop("engine")
    for one, other in zip(fast.cells, slow.cells, strict=True):
        assert other == one
    assert nbformat.writes(slow) == nbformat.writes(fast)


@pytest.mark.parametrize("name", FAILING)
def test_failing_cells(tmp_path, name):
    """A failure has the same sentence and leaves the same notebook."""
    path = write(tmp_path / "03_x.ipynb", *FAILING[name], "print('后面')")
    said, left = [], []
    for execute in (papermill_executor.execute, fork_executor.execute):
        with pytest.raises(RunError) as caught:
            execute(path, {"a": 2}, {})
        said.append(str(caught.value))
        left.append(nbformat.writes(caught.value.notebook))
    assert said[0] == said[1]
    assert left[0] == left[1]


def test_seed_differs_by_report_and_section(tmp_path):
    """Random numbers are the same for the same organ, year and section, and differ otherwise."""
    first = write(tmp_path / "03_x.ipynb", "import random\nrandom.random()")
    other = write(tmp_path / "04_x.ipynb", "import random\nrandom.random()")
    found = [
        fork_executor.execute(path, {"a": a}, {}).cells[-1].outputs[0].data["text/plain"]
        for path, a in ((first, 1), (first, 1), (first, 2), (other, 1))
    ]
    assert found[0] == found[1]
    assert 3 == len(set(found))


def test_each_run_has_a_folder_of_its_own(tmp_path):
    """A file written beside one notebook's run is not there for the next, and not where the command was called."""
    path = write(tmp_path / "03_x.ipynb", "import os\nprint(os.listdir('.'))\nopen('图.svg', 'w').close()")
    for execute in (fork_executor.execute, fork_executor.execute, papermill_executor.execute):
        assert "[]\n" == execute(path, {}, {}).cells[-1].outputs[0].text
    assert not Path("图.svg").exists()
