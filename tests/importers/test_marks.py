"""What a file from outside brings is data: nothing in it is filled in, everything is printed, and every mark is listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongkai import files, importers, prose
from gongkai.commands import import_ as command
from gongkai.document.markdown import to_blocks
from gongkai.excel import meta, write_form
from gongkai.excel.layout import FACTS, META, TEXTS
from gongkai.importers.core.texts import escape, literal, tidy
from gongkai.returns import Agency, Params, Passage, Return, Sections, agency_file, save
from gongkai.returns.canonical import dumps, to_json
from gongkai.rules import RULES, Context
from tests.importers import hostile, own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from pathlib import Path

NEAR_MARKS = st.text(alphabet="{}%#\\ x*_`[]<>~-+=1.|｛在\t\n", max_size=16)


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """An empty folder of inputs."""
    folder = tmp_path / "params"
    folder.mkdir()
    return folder


def run(params: Path, *files: Path, **options: Any) -> int:
    """The command with the options that the command line gives by default."""
    given = {"agency": None, "year": None, "published": False, "force": False, "json": None}
    return command.run_import(list(files), params=params, **(given | options))


def loaded(params: Path) -> Return:
    """The return of the one organ that is there."""
    inputs = Params(params)
    (agency,) = inputs.agencies
    return inputs.load(agency, hostile.YEAR)


def marks(record: Return) -> list[str]:
    """Marks that filling would see in the texts of a return, as they are written in its file."""
    return [mark for mark in hostile.MARKS if mark in record.sections.model_dump_json()]


def squeezed(text: str) -> str:
    """Without white space, which text from a page does not keep."""
    return re.sub(r"\s", "", text)


def stored(params: Path, record: Return) -> None:
    """Write an organ's own return into the folder of inputs."""
    folder = params / record.agency.id
    files.write(folder / "agency.yaml", agency_file.dump(record.agency))
    files.write(folder / f"{record.year}.yaml", save.dump(record))


@given(st.text(max_size=40) | NEAR_MARKS)
@example("{{% x %}}")
@example(r"\\{\{{#")
def test_escaped(text: str) -> None:
    """Any line becomes Markdown that holds no template mark and prints the line."""
    made = escape(tidy(text))

    assert [] == [mark for mark in hostile.MARKS if mark in made]
    assert tidy(text) == "\n".join(block.text() for block in to_blocks(made))


@given(st.text(alphabet="{}%#\\ x*_[]|｛在\n", max_size=16))
@example(r"\{{ x }}")
@example(r"\\{{ x }}")
def test_literal(text: str) -> None:
    """Any Markdown without code loses its template marks and prints what it printed; once is enough."""
    made = literal(text)

    assert [] == [mark for mark in hostile.MARKS if mark in made]
    assert made == literal(made)
    if not re.search(r"^( {4}|\t)", text, re.MULTILINE):
        assert [block.text() for block in to_blocks(text)] == [block.text() for block in to_blocks(made)]


