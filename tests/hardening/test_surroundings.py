"""Whatever the surroundings are, a build succeeds or says in a sentence why not, and the last good report stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from gongkai import files
from gongkai.pipeline import manifest, report
from gongkai.pipeline.job import Options
from gongkai.returns import Params
from gongkai.run import notebooks
from tests.example import AGENCY, YEAR, mark
from tests.hardening.surroundings import CASES, CORRUPTED, REPORT, WRITERS, Process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links, limits and users of Linux")

OLD, NEW = "[1, 0, 18]", "[1, 0, 19]"
"""A figure that changes after the report has been built."""


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """A project of one notebook whose report has been built."""
    folder = tmp_path_factory.mktemp("built") / "project"
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(root / "notebooks" / "00_preface.ipynb", folder / "notebooks")
    shutil.copytree(root / "params" / AGENCY, folder / "params" / AGENCY)
    mark(folder)
    assert "done" == build(folder).status
    return folder


@pytest.fixture(scope="module")
def anew(built):
    """The report after the figure has changed, as it must be."""
    out = built.parent / "anew"
    shutil.copytree(built, out)
    change(out)
    assert "done" == build(out).status
    return outputs(out / REPORT)


def build(folder, out="outputs"):
    with pytest.MonkeyPatch.context() as patch, notebooks.use(folder / "notebooks"):
        patch.delenv("GONGKAI_PROJECT", raising=False)  # the versions of its lock file are an input
        patch.chdir(folder)
        return report.build(Params(folder / "params"), AGENCY, YEAR, folder / out, Options())


def change(folder):
    path = folder / "params" / AGENCY / f"{YEAR}.yaml"
    text = path.read_text("utf-8")
    assert OLD in text
    path.write_text(text.replace(OLD, NEW), "utf-8")


def outputs(folder):
    """The files of a report, without ``run.json``, which has times."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != manifest.RUN
    }


def gongkai(folder, case, *more):
    """Run the command of a case in a project; its exit code, and what it said, without white space."""
    variables = {**os.environ, "PYTHONIOENCODING": "utf-8", "GONGKAI_SAFE_DIRECTORY": str(folder)}
    variables["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    for name, value in case.variables.items():
        variables.pop(name, None)
        if value is not None:
            variables[name] = value
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", *case.words, *more], cwd=folder, env=variables, capture_output=True,
        encoding="utf-8", check=False, preexec_fn=case.limit,
    )  # fmt: skip
    return done.returncode, "".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_surroundings(built, anew, tmp_path, case):
    """A report is built, or a sentence says why not; it is new as a whole, or as it was."""
    folder = tmp_path / "project"
    shutil.copytree(built, folder)
    change(folder)
    before = outputs(folder / REPORT)
    case.prepare(folder)
    try:
        if isinstance(case, Process):
            code, said = gongkai(folder, case)
            assert case.code == code, said
        else:
            done = build(folder, case.out)
            assert ("failed" if case.said else "done") == done.status
            said = done.message
    finally:
        for path in (folder, *folder.rglob("*")):  # else its owner could not remove it
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
    assert case.said in said
    assert "Traceback" not in said
    assert (before if case.said else anew) == outputs(folder / REPORT)
    there = {path.name for path in (folder / "outputs" / str(YEAR)).iterdir()}
    assert {AGENCY} == there - {f"{AGENCY}.failed", f".{AGENCY}.work"}  # why it failed, and sections to resume from


def inputs(folder):
    """The organ's files in params, hidden ones too, but for what can be undone."""
    organ = folder / "params" / AGENCY
    there = {path.relative_to(organ).as_posix(): path for path in organ.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in there.items() if not name.startswith(".history/")}


@pytest.mark.parametrize("case", WRITERS, ids=lambda case: case.name)
def test_surroundings_of_what_writes_inputs(built, tmp_path, case):
    """An import and a submission write all, or say in a sentence why not and write nothing."""
    folder = tmp_path / "project"
    shutil.copytree(built, folder)
    if case.words[0] == "import":
        change(folder)
    before = inputs(folder)
    case.prepare(folder)
    links = [path for path in folder.rglob("*") if path.is_symlink()]
    code, said = gongkai(folder, case)
    assert (case.code, True) == (code, case.said in said), said
    assert "Traceback" not in said
    assert (bool(case.said), []) == (before == inputs(folder), [path for path in links if not path.is_symlink()])
    assert [] == [path.name for path in (folder / "params").rglob("*") if files.is_staged(path)]


@pytest.mark.parametrize("kind", CORRUPTED)
def test_corrupted_outputs(built, tmp_path, kind):
    """A report of which anything is not as it was built is built again, whole."""
    folder = tmp_path / "project"
    shutil.copytree(built, folder)
    CORRUPTED[kind](folder / REPORT)
    done = build(folder)
    assert ("done", "") == (done.status, done.message)
    assert outputs(built / REPORT) == outputs(folder / REPORT)
    assert AGENCY == json.loads((folder / REPORT / "manifest.json").read_text("utf-8"))["agency"]


def test_strange_place(built, anew, tmp_path):
    """A project can be in a folder of any name, also one that is no text; its user needs no home."""
    folder = tmp_path / "".join(["a b'\"\n😀 $(id) %s {0} [red]", os.fsdecode(b"caf\xe9")])
    shutil.copytree(built, folder)
    change(folder)
    code, said = gongkai(folder, Process("", variables={"HOME": None}))
    assert 0 == code, said
    assert anew == outputs(folder / REPORT)


def test_full_disk(built, tmp_path):
    """On a full disk a build says so, and the last good report stays."""
    disk, folder = tmp_path / "disk", tmp_path / "project"
    disk.mkdir()
    size = sum(path.stat().st_size + 4096 for path in (built / "outputs").rglob("*")) + 50_000
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        shutil.copytree(built, folder)
        change(folder)
        shutil.move(folder / "outputs", disk / "outputs")
        before = outputs(disk / REPORT)
        done = build(folder, disk / "outputs")
        assert ("failed", True) == (done.status, "磁盘已满" in done.message), done.message
        assert before == outputs(disk / REPORT)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
