"""Options, task and result of the build of a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gongkai.run import TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Progress = Callable[[str, str], None]

DRAFTS = "drafts"
"""Folder in the folder of outputs with all drafts, so that a draft never takes the place of a report."""

PREVIEW = "preview"
"""Folder in the folder of outputs with what ``gongkai preview`` shows; it may be deleted at any time."""


@dataclass(frozen=True)
class Options:
    """How to build.

    Attributes:
        force: Also build reports that are current.
        strict: Refuse to publish if an error is neither fixed nor waived.
        draft: Watermark 草稿 and findings in the PDF and Word file.
        preview: Web pages only, in a folder of their own; not together with ``draft``.
        timeout: Seconds that one cell may take.
        engine: ``auto`` (the fork server if available) or ``papermill`` (plain papermill and kernel).
        parallel: Maximum number of sections of this report to run at a time.
        trust: Whether Jupyter is to trust the built notebooks, for the user of this process.
    """

    force: bool = False
    strict: bool = False
    draft: bool = False
    preview: bool = False
    timeout: int = TIMEOUT
    engine: Literal["auto", "papermill"] = "auto"
    parallel: int = 1
    trust: bool = True

    def root(self, out: Path) -> Path:
        """The folder of outputs itself for reports, a folder in it for drafts, another for previews."""
        return out / DRAFTS if self.draft else out / PREVIEW if self.preview else out

    def folder(self, out: Path, agency: str, year: int) -> Path:
        """Folder of the outputs of one report, draft or preview."""
        return self.root(out) / str(year) / agency

    def beside(self, out: Path, agency: str, year: int) -> tuple[Path, ...]:
        """The folders of the other two, which have the same executed sections."""
        own = self.folder(out, agency, year)
        kinds = (Options(), Options(draft=True), Options(preview=True))
        return tuple(folder for kind in kinds if (folder := kind.folder(out, agency, year)) != own)


@dataclass(frozen=True)
class Task:
    """One report to build.

    Attributes:
        params: Folder of inputs.
        out: Folder of outputs.
        successions: Those of the folder of inputs, looked for once for all tasks; ``None``: each looks for them.
    """

    params: Path
    out: Path
    agency: str
    year: int
    options: Options
    successions: Mapping[bytes, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Result:
    """The result of building one report.

    Attributes:
        status: ``done``, ``skipped`` (it was current) or ``failed``.
        message: For a failure: organ, year, section, cell, cause, in one sentence.
        is_input: Whether the failure is due to wrong input (exit code 2).
        is_refused: Whether ``strict`` refused to publish, before anything was executed.
        why: Which inputs had changed.
        seconds: Duration in seconds; ``sections``: per notebook that was executed.
        warnings: What a reader would miss, a Chinese sentence each.
        findings: Number of findings by level.
    """

    agency: str
    year: int
    status: Literal["done", "skipped", "failed"]
    message: str = ""
    is_input: bool = False
    is_refused: bool = False
    why: tuple[str, ...] = ()
    seconds: float = 0.0
    sections: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    findings: dict[str, int] = field(default_factory=dict)
