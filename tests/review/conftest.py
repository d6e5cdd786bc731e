"""Fixtures of sign-off."""

from __future__ import annotations

import pytest

from gongkai.pipeline import inputs, manifest, signature
from gongkai.returns import Params, review_file
from tests.example import AGENCY, YEAR, mark
from tests.review.built import Built, step


@pytest.fixture
def built(params, root, monkeypatch):
    """The example with outputs as if it had been built, and a function that writes steps about them."""
    (params.parent / "notebooks").mkdir()
    (params.parent / "notebooks/00_preface.ipynb").write_bytes((root / "notebooks/00_preface.ipynb").read_bytes())
    mark(params.parent)
    monkeypatch.chdir(params.parent)
    folder = params.parent / "outputs" / str(YEAR) / AGENCY
    (folder / "sections").mkdir(parents=True)
    for name in ("report.html", "report.pdf", "report.json", "review.html"):
        (folder / name).write_text(name)

    def make(findings=None):
        found = inputs.of_report(Params(params), AGENCY, YEAR)
        made = manifest.Manifest(AGENCY, YEAR, found, {}, manifest.outputs(folder), {}, findings or {})
        (folder / manifest.NAME).write_text(made.dumps(), "utf-8")
        return made

    def record(*moves):
        made = manifest.read(folder)
        of = {
            "inputs": review_file.listing(made.inputs),
            "outputs": review_file.listing(signature.covered(made.outputs)),
        }
        steps = tuple(step(move, **of) for move in moves)
        text = review_file.dump(review_file.Record(steps=steps), "年度报告")
        review_file.path(params / AGENCY, YEAR).write_text(text, "utf-8")

    return Built(folder, make, record)
