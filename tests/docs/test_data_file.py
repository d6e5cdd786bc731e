"""The reference page of the data files: what it says is what the code does."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from docs import data_file
from docs.data_file import YEAR, example, organ, previous, read
from jsonschema import Draft7Validator

from gongkai import rules
from gongkai.cli import app
from gongkai.commands import schemas
from gongkai.parsing import yaml
from gongkai.prose import namespace, render_texts
from gongkai.prose.filters import FILTERS
from gongkai.reading import lexicon
from gongkai.returns import modeline
from gongkai.returns.load import TOP_KEYS
from gongkai.sections import charts
from tests.returns.test_file_schema import plain

PAGE = data_file.page()
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SCHEMAS: dict[str, Any] = {name: json.loads(text) for name, text in schemas.documents().items()}


def broken(text: str, name: str) -> list[str]:
    """What an editor underlines in a file."""
    data, _ = yaml.parse(text, "file.yaml")
    validator = Draft7Validator(SCHEMAS[name], format_checker=Draft7Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(plain(data))]


def test_there_are_examples() -> None:
    """Each part of the file has an example."""
    assert len(data_file.PARTS) + 3 <= len(BLOCKS)
    for part in data_file.PARTS.values():
        assert any(part.strip() in block for block in BLOCKS)


@pytest.mark.parametrize("block", BLOCKS)
def test_examples_are_read(block: str) -> None:
    """Every example is read without a problem, prints its texts, and obeys the schema that editors use."""
    if "level:" in block:
        assert [] == broken(block, modeline.AGENCY)
        return
    text = block if "year:" in block else f"year: {YEAR}\n{block}"
    if "{{" in block and "facts:" not in block:
        text += data_file.FACTS
    assert "（" in render_texts(read(text), previous()).title or YEAR == read(text).year
    assert [] == broken(text, modeline.of_year(data_file.EDITION))


def test_whole_example_is_right() -> None:
    """The whole example breaks no rule but the one about cells that it leaves open, and its charts can be drawn."""
    record, last = read(example()), previous()
    found = [item for item in rules.check(record, last) if item.blocking]
    assert {"R32"} == {item.rule for item in found}, [item.message for item in found]
    for figure in record.figures:
        if figure.kind != "photo":
            charts.of(record, figure).numbers(record, (last,), figure)


@pytest.mark.parametrize("kind", list(data_file.kinds()))
def test_figures(kind: str) -> None:
    """The example of each kind of figure is read and can be drawn."""
    text = f"year: {YEAR}\n{data_file.TABLES}{data_file.FACTS}figures:\n  {data_file.figure(kind)}\n"
    record = read(text)
    (figure,) = record.figures
    assert kind == figure.kind
    if kind != "photo":
        charts.of(record, figure).numbers(record, (previous(),), figure)


def test_nothing_is_left_out() -> None:
    """The page describes every key, name, filter and kind of figure, and no other filter."""
    names = {name.partition(".")[0] for name in data_file.PLACEHOLDERS}
    assert {*namespace(read(example()), previous())} - {"disputes"} <= names
    assert set(FILTERS) == set(data_file.FILTER_NOTES)
    for key in (*TOP_KEYS, *charts.kinds()):
        assert f"| `{key}` |" in PAGE


def test_words_of_an_office() -> None:
    """The example of an office's own words can be used, and every meaning that there is has a line."""
    data, _ = yaml.parse(data_file.WORDS, "lexicon.yaml")
    assert () == lexicon.wrong_entries(
        data_file.EDITION.id, tuple((name, tuple(words)) for name, words in data.items())
    )
    assert [] == [name for name in lexicon.meanings(data_file.EDITION.id) if f"| `{name}` |" not in PAGE]


def test_commands_exist() -> None:
    """Every command that the page names is one."""
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set() == set(re.findall(r"gongkai ([a-z]+)", PAGE)) - known


def test_messages_name_the_slip() -> None:
    """Each slip is answered with its line and what to write."""
    said = [data_file.complaint(text) for text in data_file.SLIPS]
    assert len(set(said)) == len(said)
    assert all(re.match(r"第\d行：", line) for line in said)
    assert organ().name in read(example()).title
