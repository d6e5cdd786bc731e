"""Which inputs have changed since they were looked at."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gongkai.pipeline import report, stability
from gongkai.pipeline.job import Options
from gongkai.returns import InputError, Params
from gongkai.run import notebooks
from tests.example import AGENCY, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def where(tmp_path: Path) -> Iterator[Path]:
    """A folder of two notebooks."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("00_preface", "06_other"):
        (folder / f"{name}.ipynb").write_text("{}", "utf-8")
    with notebooks.use(folder):
        yield folder


def test_every_file_is_watched(params: Path, where: Path) -> None:
    """Files that change, come or go are named, sorted by their paths; a file that is changed back was changed too."""
    year = params / AGENCY / f"{YEAR}.yaml"
    before = stability.Inputs.now(Params(params), AGENCY, YEAR)
    assert () == before.changed()
    before.verify()
    (where / "06_other.ipynb").unlink()
    (where / "05_new.ipynb").write_text("{}", "utf-8")
    text, stat = year.read_bytes(), year.stat()
    year.write_bytes(text + b"\n")
    year.write_bytes(text)
    os.utime(year, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    expected = ("notebooks/05_new.ipynb", "notebooks/06_other.ipynb", f"params/{AGENCY}/{YEAR}.yaml")
    assert expected == before.changed()
    with pytest.raises(stability.InputsChangedError) as caught:
        before.verify()
    assert (expected, "、".join(expected)) == (caught.value.names, str(caught.value))


def test_file_that_goes_while_it_is_listed(params: Path, where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is gone when it is looked at is left out, and those after it are watched all the same."""
    files = Params.files
    monkeypatch.setattr(Params, "files", lambda *given: (params / "gone.yaml", *files(*given)))
    found = stability.Inputs.now(Params(params), AGENCY, YEAR)
    names = {"agency.yaml", f"{YEAR}.yaml", "00_preface.ipynb", "06_other.ipynb"}
    assert names == {path.name for path in found.stamps}


@pytest.mark.parametrize(
    ("names", "said"), [(("a",), "a"), (("a", "b", "c"), "a、b、c"), (("a", "b", "c", "d"), "a、b、c等")]
)
@pytest.mark.usefixtures("where")
def test_input_that_never_rests(
    params: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], said: str
) -> None:
    """A build begins three times, says each time but the last which files have changed, up to three, and then gives up."""

    def never(*_: object) -> None:
        raise stability.InputsChangedError(names)

    monkeypatch.setattr(report, "_build", never)
    heard: list[tuple[str, str]] = []
    done = report.build(Params(params), AGENCY, YEAR, tmp_path / "out", Options(), lambda *event: heard.append(event))
    assert [(f"{'、'.join(names[:3])}刚改过，重新开始", "again")] * 2 == heard
    expected = f"威海市环翠区应急管理局{YEAR}年：生成时{said}一直在改动，试了3次；请等改完（或同步完）再生成。"
    assert (expected, True) == (done.message, done.is_input)


@pytest.mark.usefixtures("where")
def test_failure_without_a_change(params: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails though nothing has changed is not tried again."""
    begun = []

    def fails(*_: object) -> None:
        begun.append(1)
        msg = "不对。"
        raise InputError(msg)

    monkeypatch.setattr(report, "_build", fails)
    done = report.build(Params(params), AGENCY, YEAR, tmp_path / "out", Options())
    assert ([1], f"威海市环翠区应急管理局{YEAR}年：不对。") == (begun, done.message)
