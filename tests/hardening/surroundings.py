"""Surroundings of a build that are not as they should be: what makes each, and what must come of it."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.example import AGENCY, YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

REPORT = f"outputs/{YEAR}/{AGENCY}"


@dataclass(frozen=True)
class Surrounding:
    """What a report is built in, after its inputs have changed.

    Attributes:
        name: Of the case.
        said: What must be said if the report cannot be built; else it must be new afterwards.
        prepare: Changes the project.
        out: Folder of outputs.
    """

    name: str
    said: str = ""
    prepare: Callable[[Path], None] = lambda _: None
    out: str = "outputs"


@dataclass(frozen=True)
class Process(Surrounding):
    """The same for a process of its own, in which a command is run.

    Attributes:
        code: The exit code that it must end with.
        words: The command; a build of the report by default.
        variables: Environment variables; ``None`` removes one.
        largest: Most bytes of a file that it may write; without limit by default.
    """

    code: int = 0
    words: tuple[str, ...] = ("build", AGENCY)
    variables: Mapping[str, str | None] = field(default_factory=dict)
    largest: int | None = None

    def limit(self) -> None:
        """Called in the child process before the command; permissions hold there for root, too."""
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)
        if self.largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest, self.largest))


_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def _linked(name: str, target: str) -> Callable[[Path], None]:
    """Move a file or folder of the project elsewhere, and put a link to it in its place."""

    def prepare(root: Path) -> None:
        place = root / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(root / name, place)
        (root / name).symlink_to(place, target_is_directory=place.is_dir())

    return prepare


def _leading_nowhere(name: str, target: str) -> Callable[[Path], None]:
    def prepare(root: Path) -> None:
        (root / name).symlink_to(target)

    return prepare


def _read_only(*names: str) -> Callable[[Path], None]:
    def prepare(root: Path) -> None:
        for name in names:
            for path in ((root / name), *(root / name).rglob("*")):
                path.chmod(0o555 if path.is_dir() else 0o444)

    return prepare


def _file(name: str) -> Callable[[Path], None]:
    """Put a file where a folder must be."""

    def prepare(root: Path) -> None:
        (root / name).write_bytes(b"")

    return prepare


CASES = (
    Surrounding("outputs is a link", prepare=_linked("outputs", "elsewhere/outputs")),
    Surrounding("params is a link out of the project", prepare=_linked("params", "../elsewhere/params")),
    Surrounding("the organ is a link", prepare=_linked(f"params/{AGENCY}", "elsewhere/organ")),
    Surrounding("the year's file is a link", prepare=_linked(f"params/{AGENCY}/{YEAR}.yaml", "elsewhere/year.yaml")),
    Surrounding("the report is a link", prepare=_linked(REPORT, "elsewhere/report")),
    Surrounding("outputs leads nowhere", "已经有同名的文件", _leading_nowhere("other", "nowhere"), "other"),
    Surrounding("outputs leads to itself", "链接绕成了圈", _leading_nowhere("other", "other"), "other"),
    Surrounding("outputs is a file", "路径中有一段不是文件夹", _file("other"), "other"),
    Process("no home that can be used", variables={"HOME": "/dev/null/home", "XDG_CACHE_HOME": None, "TMPDIR": "/dev/null"}),
    Process("files that cannot become large", "文件太大", largest=20_000, code=1),
    Process("outputs may not be written", "没有权限", _read_only("outputs"), code=1),
    Process("params may not be written", prepare=_read_only("params")),
    Process("a year is begun where nothing may be written", "没有权限", _read_only("params"), code=2, words=("new", AGENCY, "2021")),
)  # fmt: skip


_IMPORT = ("import", f"{REPORT}/report.json", "--yes")
_SUBMIT = ("submit", AGENCY, str(YEAR), "--as", "张三")
_NO_HOME = {"HOME": None, "XDG_CACHE_HOME": None, "XDG_STATE_HOME": None}

WRITERS = tuple(
    Process(f"{words[0]}: {name}", said, prepare, words=words, code=2 if said else 0, **more)  # type: ignore[arg-type]
    for words in (_IMPORT, _SUBMIT)
    for name, said, prepare, more in (
        ("params may not be written", "没有权限", _read_only("params"), {}),
        ("files that cannot become large", "文件太大", lambda _: None, {"largest": 500}),
        ("no home", "", lambda _: None, {"variables": _NO_HOME}),
        ("params is a link out of the project", "", _linked("params", "../elsewhere/params"), {}),
        ("the organ is a link out of the project", "", _linked(f"params/{AGENCY}", "../elsewhere/organ"), {}),
    )
)
"""What commands that write into params must come to: the import of a report of other figures, and a submission, which keeps what was submitted."""


def _other(name: str, data: bytes) -> Callable[[Path], None]:
    """Put other bytes into files of the report."""

    def corrupt(report: Path) -> None:
        for path in report.glob(name):
            path.write_bytes(data)

    return corrupt


def _folder_for_a_page(report: Path) -> None:
    (report / "report.html").unlink()
    (report / "report.html").mkdir()


def _file_for_the_folder(report: Path) -> None:
    shutil.rmtree(report)
    report.write_bytes(b"")


_OTHER_TYPES = b'{"agency": 1, "year": "x", "inputs": [], "sections": 5, "outputs": "x", "fonts": [], "engine": {}, "findings": []}'

CORRUPTED: dict[str, Callable[[Path], None]] = {
    "a page of nothing": _other("report.html", b""),
    "half a PDF": lambda report: os.truncate(report / "report.pdf", 5000),
    "no data": lambda report: (report / "report.json").unlink(),
    "a folder for a page": _folder_for_a_page,
    "sections that are no notebooks": _other("sections/*", b"{}"),
    "no manifest": lambda report: (report / "manifest.json").unlink(),
    "a manifest of nothing": _other("manifest.json", b""),
    "a manifest that is no text": _other("manifest.json", b"\xff" * 100),
    "a deep manifest": _other("manifest.json", b"[" * 200_000),
    "a manifest of other types": _other("manifest.json", _OTHER_TYPES),
    "no folder": shutil.rmtree,
    "a file for the folder": _file_for_the_folder,
}
"""What may have become of a report by some accident."""
