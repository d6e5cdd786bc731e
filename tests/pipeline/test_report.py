"""One report: built if stale, atomically."""

from __future__ import annotations

import json
import os
import shutil
from threading import Thread

import nbformat
import pikepdf
import pytest
from nbformat.v4 import new_code_cell

from gongkai import files
from gongkai.pipeline import manifest as proof
from gongkai.pipeline import report, signature, stability
from gongkai.pipeline.inputs import sha256
from gongkai.pipeline.job import Options
from gongkai.returns import Params, review_file
from gongkai.run import fork_executor
from tests.document.shown import shown
from tests.example import mark

AGENCY, YEAR = "huancui-yingji", 2020
STEMS = ("00_preface", "06_other", "90_review")


@pytest.fixture
def project(tmp_path, root, monkeypatch):
    """A small project: three of the notebooks, one organ."""
    (tmp_path / "notebooks").mkdir()
    for stem in STEMS:
        shutil.copy(root / "notebooks" / f"{stem}.ipynb", tmp_path / "notebooks")
    shutil.copytree(root / "params" / AGENCY, tmp_path / "params" / AGENCY)
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Runs:
    """Builds, and records the progress events."""

    def __init__(self, project):
        self.project, self.events = project, []

    def __call__(self, **options):
        self.events = []
        return report.build(
            Params(self.project / "params"), AGENCY, YEAR, self.project / "outputs", Options(**options),
            lambda stem, state: self.events.append((stem, state)),
        )  # fmt: skip

    @property
    def executed(self):
        return [stem for stem, state in self.events if state == "done"]

    @property
    def folder(self):
        return self.project / "outputs" / str(YEAR) / AGENCY


@pytest.fixture
def runs(project):
    return Runs(project)


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def add_cell(project, stem, source):
    path = project / "notebooks" / f"{stem}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell(source))
    nbformat.write(notebook, path)


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_outputs(runs):
    """A build writes every output of the contract, and nothing outside the report's folder."""
    result = runs()
    assert ("done", "") == (result.status, result.message)
    names = {"report.html", "report.pdf", "report.docx", "report.json", "report.ipynb", "review.html", "manifest.json",
             "run.json"}  # fmt: skip
    assert names | {f"sections/{stem}.ipynb" for stem in STEMS} == set(tree(runs.folder))
    assert [AGENCY] == [path.name for path in runs.folder.parent.iterdir()]


def test_never_twice(runs):
    """A current report is skipped; a changed output or a forced run rebuilds it."""
    runs()
    before = tree(runs.folder)
    assert ("skipped", []) == (runs().status, runs.executed)
    (runs.folder / "report.html").write_text("x")
    result = runs()
    assert ("done", ("report.html缺失或被改动",), []) == (result.status, result.why, runs.executed)
    assert list(STEMS) == (runs(force=True), runs.executed)[1]
    after = tree(runs.folder)
    del before["run.json"], after["run.json"]
    assert before == after


def test_edited_text_rebuilds_its_section_only(runs):
    """Editing one section's text executes that section and the reviewer's paper, nothing else."""
    runs()
    edit(runs.project / "params" / AGENCY / f"{YEAR}.yaml", "按规定推进信息公开", "按照规定推进信息公开")
    result = runs()
    assert ("done", (f"params/{AGENCY}/{YEAR}.yaml变了",)) == (result.status, result.why)
    assert ["06_other", "90_review"] == runs.executed


def test_failing_cell(runs):
    """A cell that raises gives organ, year, section, cell and cause; the last good output stays as it was."""
    runs()
    before = tree(runs.folder)
    add_cell(runs.project, "06_other", "# 收费\n1 / 0")
    result = runs()
    assert "failed" == result.status
    for words in ("威海市环翠区应急管理局2020年", "06_other", "“收费”", "ZeroDivisionError"):
        assert words in result.message
    assert before == tree(runs.folder)
    kept = nbformat.read(runs.folder.with_name(f"{AGENCY}.failed") / "06_other.ipynb", as_version=4)
    assert ["papermill-error-cell-tag"] == kept.cells[0].metadata["tags"]


def test_resumes_at_the_first_section_not_done(runs):
    """After a failure is fixed, sections already executed are kept, and the failed notebook is removed."""
    add_cell(runs.project, "06_other", "1 / 0")
    runs()
    assert ["00_preface"] == runs.executed
    edit(runs.project / "notebooks" / "06_other.ipynb", "1 / 0", "1 / 1")
    assert "done" == runs().status
    assert ["06_other", "90_review"] == runs.executed
    assert [AGENCY] == [path.name for path in runs.folder.parent.iterdir()]


