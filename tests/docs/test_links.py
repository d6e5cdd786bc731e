"""Links and paths in documents exist."""

from __future__ import annotations

import re
import subprocess

import pytest


def documents(root):
    """Text of every Markdown file under version control, by name."""
    names = subprocess.run(["git", "ls-files", "*.md"], cwd=root, capture_output=True, text=True, check=False).stdout
    found = names.split() or [str(path.relative_to(root)) for path in [*root.glob("*.md"), *root.glob("docs/**/*.md")]]
    return {name: (root / name).read_text("utf-8") for name in found if (root / name).is_file()}


def test_links(root):
    """Every relative link leads to a file."""
    links = [
        (name, link)
        for name, text in documents(root).items()
        for link in re.findall(
            r"\]\((?![a-z]+:)([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
        )
    ]
    made = {"docs/handbook/rules.md", "docs/handbook/commands.md", "docs/handbook/levels.md"}  # with the site
    found = [(name, link, (root / name).parent / link) for name, link in links]
    assert [] == [
        (name, link)
        for name, link, path in found
        if not path.exists() and path.relative_to(root).as_posix() not in made
    ]


@pytest.mark.parametrize("folder", ["architecture.md", "how-to"])
def test_paths(root, folder):
    """Every path and function named on the architecture page or in a how-to exists."""
    texts = [text for name, text in documents(root).items() if name.startswith(f"docs/{folder}")]
    steps = re.findall(
        r"\b((?:lib|tests)/[\w/.<>-]*[\w/>])(?::(\w+))?",
        "\n".join(re.sub(r"```sh.*?```", "", t, flags=re.DOTALL) for t in texts),
    )
    assert [] == [path for path, _ in steps if "<" not in path and not (root / path).exists()]
    assert [] == [
        (path, name) for path, name in steps if name and f"def {name}(" not in (root / path).read_text("utf-8")
    ]


def test_modules(root):
    """Every module imported on the architecture page or in a how-to exists."""
    text = "\n".join(t for name, t in documents(root).items() if name.startswith(("docs/architecture", "docs/how-to")))
    named = re.findall(r"from (gongkai[.\w]*) import", text)
    given = {"gongkai.publish.formats.text"}  # the example's own
    places = [root / "lib" / name.replace(".", "/") for name in set(named) - given]
    assert [] == [place for place in places if not (place.is_dir() or place.with_suffix(".py").is_file())]
