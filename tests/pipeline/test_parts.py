"""Parts of the pipeline by themselves: results, numbers of workers, working papers, formats of other packages, addresses."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gongkai.document.errors import FontError, RenderError
from gongkai.pipeline import cluster, inputs, manifest, many, paper, publishing, report
from gongkai.pipeline.job import Options, Result
from gongkai.publish.formats import Format, formats
from gongkai.returns import Params
from gongkai.run.overrides import Deviation
from tests.example import AGENCY, YEAR, edit

if TYPE_CHECKING:
    from pathlib import Path


def test_result_of_which_nothing_is_known() -> None:
    """A result says no more than it was told."""
    found = Result("a", 2024, "failed")
    assert ("", False, False, (), 0.0, {}, (), {}) == (
        found.message, found.is_input, found.is_refused, found.why, found.seconds, found.sections, found.warnings, found.findings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "reports", "pages", "expected"),
    [
        (None, 100, 10_000_000, 8), (None, 3, 10_000_000, 3), (5, 100, 10_000_000, 5), (20, 100, 10_000_000, 20), (5, 2, 10_000_000, 2),
        (None, 100, 300_000, 2), (None, 100, 299_999, 1), (None, 100, 1, 1), (0, 100, 1, 1), (None, 0, 1, 1), (5, 100, 1, 5),
    ],
)  # fmt: skip
def test_number_of_workers(
    monkeypatch: pytest.MonkeyPatch, wanted: int | None, reports: int, pages: int, expected: int
) -> None:
    """As many as are asked for, else as cores and memory allow (600 MB each), never more than reports, and at least one."""
    monkeypatch.setattr(many, "cores", lambda: 8)
    monkeypatch.setattr(os, "sysconf", {"SC_PHYS_PAGES": pages, "SC_PAGE_SIZE": 4_000}.get)
    assert expected == many.workers(wanted, reports)


def test_memory_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not say how much memory it has, cores alone count."""

    def unknown(_: str) -> int:
        raise ValueError

    monkeypatch.setattr(many, "cores", lambda: 8)
    monkeypatch.setattr(os, "sysconf", unknown)
    assert 8 == many.workers(None, 100)


@pytest.mark.parametrize(
    ("fail_fast", "expected"), [(False, ["done", "failed", "done", "failed"]), (True, ["done", "failed"])]
)
def test_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_fast: bool, expected: list[str]
) -> None:
    """All reports are built in their order, or those up to the first that fails; each is announced, with its own events."""

    def build(_: object, agency: str, year: int, out: Path, options: Options, on_event: Any) -> Result:
        assert (tmp_path, many.cores()) == (out, options.parallel)
        on_event("03_x", "run")
        return Result(agency, year, "failed" if agency == "b" else "done")

    monkeypatch.setattr(many, "build", build)
    wanted = [("a", 2023), ("b", 2023), ("a", 2024), ("b", 2024)]
    heard: list[Result] = []
    events: list[tuple[str, int, str, str]] = []
    found = many.run(
        wanted, Params(tmp_path), tmp_path, Options(), fail_fast=fail_fast, done=heard.append,
        on_event=lambda *event: events.append(event),
    )  # fmt: skip
    assert (expected, found) == ([result.status for result in found], heard)
    assert [(*report, "03_x", "run") for report in wanted[: len(expected)]] == events


def test_where_deviations_are_listed() -> None:
    """An organ's own notebooks are listed behind the first cell that shows something, or at the top if none does."""
    shows = new_code_cell("概要", outputs=[new_output("display_data", data={})])
    cells = [new_markdown_cell("文"), new_code_cell("x"), shows, new_code_cell("y", outputs=shows.outputs)]
    own = [Deviation("notebooks/overrides/a/03_x.ipynb", ("甲",))]
    found = paper.with_deviations(new_notebook(cells=cells), own)
    assert ["文", "x", "概要", "# 本机关自己的笔记本", "y"] == [cell.source for cell in found.cells]
    assert "改了单元格“甲”。" in found.cells[3].outputs[0].data["text/plain"]
    found = paper.with_deviations(new_notebook(cells=cells[:2]), own)
    assert ["# 本机关自己的笔记本", "文", "x"] == [cell.source for cell in found.cells]
    assert (1, "deviations") == (found.cells[0].execution_count, found.cells[0].id)
    same = new_notebook(cells=cells)
    assert same is paper.with_deviations(same, [])


