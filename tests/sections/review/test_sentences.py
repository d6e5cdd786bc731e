"""Finding a quotation again in the text as it is published."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gongkai.prose import ProseError, render_texts
from gongkai.sections.review import sentences
from gongkai.sections.review.text import mark
from tests.rules.fixtures import cases, read


@given(st.text(alphabet="甲乙１２。；“”（） \n*a", max_size=60))
def test_sentences_are_cut_without_loss(text: str) -> None:
    """Sentences follow each other in order; between them are only white space and marks."""
    spans = list(sentences.split(text))
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert "" == "".join(gaps).strip("。；”） \n")


@given(st.text(max_size=40))
def test_positions_are_of_the_original(text: str) -> None:
    """What is found in the folded text is, folded again, what was looked for."""
    folded = sentences.Folded(text)
    words = folded.folded[1:4]
    pattern = re.compile(re.escape(words))
    for start, end in folded.spans(pattern):
        assert words in sentences.Folded(text[start:end]).folded


def test_every_quotation_of_every_rule_is_found() -> None:
    """Each finding that quotes the text, in the bad example of each rule, has its sentence marked; else its section has it."""
    lost, found = [], 0
    for path in cases("bad"):
        case = read(path)
        failed = [f for f in case.findings() if f.outcome == "fail" and any(c.startswith("sections.") for c in f.cells)]
        try:
            prose = render_texts(case.record, case.previous)
        except ProseError:
            continue
        groups = [(finding,) for finding in failed]
        marked = mark(case.record, prose, groups)
        for number, finding in enumerate(failed, 1):
            if sentences.words_of(finding):
                found += 1
                headed = {n for numbers in marked.of_section.values() for n in numbers}
                there = headed if finding.cells[0].endswith(".heading") else marked.links
                lost += [] if number in there else [(path.name, finding.rule, finding.message)]
    assert [] == lost
    assert found > 20
