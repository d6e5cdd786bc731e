"""``<year>.review.yaml``: who submitted, returned, approved and published a report, and for which bytes.

The file is a list of steps, the first one first. Digests of files are one text in the format of ``sha256sum``, a line for each
file, so that a record of many steps stays short, quick to read, and checkable with ``sha256sum --check``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError

from gongkai import limits
from gongkai.parsing import invalid, yaml
from gongkai.parsing.errors import Problem, ReturnError
from gongkai.returns.model import Model
from gongkai.returns.save import comment, item_lines, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Move = Literal["submit", "return", "approve", "publish"]
"""What a step does."""

MOVES: dict[Move, str] = {"submit": "送审", "return": "退回", "approve": "批准", "publish": "公布"}
"""The moves with their Chinese names."""

Role = Literal["analyst", "reviewer", "publisher"]
"""In which role somebody takes a step."""

ROLES: dict[Role, str] = {"analyst": "填报人", "reviewer": "审核人", "publisher": "发布人"}
"""The roles with their Chinese names."""

FILES = "[0-9][0-9][0-9][0-9].review.yaml"
"""The records in an organ's folder, as a pattern for :meth:`pathlib.Path.glob`."""

_MOST_STEPS = 200
_LONGEST_NAME = 100
_LINE = re.compile(r"([0-9a-f]{64})  (\S(?:.*\S)?)")


def digests(text: str) -> dict[str, str]:
    """SHA-256 by name of file, from lines as ``sha256sum`` writes them.

    Raises:
        PydanticCustomError: A line is not one of these.
    """
    found = {}
    for line in text.splitlines():
        if not (match := _LINE.fullmatch(line)):
            message = f"“{limits.short(line)}”不是“摘要  文件名”；这个文件由程序填写，请不要改动。"
            raise invalid.refuse(message)
        found[match[2]] = match[1]
    return found


def listing(found: Mapping[str, str]) -> str:
    """The text that :func:`digests` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in found.items())


def _checked(text: str) -> str:
    digests(text)
    return text


def _short(text: str) -> str:
    """For a validator: a name on one line.

    Raises:
        PydanticCustomError: It is empty, too long, or has control characters.
    """
    if not text.strip() or len(text) > _LONGEST_NAME or not text.isprintable():
        message = f"应当是一行文字，1至{_LONGEST_NAME}个字。"
        raise invalid.refuse(message)
    return text


def _bounded(text: str) -> str:
    """For a validator: a text that is not too long.

    Raises:
        PydanticCustomError: It is.
    """
    if len(text) > limits.TEXT:
        message = f"太长，最多{limits.TEXT}个字。"
        raise invalid.refuse(message)
    return text


Text = Annotated[str, AfterValidator(_bounded)]
Digests = Annotated[str, AfterValidator(_checked)]


class Comment(Model):
    """A reviewer's comment on one thing in a report.

    Attributes:
        id: Its number in the file, from 1.
        about: What it is about: the path of a cell (``requests.new.total``) or text (``sections.problems``), or a rule
            (``R12``), in which case the cells of the finding follow it after an ``@``.
        quote: What was there then: the sentence, the message of the finding, or the number.
        text: The comment.
    """

    id: Annotated[int, Field(ge=1)]
    about: Annotated[str, AfterValidator(_short)]
    quote: Text = ""
    text: Text


class Step(Model):
    """Something that was done about a report.

    Attributes:
        step: What was done.
        by: Name of the person; ``role``: in which role.
        at: When.
        note: A remark.
        report: The content digest of the report: the SHA-256 of its ``report.json``.
        inputs: Digests of what it was made from, see :func:`digests`; names as in the manifest.
        outputs: Digests of its published files.
        findings: Number of findings by level.
        comments: What a reviewer wants to be changed.
        answers: What was done about earlier comments, by their number.
        signature: An armored SSH signature of :func:`payload`.
    """

    step: Move
    by: Annotated[str, AfterValidator(_short)]
    role: Role
    at: AwareDatetime
    note: Text = ""
    report: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    inputs: Digests
    outputs: Digests
    findings: dict[str, int] = Field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    answers: dict[str, Text] = Field(default_factory=dict)
    signature: Annotated[str, Field(max_length=20_000)] = ""

    def input_digests(self) -> dict[str, str]:
        """SHA-256 by name of each input."""
        return digests(self.inputs)

    def output_digests(self) -> dict[str, str]:
        """SHA-256 by name of each published file."""
        return digests(self.outputs)

    def describe(self) -> str:
        """Who did what and when, in Chinese."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}（{ROLES[self.role]}）{MOVES[self.step]}"


