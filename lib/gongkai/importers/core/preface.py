"""The preface of a report without the boilerplate of its page."""

from __future__ import annotations

import re

from gongkai.importers.core.boilerplate import is_field
from gongkai.importers.core.delimiters import CELL, END

_OPENING = re.compile(
    r"(?:^|(?<=[\s\x1e\x1f：:]))(?:现?根据|按照|依据|依照|为(?:贯彻|落实|了|进一步|深入|保障)|本(?:年度)?报告|现将|20\d\d年|今年|"
    r"《中华人民共和国政府信息公开条例》)"
)
_SENTENCE = re.compile(r"[^。\n]*")
_SHORTEST = 15


def find(head: str) -> str:
    """The preface in the text before section one.

    Args:
        head: That text, maybe with a page's path, dates and buttons in it.
    """
    for match in _OPENING.finditer(head):
        rest = head[match.start() :]
        sentence = _SENTENCE.match(rest)[0]  # type: ignore[index]  # it matches anything
        title = re.search(r"报告\s*$", sentence)
        if len(sentence) >= _SHORTEST and not (
            title and len(sentence) < 60 and "，" not in sentence and "根据" not in sentence
        ):
            return rest
    lines = [line.strip() for line in re.split(rf"[\n{CELL}{END}]", head)]
    kept = [
        line for line in lines
        if len(line) >= _SHORTEST and re.search(r"[。；，]", line) and not is_field(line)
    ]  # fmt: skip
    return "\n".join(kept)
