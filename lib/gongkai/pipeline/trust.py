"""Built notebooks are trusted by Jupyter for the user who built them, so that their tables show when they are opened.

Jupyter keeps signatures of trusted notebooks in a database of the user; the notebooks themselves stay as they are.

Source: https://jupyter-server.readthedocs.io/en/latest/operators/security.html#security-in-notebook-documents
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat.sign import NotebookNotary, SignatureStore, SQLiteSignatureStore

from gongkai import files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbformat import NotebookNode

_PATIENCE = 5
"""Seconds to wait for another process that writes to the database."""


class _Store(SignatureStore):
    """Jupyter's database of signatures, written once: the store of nbformat commits thrice for each notebook.

    Nor does it rename a database that it cannot open, which may only be locked.
    """

    def __init__(self, file: Path) -> None:
        """Open the database, and make it if there is none.

        Raises:
            sqlite3.Error: It cannot be read or written.
        """
        self.db = sqlite3.connect(file, timeout=_PATIENCE)
        SQLiteSignatureStore.init_db(self, self.db)  # type: ignore[arg-type, no-untyped-call]

    def store_signature(self, digest: str, algorithm: str) -> None:
        """Add a signature; :meth:`close` commits it."""
        if not self.check_signature(digest, algorithm):
            now = dt.datetime.now(dt.UTC).isoformat(" ")
            values = (algorithm, digest, now)
            self.db.execute("INSERT INTO nbsignatures (algorithm, signature, last_seen) VALUES (?, ?, ?)", values)

    def check_signature(self, digest: str, algorithm: str) -> bool:
        """Whether a signature is there."""
        query = "SELECT 1 FROM nbsignatures WHERE algorithm = ? AND signature = ?"
        return self.db.execute(query, (algorithm, digest)).fetchone() is not None

    def remove_signature(self, digest: str, algorithm: str) -> None:
        """Remove a signature; :meth:`close` commits it."""
        self.db.execute("DELETE FROM nbsignatures WHERE algorithm = ? AND signature = ?", (algorithm, digest))

    def close(self) -> None:
        """Commit, and close the database."""
        with closing(self.db):
            self.db.commit()


def sign(notebooks: Iterable[NotebookNode]) -> None:
    """Make Jupyter trust notebooks that were written as they are; where that cannot be determined, nothing happens.

    Args:
        notebooks: As they are read from their files.
    """
    from jupyter_core.paths import jupyter_data_dir

    folder = Path(jupyter_data_dir())
    with suppress(OSError, sqlite3.Error, ValueError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            return
        # The first to sign makes the key, which only one may.
        with files.lock(folder / "notebook_secret", _PATIENCE), _Notary(folder) as notary:
            for notebook in notebooks:
                notary.sign(notebook)


class _Notary(NotebookNotary):
    """Jupyter's notary for a folder of its data; no settings are read, which might be in the working directory."""

    def __init__(self, folder: Path) -> None:
        """Use the key and the database in a folder."""
        store: Any = _Store(folder / "nbsignatures.db")
        super().__init__(data_dir=str(folder), store_factory=lambda: store)  # type: ignore[no-untyped-call]
