"""The office's own words for reading prose can all be used."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gongkai.reading.lexicon import meanings, wrong_entries
from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "W7",
    level="warning",
    kind="T",
    title="params/lexicon.yaml里的词义名称和词都能用。",
    source="本系统的规定：单位自己的词按词义写在params/lexicon.yaml里",
    todo="请改正词义名称；词里只能用半角的“(甲|乙)”表示任选、“(甲)?”表示可有可无。",
    example="params/lexicon.yaml里的词义“recieved”不存在（是不是“received”）。",
)
def own_words(context: Context) -> Iterator[PendingFinding]:
    """A meaning that the lexicon lacks, or an entry that cannot be read, is left out when prose is read."""
    edition = context.record.edition.id
    for meaning, word in wrong_entries(edition, context.record.words):
        if word is not None:
            yield fail(
                "params/lexicon.yaml里“{meaning}”的词“{word}”写法不对。", ("lexicon",), meaning=meaning, word=word
            )
            continue
        near = get_close_matches(meaning, meanings(edition), 1)
        yield fail(
            "params/lexicon.yaml里的词义“{meaning}”不存在{near}。", ("lexicon",), meaning=meaning,
            near=f"（是不是“{near[0]}”）" if near else "",
        )  # fmt: skip
