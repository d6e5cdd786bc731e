"""``gongkai submit``, ``return``, ``approve`` and ``publish``: take a step about a report."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai.commands.console import console as people
from gongkai.commands.console import printable
from gongkai.returns.errors import InputError, nearest
from gongkai.returns.params import Params
from gongkai.returns.review_file import MOVES, ROLES
from gongkai.review import signoff, state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gongkai.returns.review_file import Move, Role


def run_step(
    move: Move,
    agency: str,
    year: int,
    params: Path | str | None,
    out: Path,
    *,
    by: str | None,
    role: str | None,
    note: str | None = None,
    comments: Sequence[str] = (),
    answers: Sequence[str] = (),
    key: Path | None = None,
    now: dt.datetime | None = None,
) -> int:
    """Take a step and say what was recorded.

    Args:
        move: What to do.
        agency: Id or Chinese name of the organ.
        year: Report year.
        params: Folder of inputs; ``None`` is the default.
        out: Folder of outputs.
        by: Who does it.
        role: In which role, by its id or Chinese name; by default the one that usually does it.
        note: A remark.
        comments: ``TARGET=TEXT`` each.
        answers: ``NUMBER=TEXT`` each.
        key: SSH key to sign with.
        now: The current time.

    Returns:
        Exit code 0.

    Raises:
        InputError: There is no such organ or year, no name, or the step is not allowed.
    """
    if by is None or not by.strip():
        msg = "请用 --as 写明姓名。"
        raise InputError(msg)
    inputs = Params(params)
    agency = inputs.find(agency)
    request = signoff.Request(move, by, _role(role, move), note or "", comments, answers, key)
    step = signoff.take(inputs, agency, year, out, request, now or dt.datetime.now().astimezone())
    name = inputs.agency(agency).name
    console = people()
    lines = [
        f"{name}{year}年：{step.describe()}，记在{inputs.name(inputs.path(agency, year).with_suffix('.review.yaml'))}。"
    ]
    lines += [f"  意见{item.id}（{item.about}）：{item.text}" for item in step.comments]
    if step.signature:
        lines.append("  有SSH签名。")
    lines.append(f"  内容摘要 {step.report}")
    lines += _refresh(inputs, agency, year, out)
    for line in lines:
        console.print(Text(printable(line)), soft_wrap=True, highlight=False)
    return 0


def _refresh(params: Params, agency: str, year: int, out: Path) -> list[str]:
    """Write the working paper again, which shows the steps; nothing else changes, and no notebook is executed."""
    from gongkai.pipeline import report
    from gongkai.pipeline.job import Options

    result = report.build(params, agency, year, out, Options())
    if result.status == "failed":
        return [f"  审核底稿没有更新，请运行 gongkai build {agency} --year {year}：{result.message}"]
    return [f"  审核底稿 {(Options().folder(out, agency, year) / 'review.html').as_posix()}"]


def _role(given: str | None, move: Move) -> Role:
    """The role of an id or Chinese name.

    Raises:
        InputError: There is none.
    """
    if given is None:
        return state.STEPS[move].roles[0]
    for id_, name in ROLES.items():
        if given.strip().lower() in {id_, name}:
            return id_
    listed = "、".join(f"{id_}（{name}）" for id_, name in ROLES.items())
    msg = f"没有“{given}”这种身份{nearest(given, ROLES)}可以写：{listed}；{MOVES[move]}要写 --role {state.STEPS[move].roles[0]}。"
    raise InputError(msg)
