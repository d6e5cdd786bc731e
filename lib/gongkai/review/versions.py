"""A report as it was or is somewhere: in params, as built, as signed, as published; read for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import rules
from gongkai.importers import read as read_file
from gongkai.pipeline import preflight
from gongkai.prose import SLOTS, ProseError, render_texts
from gongkai.returns import InputError, canonical, review_file
from gongkai.returns.review_file import MOVES
from gongkai.returns.succession import predecessors
from gongkai.review import signoff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.returns import Params, Return
    from gongkai.returns.review_file import Move

_SPEC = re.compile(r"(?P<organ>[^@]+)/(?P<year>\d{4})(?:@(?P<state>\w+))?")
STATES = ("now", "last", "published", *MOVES)
"""What may follow an ``@``: the present inputs, the last step, what was published, the last step of a kind."""


@dataclass(frozen=True)
class Issue:
    """A finding, as far as versions are compared.

    Attributes:
        rule, level, message: Of the finding.
        cells: The cells concerned.
        waived: Whether it was accepted.
    """

    rule: str
    level: str
    message: str
    cells: tuple[str, ...]
    waived: bool


@dataclass(frozen=True)
class Version:
    """A version of a report.

    Attributes:
        name: What it is, in Chinese.
        record: The return.
        texts: Each text as published, by section id.
        issues: Findings that fail; ``None`` if they are not known (an imported publication).
    """

    name: str
    record: Return
    texts: Mapping[str, str]
    issues: tuple[Issue, ...] | None

    @property
    def title(self) -> str:
        """Organ, year and what version it is."""
        return f"{self.record.agency.name}{self.record.year}年（{self.name}）"


def find(spec: str, params: Params | None) -> Version:
    """The version that is meant.

    Args:
        spec: ``ORGAN/YEAR``, ``ORGAN/YEAR@STATE`` with one of :data:`STATES`, or a file or folder: of a built report, a
            ``report.json``, or anything that ``gongkai import`` reads.
        params: The inputs; ``None`` if there are none here.

    Raises:
        InputError: There is no such version, or it cannot be read.
    """
    path = Path(spec)
    if path.is_dir() and (path / signoff.CONTENT).is_file():
        return _of_json(path / signoff.CONTENT, f"{path.as_posix()}里生成的")
    if path.is_file():
        if path.suffix.lower() == ".json":
            return _of_json(path, path.name)
        record = read_file(path, params=params).record
        return Version(f"读入的{path.name}", record, _texts(record, None), None)
    match = _SPEC.fullmatch(spec)
    if match is None or params is None:
        msg = f"“{spec}”既不是文件，也不是“机关/年度”；请写成 机关/2020、机关/2020@last，或文件的路径。"
        raise InputError(msg)
    return _of_params(params, params.find(match["organ"]), int(match["year"]), match["state"] or "now")


def _of_params(params: Params, agency: str, year: int, state: str) -> Version:
    if state not in STATES:
        msg = f"“@{state}”不认识；可以写：{'、'.join(f'@{name}' for name in STATES)}。"
        raise InputError(msg)
    if state == "now":
        return _now(params, agency, year)
    if state == "published":
        record = params.published(agency, year)
        if record is None:
            msg = f"{agency}没有{year}年已公布的数据（{year}.published.yaml）；请用 gongkai import 文件 --published 读入。"
            raise InputError(msg)
        return Version("已公布的", record, _texts(record, None), None)
    path = review_file.path(params.folder(agency), year)
    steps = review_file.load(path, params.name(path))
    moves: tuple[Move, ...] = tuple(move for move in MOVES if state in {"last", move})
    step = steps.latest(*moves)
    if step is None:
        said = MOVES[moves[0]] if len(moves) == 1 else "送审"
        msg = f"{agency}{year}年还没有{said}过，没有可以比较的版本。"
        raise InputError(msg)
    snapshot = signoff.snapshot_path(path, step.report)
    if not snapshot.is_file():
        msg = f"{params.name(path)}里{step.describe()}的版本不在了（缺少{params.name(snapshot)}）；请从git里找回。"
        raise InputError(msg)
    return _of_json(snapshot, f"{step.describe()}的")


def _now(params: Params, agency: str, year: int) -> Version:
    record, previous = params.load(agency, year), params.previous(agency, year)
    try:
        prose = render_texts(record, previous)
    except ProseError as error:
        raise InputError(str(error)) from None
    found = rules.check(
        record, previous, params.members(agency, year), prose=prose, predecessors=predecessors(params, agency, year)
    )
    issues = tuple(
        Issue(f.rule, f.level, f.message, f.cells, f.waived is not None) for f in found if f.outcome == "fail"
    )
    problems = tuple(Issue("", "error", text, (), waived=False) for text in preflight.problems(params, record, prose))
    return Version("现在的", record, {key: text for key, text in prose.sections().items() if text}, issues + problems)


def _texts(record: Return, previous: Return | None) -> dict[str, str]:
    """Each text of a return that was read from a file."""
    try:
        return {key: text for key, text in render_texts(record, previous).sections().items() if text}
    except ProseError as error:
        raise InputError(str(error)) from None


def _of_json(path: Path, name: str) -> Version:
    """A version from ``report.json``, which holds the texts as published.

    Raises:
        InputError: It is none.
    """
    try:
        data: Any = canonical.loads(path.read_text("utf-8"))
        record = canonical.from_json({**data, "sections": dict.fromkeys(SLOTS)}, path.name)
        texts = {key: str(text) for key, text in dict(data["sections"]).items() if key in SLOTS and text}
        issues = tuple(_issue(item) for item in data.get("findings", ()) if item["outcome"] == "fail")
    except InputError as error:
        msg = f"{path.name}：{error}"
        raise InputError(msg) from None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        msg = f"{path.name}：不是本系统的report.json；请核对文件。"
        raise InputError(msg) from None
    return Version(name, record, texts, issues)


def _issue(item: Mapping[str, Any]) -> Issue:
    cells: Sequence[Any] = item["cells"]
    return Issue(
        str(item["rule"]), str(item["level"]), str(item["message"]), tuple(map(str, cells)), bool(item["waived"])
    )
