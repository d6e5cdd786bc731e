"""``gongkai lab``: open the notebooks in JupyterLab."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gongkai.returns import InputError, project
from gongkai.run import notebooks, provisioner

if TYPE_CHECKING:
    from pathlib import Path


def run_lab(params: Path | None) -> int:
    """Open JupyterLab and wait until it exits.

    Args:
        params: The folder of params that the notebooks read; ``None`` is the default.

    Returns:
        JupyterLab's exit code.

    Raises:
        InputError: There is no project, it belongs to another user, or JupyterLab is not installed.
    """
    where = notebooks.of_project()
    if find_spec("jupyterlab") is None:
        msg = '没有安装JupyterLab；请运行 pip install "gongkai[lab]"。'
        raise InputError(msg)
    environment = dict(os.environ)
    if params is not None or os.environ.get("GONGKAI_PARAMS"):
        environment["GONGKAI_PARAMS"] = str(project.params(params))
    # Neither modules nor Jupyter settings are loaded from the working directory.
    command = [sys.executable, "-P", "-m", "jupyterlab", f"--notebook-dir={where}", *provisioner.options()]
    return subprocess.run(command, cwd=where, env=environment, check=False).returncode  # noqa: S603 - our own interpreter
