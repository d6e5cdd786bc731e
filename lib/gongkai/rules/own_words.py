"""The office's own words for reading prose can all be used."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.reading.lexicon import form_words, meanings, wrong_entries
from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.reading.lexicon import Extra


OFFICE_WORDS = "lexicon"
"""The place of a finding about the office's words, which is the same in all reports."""


@rule(
    "W7",
    level="warning",
    kind="T",
    title="params/lexicon.yaml里的词义名称和词都能用。",
    source="本系统的规定：单位自己的词按词义写在params/lexicon.yaml里",
    todo="请改正词义名称；词里只能用半角的“(甲|乙)”表示任选、“(甲)?”表示可有可无；表上另有意思的词请删去。",
    example="params/lexicon.yaml里的词义“recieved”不存在（是不是“received”）。",
)
def own_words(context: Context) -> Iterator[PendingFinding]:
    """A meaning that the lexicon lacks, or an entry that cannot be read or means something else on the form, is left out when prose is read."""
    for meaning, word, near in _wrong(context.record.edition.id, context.record.words):
        if word is not None:
            yield fail(
                "params/lexicon.yaml里“{meaning}”的词“{word}”写法不对。",
                (OFFICE_WORDS,),
                where=_where(context, meaning, word),
                meaning=meaning,
                word=word,
            )
            continue
        yield fail(
            "params/lexicon.yaml里的词义“{meaning}”不存在{near}。", (OFFICE_WORDS,), where=_where(context, meaning),
            meaning=meaning, near=near,
        )  # fmt: skip
    for meaning, word in _of_the_form(context.record.edition.id, context.record.words):
        yield fail(
            "params/lexicon.yaml里“{meaning}”的词“{word}”是表上另一项的名称或通常的说法，没有采用，仍按表上的意思读。",
            (OFFICE_WORDS,), where=_where(context, meaning, word), meaning=meaning, word=word,
        )  # fmt: skip


def _where(context: Context, meaning: str, word: str | None = None) -> str:
    """File and line of a meaning or of one of its words."""
    words = dict(context.record.words).get(meaning, ())
    path = meaning if word is None else f"{meaning}.{words.index(word)}"
    return context.record.words_source.where(path) or "params/lexicon.yaml"


@forms.cached(16)
def _wrong(edition: str, extra: Extra) -> tuple[tuple[str, str | None, str], ...]:
    """The entries that cannot be used, which are the same for all returns, and a hint at the meaning that is meant."""
    found = []
    for meaning, word in wrong_entries(edition, extra):
        near = get_close_matches(meaning, meanings(edition), 1) if word is None else []
        found.append((meaning, word, "".join(f"（是不是“{name}”）" for name in near)))
    return tuple(found)


@forms.cached(16)
def _of_the_form(edition: str, extra: Extra) -> tuple[tuple[str, str], ...]:
    """The entries that give a word of the form another meaning, which are the same for all returns."""
    return form_words(edition, extra)
