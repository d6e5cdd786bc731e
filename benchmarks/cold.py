"""One report from a cold start: command-line tools, Gongkai, and the floor; and execution alone."""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.timing import Taken, interleaved, program
from gongkai.pipeline.publishing import meta
from gongkai.prose import render_texts
from gongkai.publish import formats
from gongkai.publish.combine import combine
from gongkai.returns import Params
from gongkai.run import notebooks

SCRIPTS = Path(sysconfig.get_path("scripts"))

_WARM = """
import sys
from pathlib import Path
from gongkai.run import servers, fork_executor, notebooks
servers.notebook_server()
where = notebooks.folder()
for stem in notebooks.stems(where):
    fork_executor.execute(where / f"{stem}.ipynb", {"agency": sys.argv[2], "year": int(sys.argv[3])}, {"params": sys.argv[1]})
"""


def papermill(params: Path, agency: str, year: int, out: Path) -> Taken:
    """``papermill`` on the command line for each section notebook."""
    where, total = notebooks.folder(), Taken(0, 0)
    for stem in notebooks.stems(where):
        total += program(
            str(SCRIPTS / "papermill"), str(where / f"{stem}.ipynb"), str(out / f"{stem}.ipynb"), "-k", "python3",
            "-p", "agency", agency, "-p", "year", str(year), "-p", "params", str(params), "--no-progress-bar",
        )  # fmt: skip
    return total


def convert(report: Path, *, formats: tuple[str, ...] = ("html", "pdf")) -> Taken:
    """``jupyter nbconvert`` on the command line for each format."""
    total = Taken(0, 0)
    for format in formats:
        total += program(str(SCRIPTS / "jupyter"), "nbconvert", "--to", f"gongkai-{format}", str(report))
    return total


def analyst(params: Path, agency: str, year: int) -> Taken:
    """The analyst's way, with the command-line tools; combining the notebooks is not counted."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        out = Path(folder)
        total = papermill(params, agency, year, out)
        inputs = Params(params)
        record = inputs.load(agency, year)
        prose = render_texts(record, inputs.previous(agency, year))
        about = meta(record, prose, formats.downloads(formats.formats()))
        executed = [nbformat.read(out / f"{stem}.ipynb", as_version=4) for stem in notebooks.stems(notebooks.folder())]
        for stem, notebook in zip(notebooks.stems(notebooks.folder()), executed, strict=True):
            notebooks.normalise(notebook, stem, {"agency": agency, "year": year})
        nbformat.write(combine(executed[:-1], about, {"agency": agency, "year": year}), out / "report.ipynb")
        return total + convert(out / "report.ipynb")


def ours(params: Path, agency: str, year: int) -> Taken:
    """``gongkai build``."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as out:
        return program(
            str(SCRIPTS / "gongkai"), "build", agency, "--year", str(year), "--params", str(params), "--out", out
        )


def floor(params: Path, agency: str, year: int) -> Taken:
    """The same functions without notebooks."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as out:
        return program(sys.executable, "-m", "benchmarks.floor", str(params), out, f"{agency}:{year}")


def only_papermill(params: Path, agency: str, year: int) -> Taken:
    """Execution alone by papermill."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as out:
        return papermill(params, agency, year, Path(out))


def only_warm(params: Path, agency: str, year: int) -> Taken:
    """Execution alone by the fork server, including its start."""
    return program(sys.executable, "-c", _WARM, str(params), agency, str(year))


def measure(params: Path, agency: str, year: int, repeats: int) -> dict[str, Any]:
    """Medians and ratios; each round runs all variants in turn."""
    given = (params, agency, year)
    found: dict[str, Any] = interleaved(
        {
            "analyst": partial(analyst, *given), "ours": partial(ours, *given), "floor": partial(floor, *given),
            "papermill": partial(only_papermill, *given), "warm": partial(only_warm, *given),
        } if repeats > 1 else {
            "analyst": partial(analyst, *given), "ours": partial(ours, *given), "floor": partial(floor, *given),
        },
        repeats,
    )  # fmt: skip
    for kind in ("wall", "cpu"):
        found[f"ratio_{kind}"] = found["analyst"][kind] / found["ours"][kind]
        found[f"floor_{kind}"] = found["ours"][kind] / found["floor"][kind]
        if "warm" in found:
            found[f"execution_{kind}"] = found["papermill"][kind] / found["warm"][kind]
    found["what"] = (
        "analyst: HTML and PDF; ours: HTML, PDF, Word, JSON, reviewer's page, rules; execution: notebooks alone, cold"
    )
    return found
