"""Take a step about a report: submit, return, approve or publish it, and record for which bytes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.parsing import yaml
from gongkai.pipeline import manifest, signature
from gongkai.pipeline.job import Options
from gongkai.returns import InputError, review_file
from gongkai.returns.review_file import MOVES, ROLES
from gongkai.review import comments, settings, ssh, state
from gongkai.review.check import check
from gongkai.rules import RULES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gongkai.pipeline.manifest import Manifest
    from gongkai.returns import Params
    from gongkai.returns.review_file import Move, Record, Role, Step
    from gongkai.review.check import Checked
    from gongkai.review.settings import Settings
    from gongkai.review.state import Status

_PATIENCE = 5
"""Seconds to wait for another process that takes a step about the same report."""

CONTENT = "report.json"
"""The output whose SHA-256 is the content digest of a report."""


@dataclass(frozen=True)
class Request:
    """A step that somebody wants to take.

    Attributes:
        move: What to do.
        by: Who.
        role: In which role.
        note: A remark.
        comments: Comments as typed, ``TARGET=TEXT``.
        answers: Answers as typed, ``NUMBER=TEXT``.
        key: The SSH key to sign with.
    """

    move: Move
    by: str
    role: Role
    note: str = ""
    comments: Sequence[str] = ()
    answers: Sequence[str] = ()
    key: Path | None = None


def take(params: Params, agency: str, year: int, out: Path, request: Request, now: dt.datetime) -> Step:
    """Take a step and write it to the record of the year.

    Args:
        params: Inputs.
        agency: Folder of the organ.
        year: Report year.
        out: Folder of outputs, in which the report is built from the present inputs.
        request: What is to be done, and by whom.
        now: The current time, with its zone.

    Returns:
        The step as recorded.

    Raises:
        InputError: The step is not allowed now; the message says why and what to do.
        OSError: The record cannot be written; it is as before.
    """
    path = review_file.path(params.folder(agency), year)
    params.path(agency, year)
    with files.lock(path, _PATIENCE):
        record = review_file.load(path, params.name(path))
        found = state.status(params, agency, year, out, now.date())
        checked = check(params, agency, year) if found.state is not state.State.UNREADABLE else None
        if checked is None:
            raise InputError(found.reason)
        title = f"{checked.record.agency.name}{year}年"
        demanded = settings.read(params)
        folder = Options().folder(out, agency, year)
        made = _built(title, folder, found)
        _allowed(title, found, request, record, checked, demanded)
        step = _step(made, request, record, checked, now, found.inputs)
        if request.key is not None:
            step = step.model_copy(update={"signature": ssh.sign(review_file.payload(agency, year, step), request.key)})
        if problem := demanded.problem(agency, year, step):
            msg = f"{title}：{problem}；没有{MOVES[request.move]}。请用 --key 指明登记在allowed_signers里的密钥。"
            raise InputError(msg)
        text = review_file.dump(record.model_copy(update={"steps": (*record.steps, step)}), checked.record.title)
        review_file.build(*yaml.parse(text, params.name(path)), params.name(path))  # what is written can be read
        snapshot = snapshot_path(path, step.report)
        if not snapshot.is_file():
            files.write(snapshot, (folder / CONTENT).read_bytes())
        files.write(path, text)
    return step


def snapshot_path(record: Path, report: str) -> Path:
    """Where the ``report.json`` of a step is kept: ``<year>.review/<content digest>.json`` beside the record."""
    return record.with_name(record.name.removesuffix(".yaml")) / f"{report}.json"


def _built(title: str, folder: Path, found: Status) -> Manifest:
    """The manifest of the report, which must be built from the present inputs.

    Raises:
        InputError: It is not.
    """
    made = manifest.read(folder)
    if made is None or found.reason or CONTENT not in made.outputs:
        why = f"（{found.reason}）" if found.reason and made is not None else ""
        msg = f"{title}的报告没有按现在的数据生成{why}；请先运行 gongkai build {found.agency} --year {found.year}。"
        raise InputError(msg)
    return made


def _allowed(
    title: str, found: Status, request: Request, record: Record, checked: Checked, demanded: Settings
) -> None:  # fmt: skip
    """Hold a step against the table of steps.

    Raises:
        InputError: It is not allowed.
    """
    allowed, said = state.STEPS[request.move], MOVES[request.move]
    if request.role not in allowed.roles:
        msg = f"{said}由{'、'.join(ROLES[role] for role in allowed.roles)}办理，不由{ROLES[request.role]}办理；请改--role。"
        raise InputError(msg)
    if found.state not in allowed.before:
        before = "、".join(f"“{state.NAMES[item]}”" for item in state.State if item in allowed.before)
        fallen = f"（{signature.describe(record.last, found.stale)}）" if found.stale and record.last else ""
        may = "、".join(MOVES[move] for move in found.moves) or "没有可以办理的"
        msg = f"{title}现在是“{found.name}”{fallen}，不能{said}；{said}要在{before}时办理，现在可以：{may}。"
        raise InputError(msg)
    blocking = [item for item in checked.findings if item.blocking]
    if allowed.without_errors and (blocking or checked.problems):
        first = (
            f"{blocking[0].rule}：{blocking[0].message.rstrip('。')}" if blocking else checked.problems[0].rstrip("。")
        )
        count = len(blocking) + len(checked.problems)
        is_fixed_only = checked.problems or any(RULES[item.rule].why_unwaivable for item in blocking)
        todo = "请改正" if is_fixed_only else "请改正，或用 gongkai waive 认可"
        msg = f"{title}有{count}处错误没有解决（例如{first}），不能{said}；{todo}。"
        raise InputError(msg)
    if allowed.dated and checked.record.signed is None and checked.record.published is None:
        file = checked.record.source.file
        msg = f"{title}没有日期，不能{said}；请在{file}里写落款日期（signed: 年-月-日），重新生成后再送审。"
        raise InputError(msg)
    submitted = record.latest("submit")
    is_same = submitted is not None and _same(submitted.by, request.by)
    if allowed.by_another and is_same and not demanded.self_approval:
        msg = f"{title}是{request.by}送审的，不能由本人{said}；请由别人办理，或在gongkai.toml的[review]里写 self_approval = true。"
        raise InputError(msg)
    if request.move == "return" and not (request.note.strip() or request.comments):
        msg = f"退回{title}要说明理由；请用 --note 写理由，或用 --comment 写意见。"
        raise InputError(msg)


def _same(one: str, other: str) -> bool:
    """Whether two names are of the same person: width of letters, case and spaces make no difference."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def _step(
    made: Manifest, request: Request, record: Record, checked: Checked, now: dt.datetime, inputs: Mapping[str, str]
) -> Step:  # fmt: skip
    """The step that a request asks for.

    Raises:
        InputError: A comment is about nothing, or one is not answered.
    """
    known = [item for step in record.steps for item in step.comments]
    counts = Counter(
        "waived" if f.waived else f.level for f in checked.findings if f.outcome == "fail" and f.applicable
    )
    given = {
        "step": request.move, "by": request.by.strip(), "role": request.role, "at": now.replace(microsecond=0).isoformat(),
        "note": request.note.strip(), "report": made.outputs[CONTENT], "inputs": review_file.listing(inputs),
        "outputs": review_file.listing(signature.covered(made.outputs)), "findings": dict(counts),
        "comments": comments.read(request.comments, checked, len(known) + 1), "answers": _answers(request, record),
    }  # fmt: skip
    return review_file.build({"steps": [given]}, {}, "--as、--note").steps[0]


def _answers(request: Request, record: Record) -> dict[str, str]:
    """The answers by number of the comment; when a report is submitted again, every comment has one.

    Raises:
        InputError: There is no such comment, or one is not answered.
    """
    known = {str(item.id): item for item, _, _ in record.comments()}
    found = {}
    for given in request.answers:
        number, _, text = (part.strip() for part in given.partition("="))
        if number in known and not text:
            msg = f"意见{number}的答复是空的（“{given}”）；请在等号后面写明怎样处理的，例如 --answer {number}=已改正。"
            raise InputError(msg)
        if number not in known:
            listed = "、".join(known) or "没有"
            msg = f"答复“{given}”应当写成“意见编号=答复”；现有的意见：{listed}。"
            raise InputError(msg)
        found[number] = text
    left = [item for item in record.unanswered() if str(item.id) not in found]
    if request.move == "submit" and left:
        listed = "；".join(f"{item.id}（{item.about}）{item.text}" for item in left)
        msg = f"还有{len(left)}条意见没有答复：{listed}；请每条用 --answer 编号=答复 写明怎样处理的。"
        raise InputError(msg)
    return found
