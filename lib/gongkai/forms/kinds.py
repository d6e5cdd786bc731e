"""Which row and column of table 3 a reply and an applicant count in (条例 36-39), by the ``names`` of the edition."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.forms.model import Column, Head, Row, Table


_LONGEST = 200
"""Characters of a name, with the name of its head before it; longer cells are not names, and are not split."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text normalised for comparison: without white space, character width, quotes and leading numbers."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[“”\"'‘’《》:：。]", "", text).replace(",", "、")
    return re.sub(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d{1,2}[.、])+", "", text)


def replies(table: Table) -> tuple[Row, ...]:
    """The rows that a reply can count in, in the order of the form."""
    return tuple(row for row in table.rows if row.names)


def applicants(table: Table) -> tuple[Column, ...]:
    """The columns that an applicant can count in, in the order of the form."""
    return tuple(column for column in table.rows[0].columns if column.names)


def reply_row(text: str, table: Table) -> str | None:
    """The row of table 3 a reply counts in; ``None`` when the name is not known or leaves it open."""
    word = plain(text)
    if len(word) > _LONGEST:
        return None
    named: tuple[Head | Row, ...] = (*table.headers, *replies(table))
    for item in named:
        for name in item.names:
            rest = _rest(word, plain(name))
            if rest and (row := reply_row(rest, table)) and row in {below.id for below in table.group(item.id)}:
                return row
    for result in table.rows:
        if result.groups and result.id != "total" and text.strip() in {result.id, result.label}:
            return result.id
    return next((row.id for row in replies(table) if word in map(plain, row.names)), None)


def applicant_column(text: str, table: Table) -> str | None:
    """The column of table 3 an applicant counts in; ``None`` when the name is not known or leaves it open."""
    word = plain(text)
    if len(word) > _LONGEST:
        return None
    columns = applicants(table)
    for head in table.column_headers:
        below = {column.id for column in columns if head.id in column.groups}
        for name in sorted(map(plain, head.names), key=len, reverse=True):
            rest = _rest(word, name)
            if rest and (column := applicant_column(rest, table)) in below:
                return column
    return next((item.id for item in columns if word == item.id or word in map(plain, item.names)), None)


def _rest(word: str, name: str) -> str:
    """What is written behind a name, without the dash or brackets between them; empty if nothing, or another name."""
    return plain(re.sub(r"^[-—/、()]+", "", word.removeprefix(name)).rstrip(")")) if word.startswith(name) else ""


def _named(word: str, headers: Sequence[Head]) -> Head | None:
    return next((head for head in headers if word in map(plain, head.names)), None)


def is_open(text: str, table: Table) -> bool:
    """Whether a reply is the name of a head, which leaves open which row below it is meant."""
    return _named(plain(text), table.headers) is not None


def reply_problem(text: str, table: Table) -> str:
    """What to tell about a reply that :func:`reply_row` does not know."""
    word = plain(text)
    if (head := _named(word, table.headers)) is not None:
        rows = "、".join(row.label for row in table.group(head.id))
        return f"答复类型“{word}”没有写明是哪一种；{head.label}分为：{rows}。"
    return _unknown("答复类型", word, tuple(name for row in replies(table) for name in row.names))


def reply_names(table: Table) -> str:
    """The usual name of every kind of reply that a form has, as a sentence: what may be written."""
    return f"答复类型可以填：{'、'.join(row.names[0] for row in replies(table))}；没有办结的空着。"


def applicant_problem(text: str, table: Table) -> str:
    """What to tell about an applicant that :func:`applicant_column` does not know."""
    word = plain(text)
    columns = applicants(table)
    if (head := _named(word, table.column_headers)) is not None:
        usual = "、".join(column.names[0] for column in columns if head.id in column.groups)
        return f"申请人类型“{word}”没有写明是哪一种；请填：{usual}。"
    usual = "、".join(column.names[0] for column in columns)
    return _unknown("申请人类型", word, tuple(name for column in columns for name in column.names)).replace(
        "请改正", f"请填：{usual}"
    )


@lru_cache(maxsize=1024)
def _unknown(what: str, word: str, known: tuple[str, ...]) -> str:
    """Quote the word only if it resembles a known one: a shifted column may contain personal names."""
    near = get_close_matches(word, known, 1, 0.5)
    if near:
        return f"{what}“{word}”不认识，是不是“{near[0]}”？"
    return f"{what}不认识（内容不予显示，以免泄露个人信息）；请改正。"
