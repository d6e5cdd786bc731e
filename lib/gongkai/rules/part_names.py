"""Names in messages for the parts of a report's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.parsing.numerals import numeral
from gongkai.prose import source_location
from gongkai.returns import MATTERS

if TYPE_CHECKING:
    from gongkai.forms import Edition
    from gongkai.reading.sentences import Sentence
    from gongkai.returns import Return


def name_section(edition: Edition, id: str) -> str:
    """A section by its number: ``第一部分``, ``报头``; its id if the form lacks it."""
    if id == "preface":
        return "报头"
    number = next((at for at, section in enumerate(edition.sections, 1) if section.id == id), None)
    return id if number is None else f"第{numeral(number)}部分"


def sentence_line(record: Return, sentence: Sentence) -> str | None:
    """``file:line`` where a sentence begins, or of the key of its text where that has no lines of its own."""
    return source_location(record, sentence.path, sentence.line)


def describe_sentence(record: Return, sentence: Sentence) -> str:
    """The text that a sentence is in: ``第一部分“政府信息公开申请办理情况”``."""
    name = name_section(record.edition, sentence.section)
    matter = MATTERS.get(sentence.path.rpartition(".")[2]) if sentence.path.startswith("sections.overview.") else None
    return f"{name}“{matter}”" if matter else name


def compare_places(record: Return, second: Sentence) -> str:
    """What to do about two numbers in two sentences, of which a finding names the line of the first."""
    at = sentence_line(record, second)
    other = f"另一处在{at}。" if at else ""
    return f"{other}请核实两处是不是同一个数：是的，改成一致；不是的，写明各是什么数。"
