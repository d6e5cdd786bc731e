"""What a published file is compared with: manifests that list digests, and records of who signed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.pipeline import manifest
from gongkai.returns import InputError, Params, review_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gongkai.pipeline.manifest import Manifest
    from gongkai.returns.review_file import Record

MOST = 20_000
"""Maximum number of folders of reports that are looked through."""


@dataclass
class Evidence:
    """What is known about reports, by organ and year.

    Attributes:
        manifests: Manifests.
        records: Records of steps, each with the file it was read from.
    """

    manifests: dict[tuple[str, int], Manifest] = field(default_factory=dict)
    records: dict[tuple[str, int], tuple[Record, Path]] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Take what a file or folder holds; what was taken before goes first.

        Args:
            path: The folder of a report, of outputs, of an organ or of all params, or a record of steps.

        Raises:
            InputError: It is none of these, or a record in it cannot be read.
        """
        if path.is_file():
            key = _named(path)
            if key is None:
                msg = f"“{path}”不是签名记录；请指明“年度.review.yaml”、signoff.yaml，或它们所在的文件夹。"
                raise InputError(msg)
            self._record(key, path)
        elif (path / manifest.NAME).is_file():
            self.add_report(path)
        elif any(path.glob(review_file.FILES)):
            self._add_records(path)
        elif any(path.glob("*/agency.yaml")):
            self.add_params(path)
        else:
            found = reports(path)
            if not found:
                msg = f"“{path}”里没有报告，也没有签名记录；请检查路径。"
                raise InputError(msg)
            for folder in found:
                self.add_report(folder)

    def add_report(self, folder: Path) -> None:
        """Take the manifest in the folder of a report, and the copy of the record of steps beside it."""
        made = manifest.read(folder)
        if made is None:
            return
        key = (made.agency, made.year)
        self.manifests.setdefault(key, made)
        if (folder / manifest.RECORD).is_file():
            self._record(key, folder / manifest.RECORD)

    def add_params(self, root: Path) -> None:
        """Take all records of steps in a folder of params."""
        self._add_records(root, "*/")

    def _add_records(self, root: Path, below: str = "") -> None:
        for path in sorted(root.glob(below + review_file.FILES))[:MOST]:
            self._record((path.absolute().parent.name, int(path.name[:4])), path)

    def add_project(self, agency: str, year: int, params: Params) -> None:
        """Take the record of one report in a project."""
        path = review_file.path(params.root / agency, year)
        if "/" not in agency and path.is_file():
            self._record((agency, year), path)

    def _record(self, key: tuple[str, int], path: Path) -> None:
        if key not in self.records:
            self.records[key] = review_file.load(path, path.name), path


def _named(path: Path) -> tuple[str, int] | None:
    """Which report a record of steps is about: by its name, or by the manifest beside it."""
    if path.name == manifest.RECORD and (made := manifest.read(path.parent)) is not None:
        return made.agency, made.year
    year = path.name.removesuffix(".review.yaml")
    return (path.absolute().parent.name, int(year)) if year.isascii() and year.isdigit() and len(year) == 4 else None


def reports(root: Path) -> list[Path]:
    """The folders of reports in a folder of outputs, drafts left out."""
    found: Iterable[Path] = (path.parent for path in root.glob(f"[0-9][0-9][0-9][0-9]/*/{manifest.NAME}"))
    return sorted(path for path in found if not path.name.startswith("."))[:MOST]
