"""Environment variables of kernels."""

from __future__ import annotations

import os

from gongkai.run import environment


def test_environment_is_put_back(monkeypatch):
    """The kernel's environment is set temporarily."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    with environment.kernel_variables():
        assert "module://matplotlib_inline.backend_inline" == os.environ["MPLBACKEND"]
    assert "Agg" == os.environ["MPLBACKEND"]
