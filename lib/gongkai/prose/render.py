"""Render the organ's Markdown to the passages of the published report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai.document.markdown import to_blocks
from gongkai.parsing.dates import chinese
from gongkai.parsing.numerals import numeral
from gongkai.prose import standard
from gongkai.prose.names import namespace
from gongkai.prose.template import MOST_PROBLEMS, ProseError, fill
from gongkai.returns import MATTERS, Passage, Return

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.prose.template import TemplateProblem

SLOTS: dict[str, dict[str, str]] = {
    "preface": {"opening": ""},
    "overview": {
        "opening": "",
        "summary": r"概述|概况|总体|基本情况",
        "disclosure": r"^主动公开|主动公开政府信息|主动公开情况",
        "requests": r"依申请|申请办理|申请公开",
        "management": r"信息管理|制度建设|规范管理",
        "platform": r"平台",
        "supervision": r"监督|保障|考核",
    },
    "disclosure": {"opening": ""},
    "requests": {"opening": ""},
    "disputes": {"opening": ""},
    "problems": {"opening": "", "problems": r"问题|不足|困难", "improvement": r"改进|下一步|打算|措施|整改"},
    "other": {"opening": "", "fee": r"处理费|收费"},
}
"""For each text the passages its notebook has a cell for, in order, and how their headings are recognised."""

_NUMBER = re.compile(r"^（[一二三四五六七八九十]+）")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")


@dataclass(frozen=True, slots=True)
class RenderedPassage:
    """One passage as it will be published.

    Attributes:
        section: Section id, or ``preface``.
        id: ``opening`` (before the first heading), a name in :data:`SLOTS`, or one chosen by the analyst.
        heading: As printed, with its number; ``None`` for an opening.
        text: Markdown with placeholders filled in.
        standard: Whether it was generated from the figures.
        path: Key path in the year's file.
        line: Line, from 1, of the text at that path in which ``text`` begins.
    """

    section: str
    id: str
    heading: str | None
    text: str
    standard: bool
    path: str
    line: int = 1

    @property
    def markdown(self) -> str:
        """Heading and text."""
        return f"### {self.heading}\n\n{self.text}" if self.heading else self.text


@dataclass(frozen=True, slots=True)
class Prose:
    """All texts of a report.

    Attributes:
        title: Title of the report.
        passages: In report order.
        signature: Name with which the organ signs.
        signed: Date as printed (``2021年1月20日``), empty if not given.
    """

    title: str
    passages: tuple[RenderedPassage, ...]
    signature: str
    signed: str

    def section(self, id: str) -> tuple[RenderedPassage, ...]:
        """The passages of a section (or of ``preface``)."""
        return tuple(passage for passage in self.passages if passage.section == id)

    def markdown(self, id: str) -> str | None:
        """The section's text in Markdown; ``None`` if it has none."""
        found = self.section(id)
        return "\n\n".join(passage.markdown.strip() for passage in found) if found else None

    def text(self, id: str) -> str:
        """The section's text without Markdown, one block per line."""
        return _plain(self.markdown(id) or "")

    def sections(self) -> dict[str, str | None]:
        """Every text in Markdown, for the canonical JSON."""
        return {key: self.markdown(key) for key in SLOTS}


@lru_cache(256)
def _plain(markdown: str) -> str:
    """Text without Markdown, one block per line; rules ask for a text several times, and again as last year's."""
    return "\n".join(block.text() for block in to_blocks(markdown))


def render_texts(record: Return, previous: Return | None = None) -> Prose:
    """Render the texts as they will be published.

    Raises:
        ProseError: Placeholders cannot be filled; file, line and what to do for each.
    """
    filler = _Filler(record, previous)
    passages: list[RenderedPassage] = []
    made: Mapping[str, str] = {
        "preface": standard.preface(record), "problems": standard.MISSING, "other": standard.other(record),
    }  # fmt: skip
    for key in SLOTS:
        given = getattr(record.sections, key)
        path = f"sections.{key}"
        if key == "overview" and not isinstance(given, str):
            passages += _overview(record, given or (), filler)
        elif given is not None and given.strip():
            passages += _split(key, filler.fill(given, path), path)
        elif key in made:
            passages.append(RenderedPassage(key, "opening", None, made[key], standard=True, path=path))
    filler.done()
    signed = record.signed
    date = chinese(signed) if signed else ""
    organ = record.signature or record.agency.short_name or record.agency.name
    return Prose(record.title, tuple(passages), organ, date)


