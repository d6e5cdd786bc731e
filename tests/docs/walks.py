"""Which files a value passes through, for the walks in ``docs/architecture.md``; ``python -m tests.docs.walks`` prints them.

A file counts if one of its functions has the value, or a string that contains it, as a local variable or result. Files that
only pass on an object that contains the value do not count, except that a finding is followed as an object.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import nbformat
from rich.console import Console

import gongkai
from gongkai.commands import findings, import_
from gongkai.parsing import reader_pool
from gongkai.publish.formats.html import HTMLExporter
from gongkai.publish.formats.pdf import PDFExporter
from gongkai.returns import Params
from gongkai.review.check import check
from gongkai.rules import Finding
from gongkai.sections import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIB = Path(gongkai.__file__).parent
ROOT = Path(__file__).parents[2]
AGENCY, YEAR = "huaian-zhengfu", 2024
NUMBER, PUBLISHED = 83017, 83019
"""Values that occur nowhere else, one per walk, so that no cache of one hides a file from the other."""

RULE = "lib/gongkai/rules/requests.py"
"""The file of the rule, where the message is a literal."""

SENTENCE = "试走一遍的句子"
MESSAGE = "加上年结转"
"""Part of the message of rule R1, as yielded and as shown."""


@contextmanager
def traced(value: int | str) -> Iterator[set[str]]:
    """The files, relative to the repository, whose functions have a value while the body runs."""
    found: set[str] = set()
    folder, text = f"{LIB}/", str(value)

    def has(item: object) -> bool:
        if isinstance(item, Finding):
            item = item.message
        return text in item if isinstance(item, str) else type(item) is int and item == value

    def look(frame: Any, event: str, result: object) -> None:
        name = frame.f_code.co_filename
        if (
            event == "return"
            and name.startswith(folder)
            and name not in found
            and (has(result) or any(map(has, frame.f_locals.values())))
        ):
            found.add(name)

    files: set[str] = set()
    sys.setprofile(look)
    try:
        yield files
    finally:
        sys.setprofile(None)
        files |= {f"lib/gongkai/{Path(name).relative_to(LIB).as_posix()}" for name in found}


def copied(folder: Path, old: str, new: str) -> Path:
    """A copy of an example's inputs with one text replaced."""
    shutil.copytree(ROOT / "params" / AGENCY, folder / "params" / AGENCY)
    path = folder / "params" / AGENCY / f"{YEAR}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder / "params"


def notebook(section: Any, *blocks: Any) -> nbformat.NotebookNode:
    """An executed notebook that shows some blocks."""
    data = [block._repr_mimebundle_() for block in blocks]
    outputs = [nbformat.v4.new_output("display_data", data=item) for item in data]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("section", outputs=outputs)])
    made.metadata["gongkai"] = {"title": section.record.title, "author": section.record.agency.name}
    return made


def number(folder: Path) -> set[str]:
    """A number of table 3 from YAML to PDF."""
    params = copied(folder, "new: [3001,", f"new: [{NUMBER},")
    with traced(NUMBER) as files:
        section = load("requests", AGENCY, YEAR, params)
        PDFExporter().from_notebook_node(notebook(section, section.table()))
    return files


def sentence(folder: Path) -> set[str]:
    """A sentence with a placeholder from YAML to PDF."""
    params = copied(folder, "  problems: |", f"  problems: |\n    {SENTENCE}：{{{{ requests.new.total }}}}件。\n")
    with traced(SENTENCE) as files:
        section = load("problems", AGENCY, YEAR, params)
        PDFExporter().from_notebook_node(notebook(section, section.passage("opening")))
    return files


def finding(folder: Path) -> set[str]:
    """A finding from its rule to the output of ``gongkai check`` and to the review page."""
    params = copied(folder, "new: [3001,", f"new: [{NUMBER},")
    with traced(MESSAGE) as files:
        findings.show([check(Params(params), AGENCY, YEAR)], Console(file=io.StringIO(), width=200))
        paper = load("review", AGENCY, YEAR, params)
        HTMLExporter().from_notebook_node(notebook(paper, paper.findings()))
    return {*files, RULE}


def imported(folder: Path) -> set[str]:
    """A published cell from a web page to YAML."""
    params = copied(folder, "new: [3001,", f"new: [{PUBLISHED},")
    section = load("requests", AGENCY, YEAR, params)
    heads = "".join(f"<h2>{item.title}</h2>" for item in section.record.edition.sections[:2])
    page, _ = HTMLExporter().from_notebook_node(notebook(section, section.heading(), section.table()))
    file = folder / "report.html"
    file.write_text(page.replace("<h2", f"<h1>{section.record.title}</h1>{heads}<h2", 1), "utf-8")
    (folder / "into").mkdir()
    with traced(PUBLISHED) as files, mock.patch.object(reader_pool, "read_all", map):
        # In a process of its own the reading would not be traced.
        code = import_.run_import(
            [file], agency=None, year=None, params=folder / "into", published=True, force=False, json=None
        )
    assert code == 0
    return files


WALKS: dict[str, Callable[[Path], set[str]]] = {
    "number": number,
    "sentence": sentence,
    "finding": finding,
    "import": imported,
}
"""The traced walks by the last word of their headings."""


def walk(name: str) -> set[str]:
    """The files of a walk."""
    with tempfile.TemporaryDirectory() as folder:
        return WALKS[name](Path(folder))


if __name__ == "__main__":
    for name in WALKS:
        files = walk(name)
        print(name, len(files), *sorted(files), sep="\n  ")
