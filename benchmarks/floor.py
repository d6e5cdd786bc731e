"""The floor: the same functions called directly, without notebooks and kernels; every output except the notebooks.

``python -m benchmarks.floor PARAMS OUT AGENCY:YEAR …`` makes reports sequentially in one process.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gongkai import rules
from gongkai.document import docx, fonts, frames, html, pdf
from gongkai.document.blocks import Block, Group
from gongkai.document.metadata import Document
from gongkai.document.outline import stepwise
from gongkai.pipeline.inputs import sha256
from gongkai.pipeline.publishing import meta
from gongkai.prose import render_texts
from gongkai.publish import formats
from gongkai.publish.collect import HIDDEN_TAGS, SILENT_TAGS
from gongkai.returns import Params, canonical
from gongkai.returns.identifier import Identity
from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Iterable


def shown(stem: str, given: dict[str, Any]) -> list[Block]:
    """The outputs of a section notebook, by calling what its cells call."""
    names: dict[str, Any] = {}
    blocks: list[Block] = []
    for cell in notebooks.source(notebooks.folder() / f"{stem}.ipynb").cells:
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type != "code":
            continue
        if "parameters" in tags:
            names.update(given)
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, stem, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), stem, "eval"), names)
            if isinstance(value, pd.DataFrame):
                value = frames.table(value)
            if value is not None and not tags & (HIDDEN_TAGS | SILENT_TAGS):
                blocks += value.blocks if isinstance(value, Group) else [value]
    return blocks


def report(params: Params, agency: str, year: int, out: Path) -> None:
    """One report: HTML, PDF, Word, JSON and the reviewer's paper."""
    folder = out / str(year) / agency
    folder.mkdir(parents=True, exist_ok=True)
    record, previous = params.load(agency, year), params.previous(agency, year)
    prose = render_texts(record, previous)
    findings = rules.check(record, previous=previous, members=params.members(agency, year), prose=prose,
                           previous_prose=render_texts(previous) if previous else None)  # fmt: skip
    given = {"agency": agency, "year": year, "params": str(params.root)}
    data = canonical.to_json(
        record, prose.sections(), [f.to_json() for f in findings if f.applicable and f.outcome != "pass"]
    )
    (folder / "report.json").write_text(text := canonical.dumps(data), "utf-8")
    identity = Identity(agency, year, sha256(text.encode()))
    about = meta(record, prose, formats.downloads(formats.formats()), identifier=str(identity))
    blocks: list[Block] = []
    for stem in notebooks.stems(notebooks.folder()):
        if stem == notebooks.REVIEW:
            paper = Document(meta=about, blocks=tuple(stepwise(shown(stem, given))))
            (folder / "review.html").write_text(html.page(paper), "utf-8")
        else:
            blocks += shown(stem, given)
    found = Document(meta=about, blocks=tuple(stepwise(blocks)))
    chosen = fonts.font_set(record.agency.fonts, (params.root / "fonts",))
    (folder / "report.html").write_text(html.page(found), "utf-8")
    (folder / "report.pdf").write_bytes(pdf.render(found, chosen))
    (folder / "report.docx").write_bytes(docx.render(found, chosen))


def main(arguments: Iterable[str]) -> None:
    """Make the reports named on the command line."""
    params, out, *reports = arguments
    for name in reports:
        agency, year = name.split(":")
        report(Params(params), agency, int(year), Path(out))


if __name__ == "__main__":
    main(sys.argv[1:])
