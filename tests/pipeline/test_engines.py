"""Every executor gives the same report."""

from __future__ import annotations

import json
import shutil
from typing import Literal

import nbformat
import pytest

from gongkai.pipeline import report
from gongkai.pipeline.job import Options
from gongkai.returns import Params
from gongkai.run import fork_executor, notebooks, papermill_executor
from gongkai.run.fork_client import Unavailable

REPORTS = [("huancui-yingji", 2020), ("huaian-zhengfu", 2024)]
CHARTS = {"huancui-yingji": 1, "huaian-zhengfu": 3}


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_warm_and_plain_give_the_same_bytes(root, tmp_path, agency, year):
    """The fork server and plain papermill give the same report; only ``run.json`` differs: times and the engine's name."""
    made = {}
    ways: tuple[tuple[Literal["auto", "papermill"], int], ...] = (("auto", 2), ("papermill", 1))
    for engine, parallel in ways:
        out = tmp_path / engine
        result = report.build(Params(root / "params"), agency, year, out, Options(engine=engine, parallel=parallel))
        assert ("done", "") == (result.status, result.message)
        made[engine] = tree(out / str(year) / agency)
    about = [json.loads(files.pop("run.json")) for files in made.values()]
    assert ["fork server", "papermill"] == [data["engine"] for data in about]
    assert made["papermill"] == made["auto"]
    assert CHARTS[agency] == made["auto"]["report.html"].count(b'<figure class="figure chart"')


def test_manifest_says_what_ran(root, tmp_path, monkeypatch):
    """Without a fork server the plain kernel builds the report, and ``run.json`` records that and why."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "06_other.ipynb", tmp_path / "notebooks")
    monkeypatch.setattr(fork_executor, "notebook_server", lambda: (_ for _ in ()).throw(Unavailable("threads")))
    agency, year = REPORTS[0]
    with notebooks.use(tmp_path / "notebooks"):
        result = report.build(Params(root / "params"), agency, year, tmp_path / "outputs", Options())
    assert ("done", "") == (result.status, result.message)
    written = json.loads((tmp_path / "outputs" / str(year) / agency / "run.json").read_text("utf-8"))
    assert "papermill (threads)" == written["engine"]


def test_random_numbers_belong_to_the_section(root, tmp_path):
    """Random numbers are the same with every executor and in every run, and differ between organs."""
    source = notebooks.source(root / "notebooks" / "06_other.ipynb")
    drawn = "import random\nimport numpy\nrandom.random(), numpy.random.random()"
    source.cells.append(nbformat.v4.new_code_cell(drawn))
    path = tmp_path / "06_other.ipynb"
    nbformat.write(source, path)
    hidden = {"params": str(root / "params")}

    def draw(execute, agency, year):
        found = execute(path, {"agency": agency, "year": year}, hidden)
        return found.cells[-1].outputs[0].data["text/plain"]

    first, second = (draw(fork_executor.execute, *given) for given in REPORTS)
    assert first == draw(fork_executor.execute, *REPORTS[0]) == draw(papermill_executor.execute, *REPORTS[0])
    assert first != second