class Exporter:
    """An exporter of another package: gives or raises what it is told."""

    result: Any = ("页", {"warnings": ["甲", "乙", "甲"]})

    def __init__(self, font_folders: list[str]) -> None:
        self.folders = font_folders

    def from_notebook_node(self, _: object) -> Any:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


FORMAT = Format("page", "page.txt", Exporter)  # type: ignore[arg-type]


@pytest.mark.parametrize(("content", "expected"), [("页", "页".encode()), (b"%PDF", b"%PDF")])
def test_what_a_format_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes, expected: bytes
) -> None:
    """Text is written as UTF-8, bytes as they are; warnings that are known already are not repeated."""
    monkeypatch.setattr(Exporter, "result", (content, {"warnings": ["甲", "乙"]}))
    missed = ["甲"]
    publishing._export(FORMAT, new_notebook(), Params(tmp_path), tmp_path / "page.txt", missed)
    assert (expected, ["甲", "乙"]) == ((tmp_path / "page.txt").read_bytes(), missed)


@pytest.mark.parametrize("error", [FontError("没有字"), RenderError("不行")])
def test_errors_of_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Errors that are in Chinese already are passed on; others name the format and its package's part in it."""
    monkeypatch.setattr(Exporter, "result", error)
    with pytest.raises(type(error)) as caught:
        publishing._rendered(FORMAT, new_notebook(), tmp_path)
    assert error is caught.value
    monkeypatch.setattr(Exporter, "result", KeyError("a"))
    with pytest.raises(RenderError) as raised:
        publishing._rendered(FORMAT, new_notebook(), tmp_path)
    assert "生成page.txt时出错（KeyError：'a'）；请检查提供输出格式“page”的软件包。" == str(raised.value)


def test_files_that_are_made_on_demand(tmp_path: Path) -> None:
    """A file of a report is made from its notebook, if there is one, and if a format has that name."""
    name = next(each.file for each in formats() if each.id == publishing.PAGE)
    assert None is publishing.export(tmp_path, name, tmp_path)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# 报告", id="a")]), tmp_path / "report.ipynb")
    assert None is publishing.export(tmp_path, "nothing.html", tmp_path)
    found = publishing.export(tmp_path, name, tmp_path)
    assert found is not None
    assert b"<article" in found[0]


@pytest.mark.parametrize(
    ("text", "engine"),
    [(None, None), ("{", None), ("[]", None), ("{}", None), ("3", None), ('{"engine": "a+b"}', "a+b"), ("[" * 100_000, None)],
)  # fmt: skip
def test_how_notebooks_were_executed(tmp_path: Path, text: str | None, engine: str | None) -> None:
    """How notebooks were executed is read back from the first folder that says it."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    if text is not None:
        (tmp_path / "a" / manifest.RUN).write_text(text, "utf-8")
    assert engine == manifest.engine(tmp_path / "a")
    (tmp_path / "b" / manifest.RUN).write_text('{"engine": "other"}', "utf-8")
    assert (engine or "other") == report._engine(tmp_path / "nothing", tmp_path / "a", tmp_path / "b")
    assert "" == report._engine(tmp_path / "nothing")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "{}", "null", "[" * 100_000, '{"agency": "a"}'])
def test_files_that_are_no_manifest(tmp_path: Path, text: str) -> None:
    """A file that is no manifest counts as none."""
    (tmp_path / manifest.NAME).write_text(text, "utf-8")
    assert None is manifest.read(tmp_path)


def addresses(*found: str) -> Any:
    """A stand-in for the system's look-up of hosts."""
    return lambda *_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in found]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (("127.0.0.1",), True), (("127.0.0.1", "::1"), True), (("127.0.0.1", "192.0.2.7"), False), (("fe80::1%eth0",), False),
        (("::1%lo",), True), (("192.0.2.7",), False),
    ],
)  # fmt: skip
def test_names_of_machines(monkeypatch: pytest.MonkeyPatch, found: tuple[str, ...], expected: bool) -> None:
    """A name is this machine's if all its addresses are."""
    monkeypatch.setattr(socket, "getaddrinfo", addresses(*found))
    assert expected == cluster._is_this_machine("somewhere")


