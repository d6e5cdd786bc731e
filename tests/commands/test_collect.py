"""``gongkai form --all-members`` and ``gongkai import DIR``: what is sent out and what comes back, member by member."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from gongkai.commands.form import run_forms
from gongkai.commands.import_ import run_import
from gongkai.commands.new import run_new
from gongkai.excel.layout import YES, layout
from gongkai.returns import InputError, Params
from tests.jurisdiction import NAMES, YEAR, city, organ

LAST = YEAR - 1


def collect(params: Path, *places: Path, **options: Any) -> int:
    """The command with the options that the command line gives by default."""
    given: dict[str, Any] = {
        "agency": None,
        "year": None,
        "published": False,
        "force": False,
        "json": None,
        "yes": True,
    }
    return run_import([*places], params=params, **(given | options))


def rows(text: str) -> dict[str, tuple[str, str | None]]:
    """State and file by organ, of the JSON."""
    return {item["agency"] or item["file"]: (item["state"], item["file"]) for item in json.loads(text)}


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are not folded."""
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """The county's departments have last year's returns, and none for this year."""
    folder = tmp_path / "params"
    for id_ in ("jiaoyu", "minzheng", "gongan", "xian"):
        organ(folder, id_, None)
        organ(folder, id_, 3, year=LAST)
    return folder


def fill(path: Path, value: int) -> None:
    """Fill in the licences of a form and choose 0 for what is left of each table."""
    book, form = load_workbook(path), layout("2021")
    licences = form.cells["disclosure.licensing.decisions"]
    book[licences.sheet][licences.at] = value
    for table in form.edition.tables:
        book[form.rest(table).sheet][form.rest(table).at] = YES
    book.save(path)


