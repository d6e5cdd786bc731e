"""``gongkai lab``: JupyterLab on the notebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gongkai.returns import InputError
from gongkai.run import notebooks, provisioner

if TYPE_CHECKING:
    from pathlib import Path


def run_lab(params: Path | None) -> int:
    """Open JupyterLab and wait for its end.

    Args:
        params: The folder of params that the notebooks read; ``None`` is the default.

    Returns:
        JupyterLab's exit code.

    Raises:
        InputError: JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        msg = '没有安装JupyterLab；请运行 pip install "gongkai[lab]"。'
        raise InputError(msg)
    environment = dict(os.environ)
    if params is not None:
        environment["GONGKAI_PARAMS"] = str(params.resolve())
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={notebooks.folder()}", *provisioner.options()]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own interpreter
