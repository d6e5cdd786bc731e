"""What the page of a report shows, as the server tells it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from gongkai import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.pipeline.job import Result

PAGES = {"report.html": "报告", "review.html": "审核底稿"}
"""The outputs that can be looked at, with what they are called."""

State = Literal["waiting", "building", "good", "failed"]


@dataclass(frozen=True, slots=True)
class View:
    """What there is to say of a report.

    Attributes:
        state: ``waiting`` until the first build, ``building``, and then ``good`` or ``failed``.
        pages: Digest of each of :data:`PAGES` that is there: of the last good output, also after a failure.
        message: Why the last build failed, Chinese; empty if it did not.
        warnings: What a reader would miss, a Chinese sentence each.
        findings: Number of findings by level.
        note: When the output was made and how long that took, Chinese.
    """

    state: State = "waiting"
    pages: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    warnings: tuple[str, ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the page's script."""
        return {
            "state": self.state,
            "pages": dict(self.pages),
            "message": [line for line in self.message.splitlines() if line.strip()],
            "warnings": list(self.warnings),
            "findings": counted(self.findings),
            "note": self.note,
        }


def of_result(result: Result, pages: Mapping[str, str], before: View) -> View:
    """The view after a build.

    Args:
        result: Its result.
        pages: Digests of the last good output.
        before: The view until now, whose findings and time, and the warnings of other formats, are those of the last good output.
    """
    if result.status == "failed":
        return replace(before, state="failed", pages=pages, message=result.message)
    if result.status == "skipped":
        return View(
            "good",
            pages,
            "",
            tuple(dict.fromkeys((*result.warnings, *before.warnings))),
            result.findings,
            before.note or "没有变化",
        )
    note = f"{time.strftime('%H:%M:%S')}更新，用时{result.seconds:.1f}秒"
    return View("good", pages, "", result.warnings, result.findings, note)


def counted(findings: Mapping[str, int]) -> str:
    """Numbers of findings in Chinese; says so if there are none."""
    names = (*rules.LEVELS.items(), ("waived", "已认可"))
    return "、".join(f"{name}{findings[level]}" for level, name in names if findings.get(level)) or "没有发现问题"
