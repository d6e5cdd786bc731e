"""An office's own words for reading prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.returns import InputError, office_words

if TYPE_CHECKING:
    from pathlib import Path


def test_words_by_meaning(tmp_path: Path) -> None:
    """Each meaning has its words, both in the order of the file, and each its line."""
    path = tmp_path / "lexicon.yaml"
    path.write_text("received: [收悉, 登记受理]\ncarried_out: [待办]\n", "utf-8")
    expected = (("received", ("收悉", "登记受理")), ("carried_out", ("待办",)))
    found = office_words.read(path, "params/lexicon.yaml")
    assert expected == found.words
    assert ["params/lexicon.yaml:1", "params/lexicon.yaml:2"] == [
        found.source.where(p) for p in ("received.1", "carried_out")
    ]


@pytest.mark.parametrize("words", ["收悉", "[收悉, 3]", "[收悉, '']", "[收悉, null]", "{a: 收悉}", ""])
def test_no_list_of_words(tmp_path: Path, words: str) -> None:
    """What is not a list of words, or has an empty one, is refused with its line and an example."""
    path = tmp_path / "lexicon.yaml"
    path.write_text(f"carried_out: [待办]\nreceived: {words}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        office_words.read(path, "params/lexicon.yaml")
    assert "params/lexicon.yaml:2：“received”下应当是词的列表，例如 [收悉, 登记受理]。" == str(caught.value)
