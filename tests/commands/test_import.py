"""The import command: what it writes, what it never overwrites, what it prints."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from gongkai import importers, rules
from gongkai.commands import import_ as command
from gongkai.commands.ledger import run_template
from gongkai.drafting import history
from gongkai.excel import write_form
from gongkai.excel.layout import layout
from gongkai.returns import InputError, Params, Sections
from gongkai.returns.canonical import dumps, from_json, to_json
from gongkai.returns.organ_id import visible
from tests.importers import own
from tests.importers.test_report import OLD
from tests.importers.test_round_trip import AGENCY, consistent

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """An empty folder of inputs."""
    folder = tmp_path / "params"
    folder.mkdir()
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report as text."""
    path = tmp_path / "report.txt"
    path.write_text(own.text(consistent(1, 2024), "\t"), "utf-8")
    return path


def run(*files: Path, **options: Any) -> int:
    """The command with the options that the command line gives by default."""
    given = {"agency": None, "year": None, "params": None, "published": False, "force": False, "json": None}
    return command.run_import(list(files), **(given | options))


def test_params(params: Path, report: Path) -> None:
    """The organ and the year's file are written and load to what was read."""
    assert run(report, params=params) == 0

    loaded = Params(params).load("某市某区试验局", 2024)
    assert loaded == importers.read(report).record