@pytest.mark.parametrize("suffix", hostile.FORMATS)
def test_any_format(tmp_path: Path, params: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    """From file to published text: nothing runs, everything is printed unchanged, and each text with a mark is listed."""
    canary = tmp_path / "canary"
    path = hostile.write(tmp_path, suffix, canary)
    said = hostile.sentence(canary)
    # Texts in JSON and in the form are Markdown.
    wanted = to_blocks(said)[0].text() if suffix in {"json", "xlsx"} else said

    assert run(params, path) == 0

    record = loaded(params)
    texts = prose.render_texts(record)
    assert [] == [key for key in hostile.IDS if squeezed(wanted) not in squeezed(texts.text(key))]
    assert not canary.exists()
    assert [] == marks(record)
    notes = {
        issue.path: issue for issue in record.issues if issue.kind == "note" and "已作为普通文字" in str(issue.message)
    }
    assert {f"sections.{key}" for key in hostile.IDS} == notes.keys()
    assert "{{ 7*7 }}" == notes["sections.other"].raw
    out = capsys.readouterr().out
    assert "“六、其他需要报告的事项”里有“{{ 7*7 }}”、" in out
    assert "请去掉反斜杠，写成“{{ requests.new.total }}”这样" in out


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
def test_printed(tmp_path: Path, suffix: str) -> None:
    """What was read prints the same in every format: its report read again gives the same Markdown."""
    first = importers.read(hostile.write(tmp_path, "txt", tmp_path / "canary")).record

    again = importers.read(own.write(own.document(first), tmp_path, suffix)).record

    assert squeezed(str(first.sections.other)) == squeezed(str(again.sections.other))
    assert "### （一）\\{\\{ year }}概述" in str(again.sections.overview)


def test_every_mark_is_reported(tmp_path: Path, params: Path) -> None:
    """W3 finds what an import left as plain text, with file and line and what to write."""
    path = tmp_path / "report.json"
    record = consistent(5, hostile.YEAR)
    texts = {"other": "收费0元。\n\n今年{{ 7*7 }}件，{% x %}，{# y #}。"}
    path.write_text(dumps(to_json(record, texts)), "utf-8")
    run(params, path)

    found = [
        finding
        for finding in RULES["W3"](Context(loaded(params), None, ()))
        if finding.outcome == "fail"
    ]  # fmt: skip

    file = params / record.agency.id / "2024.yaml"
    line = next(n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if text.startswith("    今年"))
    assert ["{{ 7*7 }}", "{% x %}", "{# y #}"] == [finding.value("mark") for finding in found]
    assert {f"params/{record.agency.id}/2024.yaml:{line}"} == {finding.where for finding in found}
    assert {"请删去；要用占位符的，请去掉其中的反斜杠，写成“{{ requests.new.total }}”这样。"} == {f.todo for f in found}


def test_backslashes_off(tmp_path: Path, params: Path) -> None:
    """The way back that the message names works: without its backslashes a placeholder is filled in."""
    path = tmp_path / "report.json"
    record = consistent(5, hostile.YEAR)
    path.write_text(dumps(to_json(record, {"other": "收到{{ requests.new.total }}件。"})), "utf-8")
    run(params, path)
    file = params / record.agency.id / "2024.yaml"
    assert r"    收到\{\{ requests.new.total }}件。" in file.read_text("utf-8").splitlines()

    file.write_text(file.read_text("utf-8").replace("\\{", "{"), "utf-8")

    assert f"收到{record.cells['requests.new.total']}件。" == prose.render_texts(loaded(params)).text("other")


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_texts_that_are_never_filled(tmp_path: Path, params: Path, suffix: str) -> None:
    """Captions, labels, signature, contact and reasons stay as they are, and their marks are listed too."""
    canary = tmp_path / "canary"
    given = hostile.record(canary)

    run(params, hostile.write(tmp_path, suffix, canary))

    record = loaded(params)
    for name in ("agency", "facts", "figures", "signature"):
        assert getattr(given, name) == getattr(record, name)
    assert set(given.issues) <= set(record.issues)
    assert [
        ("agency.short_name", "{{ a }}"), ("agency.self_name", "{{ b }}"), ("agency.contact.office", "{{ c }}"),
        ("agency.contact.email", "{% d %}"), ("agency.site", "{# e #}"), ("agency.url", "{{f}}"),
        ("facts.calls.unit", "{{ g }}"), ("facts.calls.label", "{{ h }}"), ("figures.chart.caption", "{{ i }}"),
        ("figures.chart.alt", "{{ j }}"), ("signature", "{{ k }}"),
    ] == [(i.path, i.raw) for i in record.issues if i.message and i.message.endswith("这里不填数，会原样印出；请核对改正。")]  # fmt: skip
    assert {"{{ k }}"} == {prose.render_texts(record).signature}
    assert not canary.exists()


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_passages(tmp_path: Path, params: Path, suffix: str) -> None:
    """Section one as passages: texts and headings are taken as plain text."""
    canary = tmp_path / "canary"
    record = hostile.record(canary, sections=Sections(overview=hostile.passages(canary)))
    path = tmp_path / f"a.{suffix}"
    if suffix == "xlsx":
        write_form(record, record.agency, record.year, None, path)
    else:
        data = to_json(record, {})
        data["sections"]["overview"] = {p.id: {"heading": p.heading, "text": p.text} for p in hostile.passages(canary)}
        path.write_text(dumps(data), "utf-8")

    run(params, path)

    found = loaded(params)
    assert [] == marks(found)
    assert {
        ("sections.overview.summary", False), ("sections.overview.extra", False), ("sections.overview.extra.heading", True),
    } == {
        (i.path, "这里不填数" in str(i.message)) for i in found.issues if i.path.startswith("sections.overview.")
    }  # fmt: skip
    assert "{{ year }}年培训" in prose.render_texts(found).text("overview")
    assert not canary.exists()


def test_issues_of_the_file_hide_nothing(tmp_path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Marks are listed before whatever a file itself lists."""
    path = tmp_path / "report.json"
    data = to_json(consistent(5, hostile.YEAR), {"other": "{{ 7*7 }}"})
    data["issues"] = [{"path": "requests", "kind": "note", "message": f"第{n}条。"} for n in range(99)]
    path.write_text(dumps(data), "utf-8")

    run(params, path)

    assert "请核对 100处：“六、其他需要报告的事项”里有“{{ 7*7 }}”，" in capsys.readouterr().out


def test_name_of_the_organ(tmp_path: Path, params: Path) -> None:
    """A mark in the organ's name is listed, and is no word about another organ."""
    path = tmp_path / "report.json"
    record = consistent(5, hostile.YEAR)
    organ = Agency(id="a", name="{{ x }}局", level="department")
    path.write_text(dumps(to_json(record.model_copy(update={"agency": organ}), {})), "utf-8")

    assert run(params, path) == 0
    assert [("agency", "{{ x }}")] == [(issue.path, issue.raw) for issue in loaded(params).issues]


OWN = Sections(
    preface="{{ agency.name }}编制。\n",
    overview=(
        Passage(id="summary", text="全年{{ year }}年。\n\n接听{{ facts.calls }}个。\n"),
        Passage(id="extra", heading="{{ year }}年培训", text="新收{{ requests.new.total }}件。"),
    ),
    problems="无。",
    other="收到{{ requests.new.total }}件。",
)


def mailed(params: Path, tmp_path: Path, *, sections: Sections = OWN) -> tuple[Return, Path]:
    """The analyst's own return, stored in the folder of inputs, and its form."""
    record = hostile.record(tmp_path / "canary", sections=sections, issues=())
    stored(params, record)
    path = tmp_path / "form.xlsx"
    write_form(loaded(params), record.agency, record.year, None, path)
    return loaded(params), path


def change(path: Path, sheet: str, column: int, old: str, new: str) -> None:
    """Type another text into the cell of a column that holds a text."""
    book = load_workbook(path)
    (cell,) = [
        cell for row in book[sheet].iter_rows(min_col=column, max_col=column) for cell in row if cell.value == old
    ]
    cell.value, cell.data_type = new, "s"
    book.save(path)


def test_own_placeholders(params: Path, tmp_path: Path) -> None:
    """A form that comes back unchanged leaves the analyst's own placeholders as they are, and nothing is listed."""
    record, path = mailed(params, tmp_path)

    assert run(params, path, yes=True) == 0
    assert record == loaded(params)
    assert "{{ requests.new.total }}" in str(record.sections.other)


def test_one_text_changed(params: Path, tmp_path: Path) -> None:
    """A placeholder typed into a form is plain text; the analyst's own in the other texts stay."""
    record, path = mailed(params, tmp_path)
    change(path, TEXTS, 4, "无。", "还有{{ previous.requests.new.total }}件。")

    run(params, path, yes=True)

    wanted = record.sections.model_copy(update={"problems": r"还有\{\{ previous.requests.new.total }}件。"})
    assert wanted == loaded(params).sections
    assert ["sections.problems"] == [issue.path for issue in loaded(params).issues]


def test_own_text_elsewhere(params: Path, tmp_path: Path) -> None:
    """A text is the analyst's own only in its own place."""
    _, path = mailed(params, tmp_path)
    change(path, TEXTS, 4, "无。", "收到{{ requests.new.total }}件。")

    run(params, path, yes=True)

    sections = loaded(params).sections
    assert ("收到{{ requests.new.total }}件。", r"收到\{\{ requests.new.total }}件。") == (
        sections.other, sections.problems,
    )  # fmt: skip


def test_doctored_hidden_sheet(params: Path, tmp_path: Path) -> None:
    """What the hidden sheet says a text was makes it neither a placeholder nor news: only the analyst's own file is believed."""
    record, path = mailed(params, tmp_path)
    canary = tmp_path / "canary"
    said = hostile.sentence(canary)
    overview = (OWN.overview[0], Passage(id="extra", heading="{{ 8*8 }}", text=said))  # type: ignore[index]
    facts = {"calls": record.facts["calls"].model_copy(update={"label": "{{ 9*9 }}"})}
    texts = {"other": said, "problems": f"{said}\n", "overview": overview}
    doctored = record.model_copy(update={"sections": OWN.model_copy(update=texts), "facts": facts})
    book = load_workbook(path)
    del book[META]
    meta.write(book, record.agency, record.year, doctored)
    for cells in book[TEXTS].iter_rows(min_row=4, max_col=4):
        if cells[0].value in {"other", "problems", "overview.extra"}:
            cells[3].value = said
        if cells[0].value == "overview.extra":
            cells[2].value = "{{ 8*8 }}"
    book[FACTS].cell(4, 2).value = "{{ 9*9 }}"
    book.save(path)

    run(params, path, yes=True)

    assert record == loaded(params)
    found = importers.read(path, params=Params(params)).record
    assert isinstance(found.sections.overview, tuple)
    assert (record.sections.preface, OWN.overview[0]) == (found.sections.preface, found.sections.overview[0])  # type: ignore[index]
    assert {
        "sections.other", "sections.problems", "sections.overview.extra", "sections.overview.extra.heading",
        "facts.calls.label",
    } == {issue.path for issue in found.issues}  # fmt: skip
    printed = prose.render_texts(found)
    assert to_blocks(said)[0].text() == printed.text("other") == printed.text("problems")
    assert "{{ 8*8 }}" in printed.text("overview")
    assert not canary.exists()


def test_another_year(params: Path, tmp_path: Path) -> None:
    """A form whose organ has no own return of that year brings no placeholder."""
    _, path = mailed(params, tmp_path)
    (params / "lab-ju" / "2024.yaml").rename(params / "lab-ju" / "2023.yaml")

    assert [] == marks(importers.read(path, params=Params(params)).record)


def test_id_that_leaves_the_folder(params: Path, tmp_path: Path) -> None:
    """The id in a form leads to no return outside the folder of inputs."""
    record, path = mailed(params, tmp_path)
    organ = record.agency.model_copy(update={"id": "../lab-ju"})
    write_form(record.model_copy(update={"agency": organ}), organ, record.year, None, path)
    (params / "inner").mkdir()

    assert [] == marks(importers.read(path, params=Params(params / "inner")).record)


def test_own_return_that_cannot_be_read(params: Path, tmp_path: Path) -> None:
    """A form is read all the same, without placeholders, where the own return is broken."""
    record, path = mailed(params, tmp_path)
    (params / "lab-ju" / "2024.yaml").write_text("year: [\n", "utf-8")

    found = importers.read(path, params=Params(params)).record

    assert ([], record.cells) == (marks(found), found.cells)
