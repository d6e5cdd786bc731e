"""The folder of inputs as it was when it was first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.returns import InputError, Params, snapshot
from gongkai.returns.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def params(tmp_path: Path) -> Params:
    """An organ with two years."""
    folder = tmp_path / "params" / "a"
    folder.mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: 甲县教育局\nlevel: department\n", "utf-8")
    for year in (2022, 2023):
        (folder / f"{year}.yaml").write_text(f"year: {year}\nrequests:\n  new: [1, 0, 0, 0, 0, 0, 1]\n", "utf-8")
    return Params(tmp_path / "params")


def test_what_changes_later_is_not_seen(params: Params) -> None:
    """A return, an organ and its years stay what they were; the next snapshot sees what has changed."""
    before = Snapshot(params)
    seen = before.load("a", 2023), before.agency("a"), before.years("a"), before.previous("a", 2023), before.words()
    assert seen == (params.load("a", 2023), params.agency("a"), (2022, 2023), params.load("a", 2022), None)
    (params.root / "lexicon.yaml").write_text("granted: [给了]\n", "utf-8")
    (params.root / "a" / "2023.yaml").unlink()
    (params.root / "a" / "agency.yaml").write_text("name: 乙县教育局\nlevel: department\n", "utf-8")
    again = before.load("a", 2023), before.agency("a"), before.years("a"), before.previous("a", 2023), before.words()
    assert seen == again
    after = Snapshot(params)
    words = after.words()
    assert words is not None
    assert ("乙县教育局", (2022,), (("granted", ("给了",)),)) == (after.agency("a").name, after.years("a"), words.words)


def test_errors_are_not_kept(params: Params) -> None:
    """What could not be read is looked at again."""
    path = params.root / "a" / "2023.yaml"
    text = path.read_text("utf-8")
    path.write_text("year: 2023\nfoo: 1\n", "utf-8")
    seen = Snapshot(params)
    with pytest.raises(InputError, match="foo"):
        seen.load("a", 2023)
    path.write_text(text, "utf-8")
    assert 1 == seen.load("a", 2023).cells["requests.new.total"]


def test_bounded(params: Params, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many results of a method are kept; the oldest is looked up again."""
    monkeypatch.setattr(snapshot, "MOST", 1)
    seen = Snapshot(params)
    seen.load("a", 2022)
    seen.load("a", 2023)
    (params.root / "a" / "2022.yaml").unlink()
    assert 2023 == seen.load("a", 2023).year
    with pytest.raises(InputError, match="没有2022年的数据"):
        seen.load("a", 2022)
