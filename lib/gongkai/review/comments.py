"""What a reviewer's comment is about: a finding, a cell or a sentence, as named on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.returns import InputError, nearest
from gongkai.returns.review_file import Comment
from gongkai.review import sentences
from gongkai.sections import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.review.check import Checked

_RULE = re.compile(r"[A-Za-z]\d{1,3}")
_FEW = 3
"""Maximum number of sentences that a message lists."""


def read(given: Sequence[str], checked: Checked, first: int) -> tuple[Comment, ...]:
    """Comments from ``TARGET=TEXT``; the target is a rule id, a cell's path, a text's path, or words of one sentence.

    Args:
        given: The comments as typed.
        checked: The return they are about, with its findings.
        first: Number of the first comment.

    Raises:
        InputError: A target is nothing in the report, or words of several sentences; or there is no text.
    """
    return tuple(_one(item, checked, number) for number, item in enumerate(given, first))


def _one(given: str, checked: Checked, number: int) -> Comment:
    target, _, text = (part.strip() for part in given.partition("="))
    if not target or not text:
        msg = f"意见“{given}”应当写成“对象=意见”；对象是规则（R12）、单元格（requests.new.total）或正文里的一句话。"
        raise InputError(msg)
    about, quote = _target(target, checked)
    return Comment(id=number, about=about, quote=quote, text=text)


def _target(target: str, checked: Checked) -> tuple[str, str]:
    """What a target is, and its present text or value."""
    record = checked.record
    if target in record.cells:
        return target, tables.number(record.cells[target]) or "未填"
    if _RULE.fullmatch(target):
        return _finding(target.upper(), checked)
    prose = checked.prose
    texts = {p.path: "" for p in prose.passages} if prose is not None else {}
    for passage in prose.passages if prose is not None else ():
        texts[passage.path] += f"{passage.markdown}\n\n"
    if target in texts:
        return target, ""
    found = [(path, line) for path, text in texts.items() for line in sentences.split(text) if target in line]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "；".join(f"“{line}”" for _, line in found[:_FEW])
        msg = f"正文里有{len(found)}句话含“{target}”（{listed}）；请多写几个字，只指一句。"
        raise InputError(msg)
    near = nearest(target, [*record.cells, *texts]) if target.isascii() else "；请照正文抄写，不要跨句。"
    msg = f"意见的对象“{target}”在报告里没有找到{near}"
    raise InputError(msg)


def _finding(rule: str, checked: Checked) -> tuple[str, str]:
    found = [item for item in checked.findings if item.rule == rule and item.outcome != "pass" and item.applicable]
    if not found:
        msg = f"{rule}现在没有问题，不能作为意见的对象；现有的问题请看 gongkai check {checked.record.agency.id} --year {checked.record.year}。"
        raise InputError(msg)
    first = min(found, key=lambda item: (item.outcome != "fail", item.waived is not None))
    cells = f"@{first.cells[0]}" if first.cells else ""
    return f"{rule}{cells}", first.message
