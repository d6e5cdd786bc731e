"""A project whose inputs have several versions, and what a build of each gives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.pipeline import manifest
from gongkai.pipeline.inputs import sha256
from tests import ctrl_c
from tests.example import YEAR, four_organs

if TYPE_CHECKING:
    from pathlib import Path

STEMS = ("00_preface", "06_other")
ORGANS = tuple(f"organ-{number}" for number in range(4))
LONGEST = 300
"""Seconds after which a build is taken to have hung."""

_VERSIONS = (("[1, 0, 18]", "264200"), ("[1, 0, 19]", "264201"), ("[1, 0, 20]", "264202"))
"""What each version says in two places: a figure, which every section could see, and a text."""

TOKEN = "GONGKAI_HARDENING"
"""Environment variable by which the processes of a run are found, whoever their parents are now."""


@dataclass
class Project:
    """A project in a folder.

    Attributes:
        root: The folder.
        wanted: Outputs of each organ by version, then by organ, then by name; without manifests.
        version: The version of the inputs now in place.
    """

    root: Path
    wanted: list[dict[str, dict[str, bytes]]]
    version: int = 0

    @property
    def out(self) -> Path:
        """Folder of outputs."""
        return self.root / "outputs"

    def reports(self) -> list[Path]:
        """Folders of the reports."""
        return [self.out / str(YEAR) / organ for organ in ORGANS]

    def command(self, *options: str, engine: str = "auto") -> list[str]:
        """The call that builds all reports."""
        return [
            sys.executable, "-m", "gongkai", "--project", str(self.root), "build", "--all", "--engine", engine, "--log",
            *options,
        ]  # fmt: skip

    def start(self, token: str, *options: str, engine: str = "auto") -> subprocess.Popen[str]:
        """Start a build in a process group and a temporary folder of its own."""
        temporary = self.root / "temporary" / token
        temporary.mkdir(parents=True, exist_ok=True)
        variables = {**os.environ, TOKEN: token, "TMPDIR": str(temporary), "PYTHONIOENCODING": "utf-8"}
        variables["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        with ctrl_c.heeded():
            return subprocess.Popen(
                self.command(*options, engine=engine), env=variables, cwd=self.root, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, encoding="utf-8", start_new_session=True,
            )  # fmt: skip

    def change(self) -> None:
        """Put another version of the inputs in place, of which few reports are, or none: there is something to do."""
        held = Counter(self.held(folder) for folder in self.reports())
        others = (version for version in range(len(_VERSIONS)) if version != self.version)
        self.use(min(others, key=lambda version: held[version]))

    def use(self, version: int) -> None:
        """Put a version of the inputs in place."""
        self.version = version
        for organ in ORGANS:
            files.write(self.root / "params" / organ / f"{YEAR}.yaml", self.texts[version], durable=False)

    def held(self, folder: Path) -> int | None:
        """The version that a report was made from, as its manifest says; ``None`` if it says none of them."""
        made = manifest.read(folder)
        digest = made.inputs.get(f"params/{folder.name}/{YEAR}.yaml") if made is not None else None
        return next((number for number, text in enumerate(self.texts) if sha256(text) == digest), None)

    @property
    def texts(self) -> list[bytes]:
        """The year's file in each version."""
        return [(self.root / "versions" / f"{version}.yaml").read_bytes() for version in range(len(_VERSIONS))]

    def wrong(self, folder: Path) -> list[str]:
        """What is wrong with a report: it must be wholly what one version of the inputs gives, and its manifest say which."""
        made = manifest.read(folder)
        if made is None:
            return [f"{folder.name}: no manifest"]
        if damaged := manifest.damaged(folder, made):
            return [f"{folder.name}: not what its manifest says: {damaged}"]
        version = self.held(folder)
        if version is None:
            return [f"{folder.name}: made from none of the versions"]
        found = outputs(folder)
        names = sorted(
            name
            for name in found.keys() | self.wanted[version][folder.name].keys()
            if found.get(name) != self.wanted[version][folder.name].get(name)
        )
        return [f"{folder.name}: not what version {version} gives: {names}"] if names else []

    def unfinished(self) -> list[str]:
        """What is wrong after a build that was not disturbed: every report is of the version in place, nothing is left beside."""
        found = [problem for folder in self.reports() for problem in self.wrong(folder)]
        found += [f"{each.name}: not of the inputs" for each in self.reports() if self.held(each) != self.version]
        return found + self.beside()

    def beside(self) -> list[str]:
        """What is left beside the reports."""
        left = sorted(path.name for path in (self.out / str(YEAR)).iterdir() if path.name not in ORGANS)
        return [f"left beside the reports: {name}" for name in left]


def outputs(folder: Path) -> dict[str, bytes]:
    """Output files below a report's folder, without the manifest and ``run.json``, which has times."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {manifest.NAME, manifest.RUN}
    }


def make(root: Path, checkout: Path) -> Project:
    """Make a project and build each version of it, undisturbed."""
    four_organs(root, checkout, STEMS)
    first = (root / "params" / ORGANS[0] / f"{YEAR}.yaml").read_text("utf-8")
    (root / "versions").mkdir()
    for version, said in enumerate(_VERSIONS):
        text = first
        for old, new in zip(_VERSIONS[0], said, strict=True):
            assert old in text
            text = text.replace(old, new)
        (root / "versions" / f"{version}.yaml").write_text(text, "utf-8")
    project = Project(root, [])
    for version in range(len(_VERSIONS)):
        project.use(version)
        code, output = build(project)
        assert 0 == code, output
        project.wanted.append({folder.name: outputs(folder) for folder in project.reports()})
    assert all(project.wanted[0] != other for other in project.wanted[1:])
    return project


def build(project: Project, jobs: int = 2) -> tuple[int, str]:
    """Build all reports, undisturbed; exit code and what was said.

    Raises:
        subprocess.TimeoutExpired: It hung.
    """
    running = project.start("undisturbed", "-j", str(jobs))
    said, _ = running.communicate(timeout=LONGEST)
    return running.returncode, said