@pytest.mark.parametrize("error", [OSError(), UnicodeError()])
def test_names_of_no_machine(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """A name that there is not is left to the attempt to connect, which says so."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert cluster._is_this_machine("nowhere")


@pytest.mark.parametrize("address", ["tls://192.0.2.7:8786", "wss://192.0.2.7", "inproc://1", "tcp://127.0.0.1:8786/"])
def test_addresses_that_are_safe(address: str) -> None:
    """Encrypted connections, and those within this machine, are not refused."""
    pytest.importorskip("distributed")
    cluster._refuse_clear_text(address)


def test_locks_of_other_machines() -> None:
    """The lock file of the machine that asked counts while its report is built, also if one is built within another."""
    here = inputs.lock_digest()
    with inputs.use_lock("a"):
        with inputs.use_lock("b"):
            assert "b" == inputs.lock_digest()
        assert "a" == inputs.lock_digest()
        other = inputs.environment_digest()
    assert (here, True) == (inputs.lock_digest(), other != inputs.environment_digest())


def test_what_sections_see(params: Path) -> None:
    """A section depends on the figures, on its own text and notebook and on all other files; the working paper on everything."""
    record = Params(params).load(AGENCY, YEAR)
    edit(params, "  new: [0, 0", "  new: [0, 1")
    figures = Params(params).load(AGENCY, YEAR)
    year, own = f"params/{AGENCY}/{YEAR}.yaml", f"notebooks/overrides/{AGENCY}/06_other.ipynb"
    given = {year: "1", "lib": "1", "notebooks/06_other.ipynb": "1", "notebooks/00_preface.ipynb": "1"}

    def without(section: str) -> Any:
        return record.model_copy(update={"sections": record.sections.model_copy(update={section: None})})

    changes: dict[str, tuple[dict[str, str], Any]] = {
        "year": ({**given, year: "2"}, record),
        "lib": ({**given, "lib": "2"}, record),
        "own notebook": ({**given, "notebooks/06_other.ipynb": "2"}, record),
        "other notebook": ({**given, "notebooks/00_preface.ipynb": "2"}, record),
        "override": ({**given, own: "1"}, record),
        "text": (given, without("other")),
        "other text": (given, without("problems")),
        "figures": (given, figures),
    }
    seen = {
        stem: {
            name
            for name, (now, changed) in changes.items()
            if inputs.of_section(stem, now, changed) != inputs.of_section(stem, given, record)
        }
        for stem in ("06_other", "90_review")
    }
    assert {"lib", "own notebook", "override", "text", "figures"} == seen["06_other"]
    assert {"year", "lib", "own notebook", "other notebook", "override"} == seen["90_review"]
    overridden = {**given, own: "1"}
    assert inputs.of_section("06_other", overridden, record) == inputs.of_section(
        "06_other", {**overridden, "notebooks/06_other.ipynb": "2"}, record
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["fonts/bundled"], "bundled"),
        (["fonts/bundled", "fonts/a/b.ttf", "lib"], "bundled"),
        (["fonts/bundled", "fonts/fandol"], None),
        (["fonts/nowhere"], None),
        (["lib"], None),
        ([], None),
    ],
)
def test_font_set_of_the_last_build(params: Path, names: list[str], expected: str | None) -> None:
    """The font set of the last build is known if its inputs name one that is there."""
    found = inputs._known_set(Params(params), dict.fromkeys(names, "1"))
    assert expected == (found.name if found else None)