class _Filler:
    """Fills in the texts of a return, and collects what cannot be filled in."""

    def __init__(self, record: Return, previous: Return | None) -> None:
        self.record, self.names = record, namespace(record, previous)
        self.problems: list[TemplateProblem] = []

    def fill(self, text: str, path: str) -> str:
        try:
            return fill(text, self.names, self.record, path)
        except ProseError as error:
            self.problems += error.problems
            return ""

    def done(self) -> None:
        if self.problems:
            raise ProseError(self.problems[:MOST_PROBLEMS])


def _overview(record: Return, given: tuple[Passage, ...], filler: _Filler) -> list[RenderedPassage]:
    """Section one from passages; if 主动公开 or 依申请公开 is omitted, it is generated from the figures."""
    makers = {"disclosure": standard.disclosure, "requests": standard.requests}
    listed = list(given)
    order = list(MATTERS)
    for id_ in makers:
        if id_ not in {passage.id for passage in listed}:
            before = [n for n, passage in enumerate(listed) if passage.id in order[: order.index(id_)]]
            listed.insert(before[-1] + 1 if before else 0, Passage(id=id_))
    found: list[RenderedPassage] = []
    number = 0
    for passage in listed:
        path = f"sections.overview.{passage.id}"
        text, made = passage.text, False
        if text is None or not text.strip():
            text = makers[passage.id](record) if passage.id in makers else standard.MISSING
            made = True
        else:
            text = filler.fill(text, path)
        heading = passage.heading or MATTERS.get(passage.id)
        if passage.id == "opening":
            heading = None
        else:
            number += 1
            heading = f"（{numeral(number)}）{_NUMBER.sub('', heading or '')}"
        found.append(RenderedPassage("overview", passage.id, heading, text.strip(), made, path, _blank(text) + 1))
    return found


def _split(section: str, text: str, path: str) -> list[RenderedPassage]:
    """Split a text at its top-level headings."""
    lines = text.split("\n")
    levels = [len(match[1]) for line in lines if (match := _HEADING.match(line))]
    top = min(levels, default=0)
    parts: list[tuple[str | None, int, list[str]]] = [(None, 1, [])]
    fenced = False
    for number, line in enumerate(lines, 1):
        fenced ^= line.lstrip().startswith("```")
        match = _HEADING.match(line)
        if match and not fenced and len(match[1]) == top:
            parts.append((match[2], number + 1, []))
        else:
            parts[-1][2].append(line)
    found = []
    for heading, first, body in parts:
        text = "\n".join(body)
        if heading is None and not text.strip():
            continue
        id_ = _recognise(section, heading)
        found.append(RenderedPassage(section, id_, heading, text.strip(), False, path, first + _blank(text)))
    return found


def _blank(text: str) -> int:
    """How many lines precede the text in a text."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def _recognise(section: str, heading: str | None) -> str:
    if heading is None:
        return "opening"
    bare = _NUMBER.sub("", heading)
    for id_, pattern in SLOTS[section].items():
        if pattern and re.search(pattern, bare):
            return id_
    return bare


def slots(prose: Prose, section: str) -> dict[str, tuple[RenderedPassage, ...]]:
    """The passages of a section grouped by the notebook cell that shows them, in document order.

    A passage without its own cell, or out of order, is shown in the cell of the preceding one.
    """
    order = list(SLOTS[section])
    found: dict[str, list[RenderedPassage]] = {id_: [] for id_ in order}
    at = 0
    for passage in prose.section(section):
        if passage.id in order and order.index(passage.id) >= at:
            at = order.index(passage.id)
        found[order[at]].append(passage)
    return {id_: tuple(items) for id_, items in found.items()}
