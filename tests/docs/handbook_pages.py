"""The commands of the handbook's pages, run in order in a project of their own.

A fence ``sh`` is what a reader types, a comment ``<!-- sh … -->`` what a reader does in an editor or has done before, and so
is ``setup`` at the head of a page. ``# 退出码1`` behind a command is its exit code. A fence ``output`` shows lines of the
output of the commands before it, with … for what differs.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(r"^```(sh|output)\n(.*?)^```$|^<!-- sh\n(.*?)^-->$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"\s*# 退出码(\d)\s*$")
_YEAR = 2025
"""The report year of the pages: that of the example, which ``gongkai init`` makes for last year."""

_SERVED = """\
import os, signal, subprocess, sys, time, urllib.error, urllib.request

port = "{port}"
call = [sys.executable, "-P", "-m", "gongkai.cli", *sys.argv[1:], "--no-browser", "--port", port]
server = subprocess.Popen(call, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{{port}}/lab")
            break
        except urllib.error.HTTPError:
            break  # it answers, and asks for the token
        except OSError:
            if server.poll() is not None:
                sys.exit(1)
            time.sleep(0.5)
    else:
        sys.exit("the server did not answer")
finally:
    os.killpg(server.pid, signal.SIGTERM)
    server.wait()
"""
"""``gongkai lab`` or ``preview`` for a test: it is started, answers, and is ended."""

_PIP = """\
import re, sys
known = {known}
for wanted in sys.argv[2:]:
    match = re.fullmatch(r"gongkai(?:\\[([a-z,]+)\\])?", wanted)
    if sys.argv[1] != "install" or match is None or not set((match[1] or "lab").split(",")) <= known:
        sys.exit(f"not to be installed: {{sys.argv[1:]}}")
"""
"""``pip`` for a test: it installs nothing, but knows the package and its extras."""


@dataclass(frozen=True)
class Block:
    """Commands, or the output that a page shows of those before."""

    kind: str
    text: str


def shifted(text: str) -> str:
    """A text with its years moved so that the report year is last year, as in the example of ``gongkai init``."""
    delta = dt.datetime.now().astimezone().year - 1 - _YEAR
    return re.sub(r"(?<!\d)20[2-3]\d(?!\d)", lambda match: str(int(match[0]) + delta), text)


def read(path: Path) -> tuple[str, list[Block]]:
    """Setup and blocks of a page."""
    text = path.read_text("utf-8")
    head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    setup = (yaml.safe_load(head[1]) or {}).get("setup", "") if head else ""
    blocks = [Block(kind or "sh", shown or hidden) for kind, shown, hidden in _BLOCK.findall(text)]
    return setup, blocks


def programs(folder: Path, port: int, extras: set[str]) -> None:
    """Write ``gongkai``, ``papermill``, ``jupyter``, ``pip`` and ``python3`` as a reader would have them."""
    folder.mkdir()
    served, pip = folder / "served.py", folder / "pip.py"
    served.write_text(_SERVED.format(port=port), "utf-8")
    pip.write_text(_PIP.format(known=extras), "utf-8")
    python = f'exec "{sys.executable}" -P'
    (folder / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')  # in a container
    for name, body in {
        "gongkai": f'case "$1" in lab|preview) {python} "{served}" "$@";; esac\n{python} -m gongkai.cli "$@"',
        "papermill": f'{python} -m papermill "$@"',
        "jupyter": f'{python} -m jupyter "$@"',
        "pip": f'{python} "{pip}" "$@"',
        "python3": f'{python} "$@"',
    }.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        path.chmod(0o755)


def run(page: Path, folder: Path, bin_: Path, handbook: Path) -> list[str]:
    """Run a page; returns what went wrong, a sentence each.

    Args:
        page: The page.
        folder: An empty folder.
        bin_: Programs that come before others, see :func:`programs`.
        handbook: Folder of files that the page needs; the variable HANDBOOK in its comments.
    """
    setup, blocks = read(page)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "LC_", "LANG"))},
        "PATH": f"{bin_}:{os.environ['PATH']}", "HANDBOOK": str(handbook), "COLUMNS": "80", "LANG": "zh_CN.UTF-8",
        "PYTHONIOENCODING": "utf-8", "JUPYTER_CONFIG_DIR": str(bin_), "HOME": str(folder.parent / "home"),
    }  # fmt: skip
    (folder.parent / "home").mkdir(exist_ok=True)
    where, wrong, said = folder, [], ""
    for block in [Block("sh", setup), *blocks]:
        if block.kind == "output":
            wrong += [f"not in the output: {line}\n{said}" for line in _missing(shifted(block.text), said)]
            continue
        said = ""
        for line in filter(str.strip, block.text.splitlines()):
            code = int(match[1]) if (match := _CODE.search(line)) else 0
            state = folder.parent / "pwd"
            done = subprocess.run(
                ["bash", "-c", f'{shifted(line)}\ncode=$?; pwd > "{state}"; exit $code'], cwd=where, env=environment,
                capture_output=True, encoding="utf-8", check=False, timeout=200,
            )  # fmt: skip
            where = type(folder)(state.read_text("utf-8").strip())
            said += done.stdout + done.stderr
            if done.returncode != code:
                wrong.append(f"exit code {done.returncode}: {line}\n{done.stdout}{done.stderr}")
    return wrong


def _missing(shown: str, said: str) -> list[str]:
    """Lines that a page shows and the program did not print."""
    lines = [line.strip() for line in said.splitlines()]

    def printed(line: str) -> bool:
        pattern = re.compile(".*".join(map(re.escape, line.strip().split("…"))))
        return any(pattern.match(each) for each in lines)

    return [line for line in shown.splitlines() if line.strip() and not printed(line)]
