"""The states of a report and the steps from one to another, as tables; and the state that a report is in.

A state is computed, never stored: from the year's file, the manifest of the last build with its number of findings, the record of steps
(``<year>.review.yaml``), the digests of the files as they are now, and the level's deadline (R28). What a signature covers may
have changed since; the report is then in the state in which it would be without it, and :attr:`Status.stale` says what changed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.document.errors import FontError
from gongkai.files import unusable
from gongkai.pipeline import inputs, manifest, signature, staleness
from gongkai.pipeline.job import Options
from gongkai.returns import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gongkai.pipeline.manifest import Manifest
    from gongkai.returns import Params
    from gongkai.returns.review_file import Move, Record, Role, Step


class State(StrEnum):
    """A state of a report; the order is that of its life."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    DRAFT = "draft"
    ERRORS = "errors"
    WARNINGS = "warnings"
    READY = "ready"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"


NAMES: dict[State, str] = {
    State.MISSING: "没有数据",
    State.UNREADABLE: "读不了",
    State.DRAFT: "填报中",
    State.ERRORS: "有错误",
    State.WARNINGS: "有警告",
    State.READY: "可送审",
    State.SUBMITTED: "已送审",
    State.RETURNED: "已退回",
    State.APPROVED: "已批准",
    State.PUBLISHED: "已公布",
}
"""The states with their Chinese names."""

OVERDUE = "逾期"
"""What is said beside the state of a report that was not published in time."""


@dataclass(frozen=True)
class Allowed:
    """When a step may be taken.

    Attributes:
        before: The states in which it may.
        after: The state to which it leads.
        roles: The roles in which it may.
        without_errors: Whether no error may be unresolved and not waived.
        by_another: Whether it must be taken by somebody else than who submitted the report.
        dated: Whether the report must have a date: what is approved cannot get one without being submitted again.
    """

    before: frozenset[State]
    after: State
    roles: tuple[Role, ...]
    without_errors: bool = False
    by_another: bool = False
    dated: bool = False


_WORKED = frozenset({State.ERRORS, State.WARNINGS, State.READY})

STEPS: dict[Move, Allowed] = {
    "submit": Allowed(_WORKED | {State.RETURNED}, State.SUBMITTED, ("analyst",)),
    "return": Allowed(frozenset({State.SUBMITTED, State.APPROVED}), State.RETURNED, ("reviewer",)),
    "approve": Allowed(
        frozenset({State.SUBMITTED}), State.APPROVED, ("reviewer",), without_errors=True, by_another=True, dated=True
    ),
    "publish": Allowed(
        frozenset({State.APPROVED}), State.PUBLISHED, ("publisher", "reviewer", "analyst"), without_errors=True, dated=True
    ),
}  # fmt: skip
"""The steps that change the state of a report. Nothing else does, apart from a change of its files."""