def test_wrong_input(runs):
    """A wrong params file fails with file, line and what to do, as input, not as a fault of the report."""
    edit(runs.project / "params" / AGENCY / f"{YEAR}.yaml", "carried_in:", "caried_in:")
    result = runs()
    assert ("failed", True) == (result.status, result.is_input)
    assert "是不是“carried_in”" in result.message


def test_strict_leaves_nothing(runs):
    """Reports refused by strict, and unreadable ones, leave no folder behind."""
    path = runs.project / "params" / AGENCY / f"{YEAR}.yaml"
    edit(path, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [0, 0, 0, 0, 0, 0, 3]")
    assert ("failed", True) == ((result := runs(strict=True)).status, result.is_refused)
    edit(path, "carried_in:", "caried_in:")
    assert ("failed", False) == ((result := runs()).status, result.is_refused)
    assert not (runs.project / "outputs").exists()


def test_strict(runs):
    """With an unresolved error, strict publishes nothing and keeps the last good output."""
    runs()
    before = tree(runs.folder)
    edit(
        runs.project / "params" / AGENCY / f"{YEAR}.yaml",
        "  new: [0, 0, 0, 0, 0, 0, 0]",
        "  new: [0, 0, 0, 0, 0, 0, 3]",
    )
    result = runs(strict=True)
    assert ("failed", False) == (result.status, result.is_input)
    assert "R3" in result.message
    assert before == tree(runs.folder)


def test_strict_looks_at_a_current_report_too(runs):
    """A current report with an error is refused by strict."""
    edit(
        runs.project / "params" / AGENCY / f"{YEAR}.yaml",
        "  new: [0, 0, 0, 0, 0, 0, 0]",
        "  new: [0, 0, 0, 0, 0, 0, 3]",
    )
    assert "done" == runs().status
    assert "failed" == runs(strict=True).status


def test_missing_photo_is_a_framed_space(runs):
    """A missing photo never stops a build."""
    assert "done" == runs().status
    assert not (runs.project / "params" / AGENCY / str(YEAR)).exists()


def test_run_json_alone_holds_times_and_host(runs):
    """Times and host are in a file beside the manifest only, and folders nowhere else."""
    runs()
    made = json.loads((runs.folder / "run.json").read_text("utf-8"))
    assert {"engine", "started", "seconds", "sections", "host", "python", "platform", "warnings"} == set(made)
    for name, data in tree(runs.folder).items():
        if name != "run.json":
            assert str(runs.project).encode() not in data, name


def test_unknown_font_set(runs):
    """A missing font set is wrong input, and the message says how to get it."""
    edit(runs.project / "params" / AGENCY / "agency.yaml", "level: department", "level: department\nfonts: nowhere")
    result = runs()
    assert ("failed", True) == (result.status, result.is_input)
    assert "nowhere" in result.message


def test_draft_and_final(runs):
    """A draft has the findings at its end, the report has not; each has its own folder, and neither makes the other stale."""
    drafts = runs.project / "outputs" / "drafts" / str(YEAR) / AGENCY
    assert "done" == runs(draft=True).status
    assert not runs.folder.exists()
    assert "核对结果" in shown((drafts / "report.html").read_text("utf-8"))
    assert ("done", ("还没有生成",), []) == ((result := runs()).status, result.why, runs.executed)
    assert "核对结果" not in shown((runs.folder / "report.html").read_text("utf-8"))
    with pikepdf.open(drafts / "report.pdf") as draft, pikepdf.open(runs.folder / "report.pdf") as final:
        assert len(final.pages) < len(draft.pages)
    assert ["skipped", "skipped"] == [runs(draft=True).status, runs().status]
    final = tree(runs.folder)
    edit(runs.project / "params" / AGENCY / f"{YEAR}.yaml", "2021-01-20", "2021-01-21")
    assert "done" == runs(draft=True).status
    assert final == tree(runs.folder)
    assert "done" == runs().status
    assert [] == runs.executed
    assert proof.engine(drafts) == proof.engine(runs.folder) != ""


def test_steps_about_a_report(runs):
    """A step is shown in the working paper and copied beside it; every other file keeps its bytes, and nothing is executed."""
    runs()
    before, made = tree(runs.folder), proof.read(runs.folder)
    step = review_file.Step(
        step="submit", by="张三", role="analyst", at="2021-01-20T09:30:00+08:00", report="0" * 64,
        inputs=review_file.listing(made.inputs), outputs=review_file.listing(signature.covered(made.outputs)),
    )  # fmt: skip
    path = review_file.path(runs.project / "params" / AGENCY, YEAR)
    path.write_text(review_file.dump(review_file.Record(steps=(step,)), "报告"), "utf-8")
    result = runs()
    assert ((f"新增params/{AGENCY}/{YEAR}.review.yaml",), []) == (result.why, runs.executed)
    after = tree(runs.folder)
    assert {"review.html", "manifest.json", "run.json", "signoff.yaml"} == {
        name for name in after if before.get(name) != after[name]
    }
    assert path.read_bytes() == after["signoff.yaml"]
    assert "2021-01-20 09:30 张三（填报人）送审。" in shown(after["review.html"].decode())

    edit(runs.project / "params" / AGENCY / f"{YEAR}.yaml", "2021-01-20", "2021-01-21")
    runs()
    paper = shown((runs.folder / "review.html").read_text("utf-8"))
    assert "张三（填报人）送审，签名已经失效" in paper
    assert f"params/{AGENCY}/{YEAR}.yaml变了" in paper
    assert "report.pdf变了" in paper


def test_wrong_record_of_steps(runs):
    """A record that cannot be read fails the build, with its file; nothing else does."""
    review_file.path(runs.project / "params" / AGENCY, YEAR).write_text("steps: 1", "utf-8")
    result = runs()
    assert ("failed", True) == (result.status, result.is_input)
    assert f"{YEAR}.review.yaml" in result.message
    assert "done" == runs(draft=True).status


def test_failed_draft(runs):
    """A draft that fails says so beside the drafts, and the report stays as it is."""
    assert "done" == runs().status
    final = tree(runs.folder)
    add_cell(runs.project, "00_preface", "1 / 0")
    assert "failed" == runs(draft=True).status
    assert final == tree(runs.folder)
    assert [str(YEAR), "drafts"] == sorted(path.name for path in (runs.project / "outputs").iterdir())
    assert [f"{AGENCY}.failed"] == [
        path.name for path in (runs.project / "outputs" / "drafts" / str(YEAR)).iterdir() if path.name[0] != "."
    ]


def test_last_years_text_that_looks_back_further(runs):
    """Last year's text may speak of the year before it, which nobody has: this year's report is built all the same."""
    path = runs.project / "params" / AGENCY / f"{YEAR}.yaml"
    last = path.read_text("utf-8").replace(f"year: {YEAR}\n", f"year: {YEAR - 1}\n", 1)
    last = last.replace("  problems: |\n", "  problems: |\n    上年{{ previous.requests.new.total }}件。\n\n", 1)
    path.with_name(f"{YEAR - 1}.yaml").write_text(last, "utf-8")
    result = runs()
    assert ("done", "") == (result.status, result.message)


def test_two_builds_at_once(runs):
    """Of two concurrent builds of a report one builds it, and the other waits and finds it current."""
    other, results = Runs(runs.project), []
    threads = [Thread(target=lambda each=each: results.append(each())) for each in (runs, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ["done", "skipped"] == sorted(result.status for result in results)
    assert sorted(STEMS) == sorted(runs.executed + other.executed)
    assert [AGENCY] == [path.name for path in runs.folder.parent.iterdir()]


def test_a_build_that_does_not_end(runs, monkeypatch):
    """A build that has waited long enough reports that another is running, and changes nothing."""
    runs()
    before = tree(runs.folder)
    monkeypatch.setattr(report, "PATIENCE", 0.1)
    with files.lock(runs.folder):
        result = runs(force=True)
    assert ("failed", True, []) == (result.status, result.is_input, runs.executed)
    assert f"另一个gongkai build（进程{os.getpid()}，在本机）正在生成这份报告" in result.message
    assert [(f"等另一个gongkai build（进程{os.getpid()}，在本机）", "wait")] == runs.events
    assert before == tree(runs.folder)


def test_character_that_no_font_has_costs_the_pdf_only(project, runs):
    """A rare character that no font has is named; the report is built without the PDF, and nothing links to one."""
    edit(project / "params" / AGENCY / f"{YEAR}.yaml", "环翠区防灾减灾中心", "环翠区𠮷祥防灾减灾中心")
    done = runs()
    assert "done" == done.status
    assert ["没有生成report.pdf，其他文件照常生成。字体集“bundled”里没有字符“𠮷”（U+20BB7）"] == [
        warning.partition("，它在")[0] for warning in done.warnings if "report.pdf" in warning
    ]
    assert not (runs.folder / "report.pdf").exists()
    assert "𠮷" in (runs.folder / "report.html").read_text("utf-8")
    assert "report.pdf" not in (runs.folder / "report.html").read_text("utf-8")
    assert "report.docx" in (runs.folder / "report.html").read_text("utf-8")


class Editor:
    """Changes the year's file whenever a section has been executed, as somebody who works on it."""

    def __init__(self, project, monkeypatch, *texts):
        self.path = project / "params" / AGENCY / f"{YEAR}.yaml"
        self.first, self.texts = self.path.read_text("utf-8"), list(texts)
        execute = fork_executor.execute

        def executed(*given, **more):
            found = execute(*given, **more)
            if self.texts:
                files.write(self.path, self.texts.pop(0)(self.first))
            return found

        monkeypatch.setattr(fork_executor, "execute", executed)


def other(text):
    assert "[1, 0, 18]" in text
    return text.replace("[1, 0, 18]", "[1, 0, 19]").replace("264200", "264201")


def clean(project, tmp_path):
    """The report of the inputs that are there now, built elsewhere."""
    out = tmp_path / "elsewhere"
    done = report.build(Params(project / "params"), AGENCY, YEAR, out, Options())
    assert "done" == done.status, done.message
    return {
        name: data for name, data in tree(out / str(YEAR) / AGENCY).items() if name != proof.RUN
    }  # fmt: skip


def test_input_changes_during_a_build(runs, tmp_path, monkeypatch):
    """A build whose input changes begins again: all of the report is of the inputs that its manifest names."""
    editor = Editor(runs.project, monkeypatch, other)
    done = runs()
    assert ("done", "") == (done.status, done.message)
    assert (f"params/{AGENCY}/{YEAR}.yaml刚改过，重新开始", "again") in runs.events
    found = tree(runs.folder)
    made = json.loads(found[proof.NAME])
    del found[proof.RUN]
    name = f"params/{AGENCY}/{YEAR}.yaml"
    assert sha256(editor.path.read_bytes()) == made["inputs"][name]
    assert b"264201" in found["report.html"]
    assert clean(runs.project, tmp_path) == found
    assert "skipped" == runs().status


def test_input_changes_and_changes_back(runs, tmp_path, monkeypatch):
    """A change that is taken back before the build ends is noticed too: no section is of what was there for a moment."""
    Editor(runs.project, monkeypatch, other, lambda text: text)
    done = runs()
    assert ("done", "") == (done.status, done.message)
    assert 2 == sum(state == "again" for _, state in runs.events)
    found = tree(runs.folder)
    del found[proof.RUN]
    assert clean(runs.project, tmp_path) == found


def test_input_is_just_being_saved(runs, monkeypatch):
    """A file that was only half there for a moment fails no build."""
    editor = Editor(runs.project, monkeypatch)
    load, calls = Params.load, []

    def loaded(self, agency, year):
        if not calls:
            calls.append(year)
            editor.path.write_text(editor.first[:300], "utf-8")
            try:
                return load(self, agency, year)
            finally:
                editor.path.write_text(editor.first, "utf-8")
        return load(self, agency, year)

    monkeypatch.setattr(Params, "load", loaded)
    done = runs()
    assert ("done", "") == (done.status, done.message)


def test_input_changes_all_the_time(runs, monkeypatch):
    """An input that changes during every attempt ends the build with a sentence, and the last good output stays."""
    runs()
    before = tree(runs.folder)
    Editor(runs.project, monkeypatch, *[lambda text: text + "\n"] * 99)
    failed = runs(force=True)
    assert ("failed", True) == (failed.status, failed.is_input)
    assert (
        f"威海市环翠区应急管理局{YEAR}年：生成时params/{AGENCY}/{YEAR}.yaml一直在改动，试了3次；请等改完（或同步完）再生成。"
        == failed.message
    )
    assert before == tree(runs.folder)


def test_file_comes_during_a_build(runs, monkeypatch):
    """A file that is new counts as a change, a photo or a notebook as well."""
    folder = runs.project / "params" / AGENCY / str(YEAR)
    new = [folder / "new.jpg", runs.project / "notebooks" / "91_other.ipynb"]
    found = stability.Inputs.now(Params(runs.project / "params"), AGENCY, YEAR)
    assert () == found.changed()
    folder.mkdir(exist_ok=True)
    for path in new:
        path.write_bytes(b"")
    assert ("notebooks/91_other.ipynb", f"params/{AGENCY}/{YEAR}/new.jpg") == tuple(sorted(found.changed()))
