"""ParseCache files are kept by their bytes."""

from __future__ import annotations

import shutil
from functools import partial

import pytest

from gongkai.returns import Params, ReturnError
from gongkai.returns import load as loading
from gongkai.returns import params as module
from gongkai.returns.parse_cache import ParseCache


@pytest.fixture
def parsed(monkeypatch):
    """A temporary empty cache."""
    made = ParseCache(8)
    monkeypatch.setattr(module, "CACHE", made)
    return made


@pytest.fixture
def inputs(root, tmp_path):
    """One organ."""
    shutil.copytree(root / "params" / "huancui-yingji", tmp_path / "params" / "huancui-yingji")
    return Params(tmp_path / "params")


def test_parsed_once(inputs, parsed, monkeypatch):
    """The same bytes are parsed once, changed bytes again."""
    first = inputs.load("huancui-yingji", 2020)
    monkeypatch.setattr(loading, "load", None)
    assert first == inputs.load("huancui-yingji", 2020)
    path = inputs.path("huancui-yingji", 2020)
    path.write_bytes(path.read_bytes() + b"\n# x\n")
    with pytest.raises(TypeError):
        inputs.load("huancui-yingji", 2020)


def test_a_changed_organ_counts(inputs, parsed):
    """A return knows its organ as the organ's file has it now."""
    inputs.load("huancui-yingji", 2020)
    path = inputs.folder("huancui-yingji") / "agency.yaml"
    path.write_text(path.read_text("utf-8").replace("威海市环翠区应急管理局", "某某局"), "utf-8")
    assert "某某局" == inputs.load("huancui-yingji", 2020).agency.name


def test_handed_to_another_process(inputs, parsed, monkeypatch):
    """One process can take over what another has parsed."""
    first = inputs.load("huancui-yingji", 2020)
    other = ParseCache(8)
    other.take(parsed.below(inputs.folder("huancui-yingji")))
    monkeypatch.setattr(module, "CACHE", other)
    monkeypatch.setattr(loading, "load", None)
    assert first == inputs.load("huancui-yingji", 2020)
    assert ParseCache(8).below(inputs.folder("huancui-yingji")) == parsed.below(inputs.root)


def test_wrong_files_are_not_kept(inputs, parsed):
    """A wrong file is refused each time it is read."""
    path = inputs.path("huancui-yingji", 2020)
    path.write_text(path.read_text("utf-8").replace("carried_in:", "caried_in:"), "utf-8")
    for _ in range(2):
        with pytest.raises(ReturnError, match="carried_in"):
            inputs.load("huancui-yingji", 2020)


def test_no_more_than_the_limit(tmp_path):
    """The oldest entry is evicted first."""
    made = ParseCache(2)
    for name in ("a", "b", "a", "c"):
        made.get(tmp_path / name, (), partial(str, name))
    found = [made.get(tmp_path / name, (), lambda: "anew") for name in ("a", "c", "b")]
    assert ["a", "c", "anew"] == found


def test_files_of_a_folder(tmp_path):
    """What is given to another process are the files in a folder, not those above it, below it or beside it."""
    made = ParseCache(8)
    folder = tmp_path / "m"
    paths = [folder / "a", tmp_path / "b", folder / "n" / "c", tmp_path / "l" / "d", tmp_path / "z" / "e", folder / "f"]
    for path in paths:
        made.get(path, (1,), partial(str, path))
    assert {(folder / "a", 1), (folder / "f", 1)} == made.keys(folder)
    other = ParseCache(8)
    other.take(made.below(folder))
    assert made.keys(folder) == other.keys(folder)
    assert [False] * 4 == [path in {key[0] for one in paths for key in other.keys(one.parent)} for path in paths[1:5]]