@dataclass(frozen=True)
class Status:
    """The state of a report, and what it follows from.

    Attributes:
        agency, year: Which report.
        state: The state.
        reason: Why it is unreadable, or why it is not built with the present inputs; Chinese.
        findings: Number of findings by level at the last build; empty if there is none.
        last: The last step taken, whether or not its signature still holds.
        stale: What has changed since the last step, a Chinese phrase for each file; empty if its signature holds. After a
            return, changes are what is expected, and nothing is listed.
        unproved: Whether a step was taken, but the report is not built here, so that its bytes could not be compared.
        unanswered: Number of comments without an answer.
        deadline: The last day on which it is published in time; ``None`` if the organ cannot be read.
        published: The day on which it was published, by its record or else as its file says.
        days_late: Days after the deadline on which it was published, or up to today; 0 if in time.
        inputs: Digests of the present inputs; empty if they cannot be read.
    """

    agency: str
    year: int
    state: State
    reason: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)
    last: Step | None = None
    stale: tuple[str, ...] = ()
    unproved: bool = False
    unanswered: int = 0
    deadline: dt.date | None = None
    published: dt.date | None = None
    days_late: int = 0
    inputs: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The state in Chinese."""
        return NAMES[self.state]

    @property
    def signed(self) -> str:
        """Who took the last step, what has changed since, and how many comments wait, in Chinese; empty if nobody did."""
        if self.last is None:
            return ""
        said = signature.describe(self.last, self.stale, built=not self.unproved)
        return f"{said}；{self.unanswered}条意见没有答复" if self.unanswered else said

    @property
    def moves(self) -> tuple[Move, ...]:
        """The steps that the state allows; roles and findings may still rule them out."""
        return tuple(move for move, allowed in STEPS.items() if self.state in allowed.before)


def worked(findings: Mapping[str, int]) -> State:
    """The state of a report that is built and that nobody has submitted."""
    return State.ERRORS if findings.get("error") else State.WARNINGS if findings.get("warning") else State.READY


def combine(built: Mapping[str, int] | None, last: Step | None, stale: tuple[str, ...]) -> State:
    """The state of a report whose file can be read.

    Args:
        built: Number of findings by level if it is built from the present inputs, else ``None``.
        last: The last step.
        stale: What has changed since.
    """
    if last is not None and (last.step == "return" or not stale):
        return STEPS[last.step].after
    return State.DRAFT if built is None else worked(built)


def status(params: Params, agency: str, year: int, out: Path, today: dt.date) -> Status:
    """The state of a report; a file that cannot be read is a state, not an exception.

    Args:
        params: Inputs.
        agency: Folder of the organ.
        year: Report year.
        out: Folder of outputs.
        today: The current date.

    Raises:
        InputError: There is no such organ.
    """
    folder = Options().folder(out, agency, year)
    has_file = year in params.years(agency)
    try:
        if not has_file:
            return _dated(Status(agency, year, State.MISSING), params, today)
        made = manifest.read(folder)
        found = inputs.of_report(params, agency, year, made.inputs if made is not None else None)
        why = staleness.changed_content(found, made, folder, inputs.of_record(params, agency, year))
        if why:
            params.load(agency, year)  # a report that is built was read then
        record = _record(params, agency, year)
        status = judge(agency, year, made, tuple(why), record, found, folder)
        return _dated(status, params, today, record)
    except (InputError, FontError) as error:
        return Status(agency, year, State.UNREADABLE, str(error))
    except OSError as error:
        return Status(agency, year, State.UNREADABLE, unusable(error))


def judge(
    agency: str, year: int, made: Manifest | None, why: tuple[str, ...], record: Record | None, found: Mapping[str, str],
    folder: Path,
) -> Status:  # fmt: skip
    """The state of a report whose inputs and manifest have been read.

    Args:
        agency: Folder of the organ.
        year: Report year.
        made: Its manifest, if it is built.
        why: Why it is not built from the present inputs; empty if it is.
        record: The record of steps, if there is one.
        found: Digests of the present inputs.
        folder: Folder of its outputs.
    """
    last = record.last if record is not None else None
    stale: tuple[str, ...] = ()
    outputs = None
    if last is not None and last.step != "return":
        outputs = signature.on_disk(folder)
        stale = tuple(signature.changes(last, found, outputs))
    findings = made.findings if made is not None else {}
    return Status(
        agency, year, combine(None if why else findings, last, stale), "；".join(why[:3]), findings, last, stale,
        unproved=last is not None and last.step != "return" and outputs is None,
        unanswered=len(record.unanswered()) if record is not None else 0, inputs=found,
    )  # fmt: skip


def _record(params: Params, agency: str, year: int) -> Record | None:
    """The record of steps; nothing is imported to find that there is none."""
    if not (params.folder(agency) / f"{year}.review.yaml").is_file():
        return None
    from gongkai.returns import review_file

    path = review_file.path(params.folder(agency), year)
    return review_file.load(path, params.name(path))


_PUBLISHED = re.compile(rb"^published:\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)


def _dated(status: Status, params: Params, today: dt.date, record: Record | None = None) -> Status:
    """A status with what depends on the deadline."""
    last_day = forms.levels()[params.agency(status.agency).level].last_day(status.year)
    step = record.latest("publish") if record is not None else None
    day = step.at.date() if step is not None else None
    if day is None and status.state is not State.MISSING:
        match = _PUBLISHED.search(params.path(status.agency, status.year).read_bytes())
        try:
            day = dt.date.fromisoformat(match[1].decode()) if match else None
        except ValueError:  # loading says so
            day = None
    late = ((day or today) - last_day).days
    return replace(status, deadline=last_day, published=day, days_late=max(late, 0))
