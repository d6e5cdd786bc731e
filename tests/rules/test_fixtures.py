"""Every rule yields exactly the expected findings on its minimal bad return, and none on a good one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gongkai import rules
from tests.rules import fixtures

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", fixtures.cases("bad"), ids=lambda path: path.stem)
def test_bad(path: Path) -> None:
    """A bad return gives exactly the findings listed in its file, among them one of the rule it is named after."""
    case = fixtures.read(path)
    assert case.found() == case.expect
    assert case.rule in {finding[0] for finding in case.expect}


@pytest.mark.parametrize("path", fixtures.cases("good"), ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    """A good return gives no finding that fails, and the rule it is named after could be checked."""
    case = fixtures.read(path)
    assert case.found() == case.expect == []


@pytest.mark.parametrize("folder", ["bad", "good"])
def test_no_rule_lacks_a_fixture(folder: str) -> None:
    """Every registered rule has a bad and a good fixture."""
    named = {path.stem.split("-")[0] for path in fixtures.cases(folder)}
    assert sorted(set(rules.RULES) - named) == []
    assert sorted(named - set(rules.RULES)) == []


@pytest.mark.parametrize("path", fixtures.cases("bad"), ids=lambda path: path.stem)
def test_sentences(path: Path) -> None:
    """Every message is a full Chinese sentence, says what to do, names existing cells and the line of a known one."""
    for finding in fixtures.read(path).findings():
        assert finding.message.endswith("。")
        assert finding.todo.endswith("。") or finding.outcome == "not_checked"
        assert "{" not in re.sub("“[^”]*”", "", finding.message)
        assert finding.where is None or finding.where.startswith((path.name, "params/lexicon.yaml"))