def test_sent_out_and_back(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each member gets a form; what comes back is taken, what cannot be read is refused, who is missing is named; twice is once."""
    out = tmp_path / "收表"
    assert 0 == run_forms("东山县人民政府", YEAR, params, out)
    assert ["gongan-2024.xlsx", "jiaoyu-2024.xlsx", "minzheng-2024.xlsx"] == sorted(path.name for path in out.iterdir())
    assert "共生成3份填报表。" in capsys.readouterr().err
    fill(out / "jiaoyu-2024.xlsx", 12)
    (out / "minzheng-2024.xlsx").write_bytes(b"PK")
    (out / "gongan-2024.xlsx").unlink()
    (out / "~$jiaoyu-2024.xlsx").write_bytes(b"open in Excel")

    table = tmp_path / "收表情况.xlsx"
    assert 2 == collect(params, out, status=table)
    said = capsys.readouterr().out
    assert "东山县教育局  已读入；" in said
    assert "东山县民政局  没有读入；" in said
    assert "东山县公安局  没有收到" in said
    assert "已读入1份，没有读入1份，没有收到1份。\n东山县人民政府2024年成员3个。" in said
    assert 12 == Params(params).load("jiaoyu", YEAR).cells["disclosure.licensing.decisions"]
    sheet = load_workbook(table).active
    assert ["机关", "状态"] == [sheet.cell(1, 1).value, sheet.cell(1, 4).value]
    assert {"东山县教育局", "东山县民政局", "东山县公安局"} == {sheet.cell(row, 1).value for row in (2, 3, 4)}

    before = {path: path.read_bytes() for path in params.rglob("*.yaml")}
    assert 2 == collect(params, out, json="-")
    assert {
        "jiaoyu": ("unchanged", "jiaoyu-2024.xlsx"),
        "minzheng": ("refused", "minzheng-2024.xlsx"),
        "gongan": ("missing", None),
    } == rows(capsys.readouterr().out)
    assert before == {path: path.read_bytes() for path in params.rglob("*.yaml")}


def test_not_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that was only started has not come in from before, and a form that came back empty is no report."""
    params, out = city(tmp_path / "params"), tmp_path / "收表"
    for id_ in ("jiaoyu", "minzheng", "gongan"):
        (params / id_ / f"{YEAR}.yaml").unlink()
        assert 0 == run_new(id_, YEAR, params, force=False)
    assert 0 == run_forms("xian", YEAR, params, out)
    (out / "gongan-2024.xlsx").unlink()
    fill(out / "jiaoyu-2024.xlsx", 12)
    capsys.readouterr()
    assert 0 == collect(params, out, members="xian")
    said = capsys.readouterr().out
    assert "东山县教育局  已读入；" in said
    assert (
        "东山县民政局  已读入，没有填数；收到的表里一个数也没有填，不算上报；请退回补填（minzheng-2024.xlsx）" in said
    )
    assert "东山县公安局  没有收到；params里的数据文件还是空白的，没有填数" in said
    assert "已读入1份，已读入，没有填数1份，没有收到1份。" in said


def test_forms_that_are_there(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A form that may be filled in already stays; a folder is needed, and members."""
    (tmp_path / "jiaoyu-2024.xlsx").write_bytes(b"filled in")
    assert 0 == run_forms("xian", YEAR, params, tmp_path)
    assert b"filled in" == (tmp_path / "jiaoyu-2024.xlsx").read_bytes()
    assert "共生成2份填报表，已有1份没有改动。" in capsys.readouterr().err
    with pytest.raises(InputError, match="--out要写文件夹"):
        run_forms("xian", YEAR, params, tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="不是汇总的政府"):
        run_forms("jiaoyu", YEAR, params, tmp_path)


REPORT = """{name}2024年政府信息公开工作年度报告

一、总体情况
本年新收{new}件。

二、主动公开政府信息情况

五、存在的主要问题及改进情况
培训不够。

六、其他需要报告的事项
无。
"""


def send(folder: Path, name: str, organ_: str, new: int = 1) -> Path:
    """A report that came in as text."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(REPORT.format(name=NAMES[organ_], new=new), "utf-8")
    return path


def test_members_that_have_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Members whose data are there from before are listed too; changes are written once confirmed, and not without."""
    params = city(tmp_path / "params")
    came = tmp_path / "来件"
    send(came, "子文件夹教育局.txt", "jiaoyu")
    before = (params / "jiaoyu" / f"{YEAR}.yaml").read_bytes()
    assert 2 == collect(params, came, yes=False, json="-")
    shown = capsys.readouterr()
    assert {"jiaoyu": "unconfirmed", "minzheng": "earlier", "gongan": "earlier"} == {
        agency: state for agency, (state, _) in rows(shown.out).items()
    }
    assert "jiaoyu/2024.yaml将有" in shown.err
    assert before == (params / "jiaoyu" / f"{YEAR}.yaml").read_bytes()
    assert 0 == collect(params, came)
    assert "培训不够" in (params / "jiaoyu" / f"{YEAR}.yaml").read_text("utf-8")


def test_two_files_of_one_organ(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that contradict each other are both refused, whichever came first; both are named."""
    out = tmp_path / "收表"
    run_forms("xian", YEAR, params, out)
    (out / "b.xlsx").write_bytes((out / "jiaoyu-2024.xlsx").read_bytes())
    fill(out / "jiaoyu-2024.xlsx", 12)
    fill(out / "b.xlsx", 13)
    for name in ("minzheng", "gongan"):
        (out / f"{name}-2024.xlsx").unlink()
    capsys.readouterr()
    assert 2 == collect(params, out, members="xian")
    said = capsys.readouterr().out
    assert "与b.xlsx是同一机关同一年度的，有1格的数不同；请只留下正确的一份" in said
    assert "与jiaoyu-2024.xlsx是同一机关同一年度的" in said
    assert "没有读入2份，没有收到2份" in said
    assert not (params / "jiaoyu" / f"{YEAR}.yaml").exists()


def test_the_same_file_twice(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two copies of a file whose changes are confirmed are both taken; unconfirmed, neither is; the second shows no change."""
    out = tmp_path / "收表"
    run_forms("xian", YEAR, params, out)
    assert 0 == collect(params, out)
    fill(out / "jiaoyu-2024.xlsx", 12)
    for name in ("minzheng", "gongan"):
        (out / f"{name}-2024.xlsx").unlink()
    (out / "jiaoyu-2024 (1).xlsx").write_bytes((out / "jiaoyu-2024.xlsx").read_bytes())
    capsys.readouterr()
    assert 2 == collect(params, out, yes=False)
    said = capsys.readouterr().out
    assert 1 == said.count("params/jiaoyu/2024.yaml将有")
    assert "没有确认2份" in said
    assert None is Params(params).load("jiaoyu", YEAR).cells["disclosure.licensing.decisions"]
    assert 0 == collect(params, out)
    assert "已读入2份" in capsys.readouterr().out
    assert 12 == Params(params).load("jiaoyu", YEAR).cells["disclosure.licensing.decisions"]


def test_an_organ_that_is_not_in_params(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An organ that is begun because a file names it is said to be new, as its name may be wrong; each line has its year if they differ."""
    params = city(tmp_path / "params")
    came = tmp_path / "来件"
    send(came, "教育局.txt", "jiaoyu")
    text = REPORT.format(name="东山县教肓局", new=1)
    (came / "别的.txt").write_text(text.replace("2024年政府", "2023年政府"), "utf-8")
    collect(params, came)
    said = capsys.readouterr().out
    assert "东山县教肓局2023年" in said
    assert 1 == said.count("原来没有这个机关，已新建")
    assert "东山县教育局2024年" in said


def test_an_organ_that_is_no_member(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report of an organ that the government does not add up is taken, and said not to be a member's."""
    params = city(tmp_path / "params")
    came = tmp_path / "来件"
    send(came, "教育局.txt", "jiaoyu")
    (came / "别的.txt").write_text(REPORT.format(name="西山县教育局", new=1), "utf-8")
    collect(params, came, members="xian", year=YEAR)
    said = capsys.readouterr().out
    assert 1 == said.count("不是东山县人民政府2024年的成员")
    assert "西山县教育局  已读入" in said


def test_last_years_files(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files of two years are not read if a government's members are to be listed, until the year is named; then one is refused."""
    came = tmp_path / "来件"
    send(came, "教育局.txt", "jiaoyu")
    text = REPORT.format(name=NAMES["minzheng"], new=1)
    (came / "民政局.txt").write_text(text.replace("2024年政府", "2023年政府"), "utf-8")
    with pytest.raises(
        InputError, match=r"2023年1份（民政局\.txt等）、2024年1份（教育局\.txt等），都没有读入；请加 --year"
    ):
        collect(params, came, members="xian")
    assert not (params / "jiaoyu" / "2024.yaml").exists()
    capsys.readouterr()
    assert 2 == collect(params, came, members="xian", year=YEAR)
    said = capsys.readouterr().out
    assert f"{NAMES['jiaoyu']}  已读入" in said
    assert "没有读入；报告写的是2023年，指定的是2024年" in said
    assert "没有读入1份，已读入，没有填数1份，没有收到1份。" in said


def test_no_organ_in_the_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What to do about a file that names no organ holds in a folder too, where --agency is refused."""
    params = city(tmp_path / "params")
    came = tmp_path / "来件"
    came.mkdir()
    (came / "a.txt").write_text(REPORT.format(name="", new=1), "utf-8")
    assert 2 == collect(params, came, year=YEAR)
    assert "请单独读入这个文件，用 --agency 指明机关" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"agency": "jiaoyu"}, "不能再写 --agency"),
        ({"members": "jiaoyu"}, "不是汇总的政府"),
        ({"status": Path("a.csv")}, "收表情况写成Excel工作簿；请把文件名写成a.xlsx。"),
        ({"json": "-", "write": True}, "请去掉 --write"),
    ],
)
def test_refused_calls(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    """Options that do not fit a folder are refused before anything is read."""
    params = city(tmp_path / "params")
    send(tmp_path / "来件", "a.txt", "jiaoyu")
    with pytest.raises(InputError, match=message):
        collect(params, tmp_path / "来件", **options)


def test_empty_folder_and_no_folder(tmp_path: Path) -> None:
    """A folder without files is not taken for one from which all are missing; --members needs a folder."""
    params = city(tmp_path / "params")
    (tmp_path / "来件").mkdir()
    with pytest.raises(InputError, match="里没有文件"):
        collect(params, tmp_path / "来件")
    with pytest.raises(InputError, match="用于读入整个文件夹"):
        collect(params, send(tmp_path, "a.txt", "jiaoyu"), members="xian")
    with pytest.raises(InputError, match=r"没有“.*来信”这个文件夹"):
        collect(params, tmp_path / "来信", members="xian")


def test_unreadable_numbers(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code for numbers that could not be read comes with a sentence that names the file."""
    out = tmp_path / "收表"
    assert 0 == run_forms("xian", YEAR, params, out)
    for id_ in ("minzheng", "gongan"):
        (out / f"{id_}-2024.xlsx").unlink()
    fill(out / "jiaoyu-2024.xlsx", 12)
    at = layout("2021").cells["disclosure.licensing.decisions"]
    book = load_workbook(out / "jiaoyu-2024.xlsx")
    book[at.sheet][at.at] = "很多"
    book.save(out / "jiaoyu-2024.xlsx")
    capsys.readouterr()
    assert 1 == collect(params, out)
    assert "有1处没有读出（jiaoyu-2024.xlsx1处）；请在文件里改正后重新读入" in capsys.readouterr().out


def test_empty_file_of_a_known_organ(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read is its organ's by a part of the name, too, and the organ is not among the missing."""
    came = tmp_path / "来件"
    came.mkdir()
    (came / "教育局2024年.xlsx").write_bytes(b"")
    assert 2 == collect(params, came, year=YEAR, members="xian")
    said = capsys.readouterr().out
    assert "东山县教育局  没有读入；文件是空的（教育局2024年.xlsx）" in said
    assert "没有读入1份，没有收到2份。" in said
