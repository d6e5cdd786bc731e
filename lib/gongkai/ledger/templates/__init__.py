"""Files to start from: the register's template and an example of it."""

from __future__ import annotations

from importlib.resources import files


def text(name: str) -> str:
    """The text of a file of this folder (``ledger-template.csv``, ``ledger-example.csv``).

    Raises:
        FileNotFoundError: There is no such file.
    """
    return (files(__name__) / name).read_text("utf-8-sig")
