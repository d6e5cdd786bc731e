"""The parts of a return that only hold and find things."""

from __future__ import annotations

import pytest

from gongkai.returns import SourceMap


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("sections.other", None, "a.yaml:9"),
        ("sections.other", 1, "a.yaml:10"),
        ("sections.other", 3, "a.yaml:12"),
        ("sections.problems", 3, "a.yaml:8"),
        ("sections.overview.platform", None, "a.yaml:8"),
        ("requests.new.total", None, "a.yaml"),
    ],
)
def test_where(path, line, expected):
    """A path is at its own line, a line of its text, or else the line of what holds it; without any, in the file."""
    source = SourceMap(file="a.yaml", lines={"sections": 8, "sections.other": 9, "sections.other|": 10})
    assert expected == source.where(path, line)


def test_where_without_a_file():
    """What was read from no file has no place."""
    assert None is SourceMap(lines={"sections": 8}).where("sections")
