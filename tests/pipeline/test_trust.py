"""Jupyter trusts the notebooks of a build."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Thread

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from gongkai.pipeline import cluster, report, trust
from gongkai.pipeline.job import Options, Task
from gongkai.returns import Params
from tests.example import AGENCY, YEAR
from tests.waiting import PATIENCE


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter's folder of data, which does not exist yet and is not the user's own."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def trusted(data: Path, *paths: Path) -> list[str]:
    """Names of the notebooks that Jupyter's own notary trusts, read from their files."""
    with NotebookNotary(data_dir=str(data)) as notary:
        return [path.name for path in paths if notary.check_signature(nbformat.read(path, as_version=4))]


def book(text: str) -> nbformat.NotebookNode:
    """A notebook."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="a")])


def test_build(params: Path, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every notebook of a report is trusted as it is on the disk, and has the same bytes as without; a change is not."""
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "outputs"
    assert "done" == report.build(Params(params), AGENCY, YEAR, out, Options(trust=False)).status
    folder = out / str(YEAR) / AGENCY
    books = sorted(folder.rglob("*.ipynb"))
    before = {path: path.read_bytes() for path in books}
    assert not data.exists()
    assert "done" == report.build(Params(params), AGENCY, YEAR, out, Options(force=True)).status
    assert before == {path: path.read_bytes() for path in books}
    assert [path.name for path in books] == trusted(data, *books)
    assert 0o600 == (data / "notebook_secret").stat().st_mode & 0o777
    (folder / "report.ipynb").write_text(before[folder / "report.ipynb"].decode().replace("2020", "2021"), "utf-8")
    assert [] == trusted(data, folder / "report.ipynb")


def test_from_a_worker(params: Path, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report made on a cluster is trusted where it arrives, not where it was made."""
    monkeypatch.chdir(tmp_path)
    task = Task(params, tmp_path / "outputs", AGENCY, YEAR, Options())
    made = cluster.build_remotely(cluster.pack(task))
    assert not data.exists()
    cluster.receive(made, task)
    books = sorted((tmp_path / "outputs").rglob("*.ipynb"))
    assert [path.name for path in books] == trusted(data, *books)


def test_beside_others(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signatures that are there stay, one notebook is there once, and builds that sign at a time use one key."""
    monkeypatch.setattr(trust, "_PATIENCE", PATIENCE)
    data.mkdir()
    mine = tmp_path / "mine.ipynb"
    nbformat.write(book("mine"), mine)
    with NotebookNotary(data_dir=str(data)) as notary:
        notary.sign(nbformat.read(mine, as_version=4))
    threads = [Thread(target=trust.sign, args=([book(str(number)), book("all")],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    paths = [tmp_path / f"{name}.ipynb" for name in (*range(8), "all")]
    for path in paths:
        nbformat.write(book(path.stem), path)
    assert ["mine.ipynb", *(path.name for path in paths)] == trusted(data, mine, *paths)
    with sqlite3.connect(data / "nbsignatures.db") as db:
        assert (10,) == db.execute("SELECT count(*) FROM nbsignatures").fetchone()


def test_where_jupyter_has_no_place(tmp_path: Path, data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where the database or its folder is of no use, nothing happens, nothing is said, and nothing is renamed."""
    data.write_text("a file where a folder should be")
    trust.sign([book("x")])
    data.unlink()
    data.mkdir()
    (data / "nbsignatures.db").write_bytes(b"not a database" * 100)
    trust.sign([book("x")])
    assert {"nbsignatures.db"} == {path.name for path in data.iterdir()}
    (data / "nbsignatures.db").unlink()
    (data / "nbsignatures.db").mkdir()
    trust.sign([book("x")])
    (data / "nbsignatures.db").rmdir()
    (data / "notebook_secret").mkdir()
    trust.sign([book("x")])
    assert ("", "") == capfd.readouterr()


def test_locked(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another program has locked is left alone; its folder is made for the user alone."""
    trust.sign([book("x")])
    assert 0o700 == data.stat().st_mode & 0o777
    monkeypatch.setattr(trust, "_PATIENCE", 0.1)
    db = sqlite3.connect(data / "nbsignatures.db")
    db.execute("BEGIN EXCLUSIVE")
    trust.sign([book("y")])
    db.rollback()
    db.close()
    assert {"nbsignatures.db", "notebook_secret"} == {path.name for path in data.iterdir()}
    with sqlite3.connect(data / "nbsignatures.db") as db:
        assert (1,) == db.execute("SELECT count(*) FROM nbsignatures").fetchone()
