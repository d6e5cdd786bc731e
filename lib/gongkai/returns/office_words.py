"""An office's own words for reading prose: ``params/lexicon.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongkai.parsing import yaml
from gongkai.returns.errors import InputError
from gongkai.returns.source_map import SourceMap

if TYPE_CHECKING:
    from pathlib import Path


class OfficeWords(NamedTuple):
    """The words by meaning, and where they are written: ``meaning``, ``meaning.0``."""

    words: tuple[tuple[str, tuple[str, ...]], ...]
    source: SourceMap


def read(path: Path, name: str) -> OfficeWords:
    """Read the words by meaning.

    Args:
        path: The file.
        name: Its name in messages.

    Raises:
        InputError: The file is not a mapping of meanings to lists of words.
    """
    data, lines = yaml.read(path, name)
    source = SourceMap(file=name, lines=lines)
    for meaning, words in data.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            msg = f"{source.where(meaning)}：“{meaning}”下应当是词的列表，例如 [收悉, 登记受理]。"
            raise InputError(msg)
    return OfficeWords(tuple((meaning, tuple(words)) for meaning, words in data.items()), source)