class Record(Model):
    """The steps of a report, the first one first."""

    steps: Annotated[tuple[Step, ...], Field(max_length=_MOST_STEPS)] = ()

    @property
    def last(self) -> Step | None:
        """The last step, if there is one."""
        return self.steps[-1] if self.steps else None

    def latest(self, *moves: Move) -> Step | None:
        """The last step that is one of these moves."""
        return next((step for step in reversed(self.steps) if step.step in moves), None)

    def comments(self) -> Iterator[tuple[Comment, Step, tuple[str, Step] | None]]:
        """Every comment, the step it was made in, and its answer with the step in which it was given."""
        answers = {int(id_): (text, step) for step in self.steps for id_, text in step.answers.items() if id_.isdigit()}
        for step in self.steps:
            for item in step.comments:
                yield item, step, answers.get(item.id)

    def unanswered(self) -> list[Comment]:
        """The comments without an answer."""
        return [item for item, _, answer in self.comments() if answer is None]


def path(folder: Path, year: int) -> Path:
    """The file of a year in an organ's folder."""
    return folder / f"{year}.review.yaml"


def load(file: Path, name: str) -> Record:
    """Read a record; an empty one if there is no file.

    Args:
        file: The file.
        name: Its name in messages.

    Raises:
        ReturnError: The file is not a record; with its lines.
    """
    if not file.is_file():
        return Record()
    data, lines = yaml.read(file, name)
    return build(data, lines, name)


def build(data: dict[str, Any], lines: Mapping[str, int], name: str) -> Record:
    """A record from parsed YAML.

    Raises:
        ReturnError: It is not a record.
    """
    try:
        return invalid.model(Record, data)
    except ValidationError as error:
        problems = []
        for item in error.errors()[: limits.PROBLEMS]:
            at = ".".join(str(part) for part in item["loc"])
            above = at
            while above not in lines and "." in above:
                above = above.rpartition(".")[0]
            problems.append(Problem(name, lines.get(above), at, invalid.sentence(item, Record, "")))
        raise ReturnError(problems) from None


def dump(record: Record, title: str) -> str:
    """The text of the file; loading it restores the record.

    Args:
        record: The record.
        title: Title of the report, for a comment at the top.
    """
    lines = [
        comment(f"{title}：送审、退回、批准和公布的记录，由程序填写，请不要手工改动。"),
        "# inputs、outputs中每行是一个文件的SHA-256摘要和名称；文件改动一个字节，签名就失效。",
        "steps:" if record.steps else "steps: []",
    ]
    for step in record.steps:
        lines += item_lines(_plain(step), 2)
    return "\n".join(lines) + "\n"


def _plain(step: Step) -> dict[str, Any]:
    """A step as values of YAML."""
    found = step.model_dump(mode="json", exclude_defaults=True)
    found["at"] = step.at.isoformat(timespec="seconds")
    return found


def payload(agency: str, year: int, step: Step) -> bytes:
    """What an SSH signature of a step signs: report and step without the signature, as text; the same on every machine."""
    data = _plain(step.model_copy(update={"signature": ""}))
    lines = [f"gongkai signoff 1\nagency: {scalar(agency)}\nyear: {year}", *item_lines(data, 0)]
    return ("\n".join(lines) + "\n").encode()