def test_file_that_cannot_be_read(params: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that exists and cannot be merged into is kept; agency.yaml is always kept."""
    run(report, params=params)
    path = params / "某市某区试验局" / "2024.yaml"
    path.write_text("# 人工修改\n", "utf-8")
    organ = params / "某市某区试验局" / "agency.yaml"
    organ.write_text("name: 某市某区试验局\nlevel: county\n", "utf-8")

    assert run(report, params=params, yes=True) == 2
    assert "params/某市某区试验局/2024.yaml：缺少报告年度" in capsys.readouterr().err
    assert path.read_text("utf-8") == "# 人工修改\n"
    assert "level: county" in organ.read_text("utf-8")


def test_again(params: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reading the same file twice changes nothing, and needs no confirmation."""
    run(report, params=params)
    path = params / "某市某区试验局" / "2024.yaml"
    before = path.read_bytes()
    capsys.readouterr()

    assert run(report, params=params) == 0
    assert "2024.yaml：没有要改的，没有写入。" in capsys.readouterr().out
    assert before == path.read_bytes()
    assert not (path.parent / history.FOLDER).exists()


def test_merge(params: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the file has and the source lacks stays; the list of changes comes first, and nothing is written without a yes."""
    run(report, params=params)
    path = params / "某市某区试验局" / "2024.yaml"
    own = path.read_text("utf-8").replace("  new: [", "  # 已核对\n  new: [999, ").replace(", 999", "", 1)
    first = re.search(r"new: \[999, (\d+), ", own)
    assert first is not None
    own = own.replace(f"[999, {first[1]}, ", "[999, ") + "facts:\n  website: {label: 网站, value: 3, unit: 条}\n"
    path.write_text(own, "utf-8")
    capsys.readouterr()

    assert run(report, params=params) == 2
    shown = capsys.readouterr()
    assert f"  表三“一、本年新收政府信息公开申请数量”“自然人”：999 → {first[1]}\n" in shown.out
    assert "没有写入：这里不是终端，不能询问；请核对以上改动，确认后加 --yes 再运行。" in shown.err
    assert own == path.read_text("utf-8")

    assert run(report, params=params, yes=True) == 0
    assert own.replace("[999, ", f"[{first[1]}, ") == path.read_text("utf-8")
    assert "请运行 gongkai undo 某市某区试验局 2024。" in capsys.readouterr().out


def test_published_text_with_placeholders(params: Path, report: Path) -> None:
    """A text that is published as the source has it keeps its placeholders."""
    report.write_text(report.read_text("utf-8").replace("本机关依法公开", "2024年本机关依法公开"), "utf-8")
    run(report, params=params)
    path = params / "某市某区试验局" / "2024.yaml"
    own = path.read_text("utf-8")
    assert "2024年" in own.partition("sections:")[2]
    head, _, texts = own.partition("sections:")
    own = f"{head}sections:{texts.replace('2024年', '{{ year }}年')}"
    path.write_text(own, "utf-8")

    assert run(report, params=params) == 0
    assert own == path.read_text("utf-8")


def test_json_and_params(params: Path, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON alone writes no params and says so; with --write both are written."""
    out = tmp_path / "out.json"
    assert run(report, params=params, json=str(out)) == 0
    assert "只写了JSON，没有写入params；要同时写入，请加 --write。" in capsys.readouterr().out
    assert [] == list(params.iterdir())

    assert run(report, params=params, json=str(out), write=True) == 0
    assert "只写了JSON" not in capsys.readouterr().out
    assert Params(params).load("某市某区试验局", 2024).cells == from_json(json.loads(out.read_text("utf-8"))).cells


def test_published(params: Path, report: Path) -> None:
    """The record of what was published is a file of its own."""
    run(report, params=params, published=True)

    assert [path.name for path in sorted((params / "某市某区试验局").iterdir())] == [
        "2024.published.yaml",
        "agency.yaml",
    ]
    assert Params(params).published("某市某区试验局", 2024) is not None


def test_known_organ(params: Path, report: Path) -> None:
    """An organ of the same name in params is taken, whatever its folder is called."""
    (params / "lab-ju").mkdir()
    (params / "lab-ju" / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")

    run(report, params=params)

    assert (params / "lab-ju" / "2024.yaml").is_file()


def test_given_organ(params: Path, report: Path) -> None:
    """An organ that is given and not there is created under that id, with its name and level from the report's title."""
    assert run(report, params=params, agency="lab-ju") == 0
    made = Params(params).agency("lab-ju")
    assert ("lab-ju", "某市某区试验局", "department") == (made.id, made.name, made.level)
    assert Params(params).load("lab-ju", 2024).cells == importers.read(report).record.cells


def test_mistyped_organ(params: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An id like a known one is refused with what to type, and a second id for one organ with the first."""
    run(report, params=params, agency="lab-ju")
    with pytest.raises(InputError) as caught:
        run(report, params=params, agency="lab-jv")
    assert str(caught.value) == (
        "params里没有机关“lab-jv”，是不是“lab-ju”？"
        "新建这个机关，请写明全称：gongkai import report.txt --agency lab-jv --name 机关全称"
    )
    assert run(report, params=params, agency="another") == 2
    assert "在params里，代号是lab-ju；请写 --agency lab-ju。" in capsys.readouterr().err
    assert [".schema", "lab-ju"] == sorted(path.name for path in params.iterdir())


def test_new_organ_with_a_name(params: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of a new organ is compared with the report's; a report without a name takes it."""
    assert run(report, params=params, agency="other", name="某县自然资源局") == 2
    assert "标题中的机关是“某市某区试验局”，指定的是“某县自然资源局”" in capsys.readouterr().err
    assert [] == list(params.iterdir())
    assert run(report, params=params, agency="试验", name="某市某区试验局", level="乡镇（街道）") == 0
    assert "township" == Params(params).agency("试验").level


@pytest.mark.parametrize("agency", ["../outside", "/tmp/x", "", "a\nb", "nul"])
def test_organ_outside(params: Path, report: Path, agency: str) -> None:
    """An id that is no folder of params is refused, and nothing is written."""
    with pytest.raises(InputError, match="不能用作文件夹名"):
        run(report, params=params, agency=agency)
    assert [] == list(params.iterdir())


def test_json_to_standard_output(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output holds the JSON and nothing else; it reads back."""
    assert run(report, json="-") == 0

    out, err = capsys.readouterr()
    assert from_json(json.loads(out)).cells == importers.read(report).record.cells
    assert "某市某区试验局" in err


def test_json_of_several(report: Path, tmp_path: Path) -> None:
    """Several files make a list."""
    run(report, report, json=str(tmp_path / "out.json"))

    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == 2


def test_report_json(tmp_path: Path) -> None:
    """Gongkai's own JSON restores the return; apparent placeholders in it are text."""
    record = consistent(1, 2020)
    texts = {"preface": None, "overview": "{{ year }}", "problems": "有。", "other": "无。"}
    path = tmp_path / "report.json"
    path.write_text(dumps(to_json(record, texts)), "utf-8")

    found = importers.read(path)

    assert (record.cells, record.agency, True) == (found.record.cells, found.record.agency, found.agency_known)
    assert found.record.sections.overview == r"\{\{ year }}"
    with pytest.raises(InputError, match="不符"):
        importers.read(path, year=2019)


def test_id_that_leaves_the_folder(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An id in a file is not a path."""
    path = tmp_path / "report.json"
    for id_ in ("../../etc", "a\nb", "a\0b", " "):
        record = consistent(1, 2024).model_copy(update={"agency": AGENCY.model_copy(update={"id": id_})})
        path.write_text(dumps(to_json(record, {})), "utf-8")

        assert run(path, params=params) == 2
        assert f"机关代号“{visible(id_)}”不能用作文件夹名" in capsys.readouterr().err
    assert [] == list(params.iterdir())


def test_json_keeps_marks_escaped(report: Path, tmp_path: Path) -> None:
    """The JSON of a report that prints a template mark holds it escaped, and reads back the same."""
    report.write_text(report.read_text("utf-8").replace("本机关依法公开", "本机关{{ year }}依法公开"), "utf-8")
    out = tmp_path / "out.json"
    run(report, json=str(out))

    assert importers.read(report).record.sections == importers.read(out).record.sections
    assert r"本机关\{\{ year }}依法公开" in json.loads(out.read_text("utf-8"))["sections"]["overview"]


def test_name_that_is_more_than_a_line(params: Path, tmp_path: Path) -> None:
    """An organ's name from a file cannot inject a line into the file that is written."""
    organ = AGENCY.model_copy(update={"name": "某局\nsections:\n  other: '{{ 7*7 }}'\n#"})
    path = tmp_path / "report.json"
    path.write_text(dumps(to_json(consistent(1, 2024).model_copy(update={"agency": organ}), {})), "utf-8")

    run(path, params=params)

    assert (Sections(), organ) == (Params(params).load("lab-ju", 2024).sections, Params(params).agency("lab-ju"))


def test_terminal(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text from a file is printed without terminal control sequences and rich markup."""
    organ = AGENCY.model_copy(update={"name": "某\x1b[2J[red]局\x9b31m"})
    issues = [{"path": "requests", "kind": "note", "message": "\x1b]0;题\x07[bold]注"}]
    data = to_json(consistent(1, 2024).model_copy(update={"agency": organ}), {}) | {"issues": issues}
    path = tmp_path / "report.json"
    path.write_text(dumps(data), "utf-8")

    run(path, params=params)

    out = capsys.readouterr().out
    assert out.startswith("report.json：某[2J[red]局31m，2024年")
    assert "]0;题[bold]注" in out
    assert [] == [char for char in out if char < " " and char != "\n"]


def test_excel(tmp_path: Path) -> None:
    """The Excel form is read by its own importer."""
    record = consistent(1, 2024)
    path = tmp_path / "form.xlsx"
    write_form(consistent(1, 2024), AGENCY, 2024, None, path)

    assert record.cells == importers.read(path, agency=AGENCY, year=2024).record.cells


def test_old_form(tmp_path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The texts of an older form are shown before it is refused; nothing is written."""
    path = tmp_path / "old.txt"
    path.write_text(OLD, "utf-8")

    assert run(path, params=params) == 2
    assert "本年度工作有序开展" in capsys.readouterr().out
    assert [] == list(params.iterdir())


def test_summary_counts(tmp_path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary states per table what was read and what needs review."""
    lines = [line for line in own.text(consistent(1, 2024), "\t").split("\n") if "2.重复申请" not in line]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines).replace("废止", "废纸"), "utf-8")

    run(path, params=params)

    out = capsys.readouterr().out
    counts = command.counts(importers.read(path).record)
    assert (168, 7) == (counts["requests"]["read"], counts["requests"]["absent"])
    assert "名称不符 1处：表二“主动公开政府信息情况”：“本年废纸件数”应为“本年废止件数”" in out
    assert "缺少 1处：表三“2.重复申请”行：没有找到“2.重复申请”这一行\n" in out


def test_year_that_cannot_be(params: Path, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A future year is refused, on the command line and in a file."""
    with pytest.raises(InputError, match=r"^年度写的是20244：还没有到"):
        run(report, params=params, year=20244)

    later = tmp_path / "later.txt"
    later.write_text(report.read_text("utf-8").replace("2024年", "2094年"), "utf-8")
    assert run(later, params=params) == 2
    assert capsys.readouterr().err.startswith("later.txt：年度写的是2094：还没有到")
    assert [] == list(params.iterdir())


def test_several(params: Path, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A refused file is named and does not prevent the others from being read; the exit code shows it."""
    nothing, other, twice = tmp_path / "nothing.pdf", tmp_path / "other.txt", tmp_path / "twice.txt"
    twice.write_text(own.text(consistent(3, 2024), "\t"), "utf-8")
    other.write_text(own.text(consistent(1, 2023), "\t"), "utf-8")

    assert run(report, nothing, twice, other, params=params) == 2

    shown = capsys.readouterr()
    assert ["2023.yaml", "2024.yaml", "agency.yaml"] == sorted(path.name for path in params.glob("*/*.yaml"))
    assert [
        "nothing.pdf：没有这个文件。",
        "没有写入：这里不是终端，不能询问；请核对以上改动，确认后加 --yes 再运行。",
    ] == shown.err.splitlines()
    assert "共4个文件：读入2个，没有读入2个：nothing.pdf、twice.txt。" in shown.out


def test_json_of_several_with_one_refused(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Several files make a list, of those that could be read."""
    assert run(report, tmp_path / "nothing.pdf", json="-") == 2

    assert [2024] == [item["year"] for item in json.loads(capsys.readouterr().out)]


def test_report_of_another_year(params: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report whose title has another year than was given is refused, unless it is forced."""
    assert run(report, params=params, year=2023) == 2
    assert (
        "report.txt：报告写的是2024年，指定的是2023年；请核对文件是否拿错。没有写入；确实是这一年的，请单独读入这个文件，加 --force。"
        in (capsys.readouterr().err)
    )
    assert [] == list(params.iterdir())
    assert run(report, params=params, year=2023, force=True) == 0
    assert (2023,) == Params(params).years("某市某区试验局")


def test_form_with_a_cell_that_cannot_be_read(
    params: Path, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old number stays, which is said with both, recorded for check and shown by the exit code; a good form settles it."""
    assert 0 == run(report, params=params)
    record = Params(params).load("某市某区试验局", 2024)
    path, at = tmp_path / "form.xlsx", layout("2021").cells["disclosure.licensing.decisions"]
    old = record.cells["disclosure.licensing.decisions"]
    for typed, code in (("很多", 1), ("很多", 1), (old, 0)):
        write_form(record, record.agency, 2024, None, path)
        book = load_workbook(path)
        book[at.sheet][at.at] = typed
        book.save(path)
        capsys.readouterr()
        assert code == run(path, params=params, yes=True)
        said = capsys.readouterr().out.replace("\n", "")
        stays = f"表二“行政许可”“本年处理决定数量”读不出，仍是原来的{old}（工作表“二、主动公开政府信息情况”的单元格{at.at}里是文字“很多”"
        assert bool(code) == (stays in said)
        now = Params(params).load("某市某区试验局", 2024)
        assert record.cells == now.cells
        assert code == sum(item.rule == "R5" and item.outcome == "fail" for item in rules.check(now))


def test_unread_number_in_json_only(
    params: Path, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where only JSON is written, what could not be read is said to be in it, not in what check reads."""
    path, out = tmp_path / "form.xlsx", tmp_path / "out.json"
    assert 0 == run(report, params=params)
    record = Params(params).load("某市某区试验局", 2024)
    write_form(record, record.agency, 2024, None, path)
    at = layout("2021").cells["disclosure.licensing.decisions"]
    book = load_workbook(path)
    book[at.sheet][at.at] = "很多"
    book.save(path)
    capsys.readouterr()
    assert 2 == run(path, tmp_path / "nothing.pdf", params=params, json=str(tmp_path / "both.json"))
    assert "有1处没有读出，" in capsys.readouterr().out
    assert 1 == run(path, params=params, json=str(out))
    assert "有1处没有读出，已记入JSON的issues；请在文件里改正后重新读入。\n" in capsys.readouterr().out
    read = json.loads(out.read_text("utf-8"))["issues"]
    assert ["很多"] == [item["raw"] for item in read if item["path"] == "disclosure.licensing.decisions"]
    assert record == Params(params).load("某市某区试验局", 2024)


def test_register(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A register of requests is recognised, and the command that reads it is named."""
    path = tmp_path / "台 账.xlsx"
    assert 0 == run_template(path, 2024)
    capsys.readouterr()
    assert 2 == run(path, params=params)
    said = "台 账.xlsx：这是政府信息公开申请的台账，不是报告或填报表；请运行 gongkai ledger"
    assert f'{said} "{path}" --agency 机关 --year 年度。\n' == capsys.readouterr().err
