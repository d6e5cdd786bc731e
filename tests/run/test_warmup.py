"""The rehearsal leaves caches behind and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from gongkai.run.environment import KERNEL_ENVIRONMENT
from tests.example import AGENCY, YEAR

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

STATE = """
import hashlib, json, os, pickle, random, sys, warnings
import numpy as np, matplotlib as mpl
from matplotlib import font_manager
import matplotlib.pyplot as plt
from gongkai.run import fork_server, warmup
from gongkai.run.notebook_child import NotebookChild

def state(shell):
    digest = lambda value: hashlib.sha256(repr(value).encode()).hexdigest()
    return {
        "names": sorted(shell.user_ns), "count": shell.execution_count, "history": list(shell.history_manager.input_hist_raw),
        "formatters": digest(sorted(map(str, shell.display_formatter.mimebundle_formatter.deferred_printers))),
        "random": digest(random.getstate()), "numpy": digest(np.random.get_state()),
        "rcParams": digest(sorted(mpl.rcParams.copy().items(), key=str)), "backend": mpl.rcParams._get("backend").__class__.__name__,
        "fonts": [entry.fname for entry in font_manager.fontManager.ttflist], "figures": plt.get_fignums(),
        "warnings": digest(warnings.filters), "environment": dict(os.environ), "cwd": os.getcwd(), "path": sys.path,
        "files": sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if n.isdigit()
                        and os.path.exists(f"/proc/self/fd/{n}")) if sys.platform == "linux" else [],
        "threads": fork_server.threads(),
    }

made = NotebookChild().shell
before = state(made)
warmup.run(made, sys.argv[1], sys.argv[2], int(sys.argv[3]))
print(json.dumps([before, state(made)], default=str))
"""


@pytest.mark.parametrize(("agency", "year"), [("huancui-yingji", 2020), ("huaian-zhengfu", 2024)])
def test_leaves_nothing(root, agency, year):
    """Names, history, random numbers, rcParams, fonts, figures, files, threads, environment are as they were before."""
    said = subprocess.run(
        [sys.executable, "-c", STATE, str(root / "params"), agency, str(year)],
        env={**os.environ, **KERNEL_ENVIRONMENT}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    before, after = json.loads(said.stdout)
    assert before == after


def test_fills_caches(root):
    """What is compiled when it is first used is compiled: a second time goes through with less than half of it."""
    code = """
import re, sys
from gongkai.run import fork_server, warmup
from gongkai.run.notebook_child import NotebookChild
made, compiled, compile = NotebookChild().shell, [], re._compiler.compile
re._compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile(pattern, flags)
warmup.run(made, sys.argv[1], "huaian-zhengfu", 2024)
first = len(compiled)
warmup.run(made, sys.argv[1], "huaian-zhengfu", 2024)
print(first > 0, 2 * (len(compiled) - first) < first)
"""
    said = subprocess.run(
        [sys.executable, "-c", code, str(root / "params")],
        env={**os.environ, **KERNEL_ENVIRONMENT}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "True True\n"


def test_charts_open_no_font(root):
    """After the warm-up's chart, the charts of another report with their usual labels and numbers open no font."""
    code = """
import sys
from pathlib import Path
from matplotlib import font_manager
from gongkai.run import warmup
from gongkai.sections import charts, load
warmup.run_chart()
for name, kind in ("requests", "results"), ("disputes", "disputes"):
    shown = load(name, "huaian-zhengfu", 2024, Path(sys.argv[1])).chart(kind, charts.bars)
    print([block.type for block in shown.blocks], font_manager._get_font.cache_info().misses)
"""
    said = subprocess.run(
        [sys.executable, "-c", code, str(root / "params")],
        env={**os.environ, **KERNEL_ENVIRONMENT}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "['figure'] 0\n" * 2


def test_photos_are_not_read(params):
    """Reading a photo takes long and leaves nothing behind: one that is broken does not stop the rehearsal."""
    (params / AGENCY / str(YEAR)).mkdir()
    (params / AGENCY / str(YEAR) / "open_day.jpg").write_bytes(b"no picture")
    code = """
import sys
from gongkai.run import fork_server, warmup
from gongkai.run.notebook_child import NotebookChild
warmup.run(NotebookChild().shell, sys.argv[1], sys.argv[2], int(sys.argv[3]))
print("through")
"""
    said = subprocess.run(
        [sys.executable, "-c", code, str(params), AGENCY, str(YEAR)],
        env={**os.environ, **KERNEL_ENVIRONMENT}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "through\n"
