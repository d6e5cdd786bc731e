"""The fonts installed with the package, Noto Serif SC and Noto Sans SC (OFL): the last fallback of every set."""

from __future__ import annotations

from pathlib import Path

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
"""Their family names."""


def folder() -> Path:
    """The folder that holds the two files and nothing else."""
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.serif_path()).parent
