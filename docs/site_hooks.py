"""What MkDocs adds to the handbook: the pages that are made from the code."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # MkDocs runs a hook as a file of its own

from docs import build  # noqa: E402 - after the path

from gongkai.rules import reference  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.structure.files import Files

_OUTSIDE = re.compile(r"\[([^\]]*)\]\((?:\.\./)*(?:how-to|docs)/[^)]*\)")
"""Links to pages for developers, which the handbook does not have."""

PAGES: dict[str, Callable[[], str]] = {
    "rules.md": reference.page,
    "commands.md": lambda: build.commands("zh_CN"),
    "levels.md": build.levels,
}
"""Function that makes each page."""


_WRAPPED = re.compile(r"(?<=[\u2e80-\uffff”’])\n(?=[\u2e80-\uffff“‘`])(?!```)")
"""A line break inside a Chinese paragraph, which a browser would show as a space."""


def on_page_markdown(markdown: str, **_about: Any) -> str:
    """Join the lines of Chinese paragraphs."""
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else _WRAPPED.sub("", part) for part in parts)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made from the code."""
    for name, page in PAGES.items():
        files.append(File.generated(config, name, content=_OUTSIDE.sub(r"\1", page())))
    return files
