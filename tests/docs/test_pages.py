"""The generated reference pages are current."""

from __future__ import annotations

import re

import pytest
from docs import before_after, gallery
from docs.build import PAGES

from gongkai.cli import app


@pytest.mark.parametrize("name", PAGES)
def test_page_is_current(root, name):
    """A generated page is current; ``make docs`` regenerates it."""
    assert PAGES[name]() == (root / "docs" / name).read_text("utf-8")


def test_gallery_is_current(root):
    """The gallery shows every report in every format, and what was repaired, with pictures that exist."""
    assert gallery.page() == gallery.PAGE.read_text("utf-8")
    shown = re.findall(r"\]\((images/[^)]+)\)", gallery.page())
    assert len(gallery.REPORTS) * len(gallery.VIEWS) + len(before_after.PAIRS) == len(shown)
    assert [] == [name for name in shown if not (root / "docs" / name).is_file()]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_commands_in_the_readme_exist(root, name):
    """Every gongkai command that a README names is a command."""
    text = (root / name).read_text("utf-8")
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set() == set(re.findall(r"gongkai ([a-z]+)", text)) - known


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(root, name):
    """Every relative link of a document leads to a file."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (root / name).read_text("utf-8"))
    assert [] == [link for link in links if not (root / link).exists()]
