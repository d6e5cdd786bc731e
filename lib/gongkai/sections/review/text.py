"""The text as it will be published, with the sentences that findings are about marked and linked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.document.blocks import Heading, List, Paragraph, Quote, inline, plain
from gongkai.document.markdown import to_blocks, to_inline
from gongkai.sections.base import deepen, undented
from gongkai.sections.review import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.document.blocks import Block, Inline, Mark, Run
    from gongkai.prose import Prose, RenderedPassage
    from gongkai.returns import Return
    from gongkai.rules import Finding
    from gongkai.sections.review.groups import FindingGroup

_SHOWN = 14
"""Maximum number of characters of a sentence in a link to it."""


@dataclass
class MarkedText:
    """The passages of a report as blocks; knows which sentences belong to which finding.

    Attributes:
        sections: The blocks of each section's text.
        links: By the position of a finding's group, from 1: anchor and first words of its sentences.
        of_section: The positions of the groups that are about a section's text but about no sentence of it.
    """

    sections: dict[str, list[Block]] = field(default_factory=dict)
    links: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    of_section: dict[str, list[int]] = field(default_factory=dict)


def mark(record: Return, prose: Prose, groups: Sequence[FindingGroup]) -> MarkedText:
    """Mark the sentences that findings are about.

    Args:
        record: The return.
        prose: Its texts as they will be published.
        groups: The findings in the order of their notes.
    """
    marker = _Marker(record, groups)
    for passage in prose.passages:
        marker.made.sections.setdefault(passage.section, []).extend(marker.passage(passage))
    for number, group in enumerate(groups, 1):
        about = {p.section for p in prose.passages for finding in group if sentences.is_about(finding, p)}
        if about and number not in marker.made.links:
            for section in sorted(about):
                marker.made.of_section.setdefault(section, []).append(number)
    return marker.made


class _Marker:
    """Marks one report's text; sentences are numbered in their order."""

    def __init__(self, record: Return, groups: Sequence[FindingGroup]) -> None:
        self.record, self.groups = record, groups
        self.made = MarkedText()
        self.count = 0
        captions = [figure for figure in record.figures if figure.show]
        self.captions = {figure.id: f"图{number} {figure.caption}" for number, figure in enumerate(captions, 1)}

    def passage(self, passage: RenderedPassage) -> list[Block]:
        """A passage's blocks; figures are named, as the working paper links to the page that shows them."""
        found = to_blocks(undented(passage.text), self._figure)
        about: list[tuple[int, sentences.Target]] = []
        for number, group in enumerate(self.groups, 1):
            for finding in group:
                if sentences.is_about(finding, passage):
                    about += self._targets(number, finding, passage, found)
        marked = [self._block(block, about) for block in found]
        title = [Heading(level=2, content=to_inline(passage.heading))] if passage.heading else []
        return [*title, *deepen(marked)]

    def _figure(self, id_: str) -> Sequence[Block]:
        """A figure's caption; nothing if the figure is hidden.

        Raises:
            KeyError: There is no such figure.
        """
        if any(figure.id == id_ and not figure.show for figure in self.record.figures):
            return ()
        return (Paragraph(content=inline(f"〔{self.captions[id_]}〕")),)

    def _targets(
        self, number: int, finding: Finding, passage: RenderedPassage, blocks: Iterable[Block]
    ) -> list[tuple[int, sentences.Target]]:
        """What to look for on behalf of a finding: the most exact of its targets that occurs in the passage."""
        texts = [plain(paragraph.content) for paragraph in _paragraphs(blocks)]
        for target in sentences.targets(finding, passage, self.record):
            if any(target.spans(text) for text in texts):
                return [(number, target)]
        return []

    def _block(self, block: Block, about: Sequence[tuple[int, sentences.Target]]) -> Block:
        match block:
            case Paragraph():
                return block.model_copy(update={"content": self._paragraph(block.content, about)})
            case List():
                items = tuple(tuple(self._block(inner, about) for inner in item) for item in block.items)
                return block.model_copy(update={"items": items})
            case Quote():
                return block.model_copy(update={"blocks": tuple(self._block(inner, about) for inner in block.blocks)})
            case _:
                return block

    def _paragraph(self, content: Inline, about: Sequence[tuple[int, sentences.Target]]) -> Inline:
        text = plain(content)
        spans = [(number, span) for number, target in about for span in target.spans(text)]
        if not spans:
            return content
        found: list[Run] = []
        at = 0
        for start, end in sentences.split(text):
            numbers = sorted({number for number, (first, last) in spans if first < end and start < last})
            if numbers:
                found += _cut(content, at, start)
                found += self._sentence(_cut(content, start, end), numbers, text[start:end])
                at = end
        return (*found, *_cut(content, at, len(text)))

    def _sentence(self, runs: Iterable[Run], numbers: Sequence[int], text: str) -> list[Run]:
        self.count += 1
        anchor = f"sentence-{self.count}"
        for number in numbers:
            bare = text.strip()
            label = f"“{bare[:_SHOWN]}{'…' if len(bare) > _SHOWN else ''}”"
            self.made.links.setdefault(number, []).append((anchor, label))
        update = {
            "mark": level_of(self.groups[number - 1] for number in numbers),
            "anchor": anchor,
            "refs": tuple(f"finding-{number}" for number in numbers),
        }
        return [run.model_copy(update=update) for run in runs]


def level_of(groups: Iterable[FindingGroup]) -> Mark:
    """The gravest level of some findings; those accepted by a waiver are for information only."""
    order: list[Mark] = [*rules.LEVELS, "info"]
    return min(("info" if group[0].waived else group[0].level for group in groups), key=order.index)


def _paragraphs(blocks: Iterable[Block]) -> Iterable[Paragraph]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case List():
                for item in block.items:
                    yield from _paragraphs(item)
            case Quote():
                yield from _paragraphs(block.blocks)


def _cut(content: Inline, start: int, end: int) -> list[Run]:
    """The runs of a stretch of text."""
    found, at = [], 0
    for run in content:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            found.append(run.model_copy(update={"text": run.text[first:last]}))
        at += len(run.text)
    return found
