"""``gongkai check`` reports findings for people and as JSON; its exit code tells whether errors are unresolved."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from gongkai.commands.check import run_check
from gongkai.commands.new import run_new

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = "name: 清河市东山区财政局\nlevel: department\n"
GOOD = """\
schema: 1
year: 2022
disclosure: {rest: 0}
requests:
  rest: 0
disputes: {rest: 0}
sections:
  overview: 2022年，主动公开机构职能，没有收到政府信息公开申请；发布前逐级审核，在区政府网站公布，组织培训。
  problems: 人手不足，下一步增加人员。
  other: 2022年，未收取信息处理费。
signed: 2023-01-10
"""
BAD = GOOD.replace("requests:\n", "requests:\n  new: [1, 0, 0, 0, 0, 0, 0]\n")
FULL = [
    "requests.new.natural", "requests.carried_in.natural", "requests.total.natural", "requests.carried_out.natural",
]  # fmt: skip


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """A folder with a good organ and a bad one."""
    folder = tmp_path / "params"
    for name, text in (("good", GOOD), ("bad", BAD)):
        (folder / name).mkdir(parents=True)
        (folder / name / "agency.yaml").write_text(AGENCY, "utf-8")
        (folder / name / "2022.yaml").write_text(text, "utf-8")
    return folder


def test_exit_codes(params: Path) -> None:
    """0 without unresolved errors, 1 with one."""
    assert run_check(["good"], [], params, None) == 0
    assert run_check(["bad"], [], params, None) == 1
    assert run_check([], [2022], params, None) == 1


def test_table(params: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """People see organ and year, both values, the difference, file and line, what to do, the clause, and what was not checked."""
    monkeypatch.delenv("COLUMNS", raising=False)
    run_check(["bad"], [2022], params, None)
    shown = "".join(capsys.readouterr().out.split())
    for part in (
        "清河市东山区财政局2022年", "本年新收1加上年结转0等于1", "相差1", "params/bad/2022.yaml:5", "请核对这一列的新收",
        "第一项加第二项", "没有核对R6", "共检查1份报告：错误2处",
    ):  # fmt: skip
        assert part in shown


def test_json(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--json -`` prints a list of findings and nothing else, a path that fails to a cell and its line."""
    assert run_check(["bad"], [], params, "-") == 1
    found = json.loads(capsys.readouterr().out)
    first = found[0]
    assert {"rule", "level", "outcome", "agency", "year", "message", "values", "cells", "where"} <= set(first)
    assert (first["rule"], first["level"], first["outcome"], first["agency"], first["year"]) == (
        "R1", "error", "fail", "bad", 2022,
    )  # fmt: skip
    assert first["cells"] == FULL
    assert (first["values"]["left"], first["values"]["right"], first["values"]["difference"]) == (1, 0, 1)
    assert first["where"] == "params/bad/2022.yaml:5"
    assert {finding["outcome"] for finding in found} == {"fail", "not_checked"}


def test_json_file(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--json FILE`` writes the list beside the table, and leaves nothing else in the folder."""
    target = tmp_path / "out" / "findings.json"
    target.parent.mkdir()
    assert run_check(["bad"], [], params, str(target)) == 1
    assert [path.name for path in target.parent.iterdir()] == ["findings.json"]
    assert json.loads(target.read_text("utf-8"))[0]["rule"] == "R1"
    assert "财政局" in capsys.readouterr().out


def test_waived(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Accepted errors do not fail the check and are shown with their reason."""
    waivers = "".join(
        f'  - {{rule: {rule}, cells: ["{mask}"], reason: 如实保留, by: 张三, date: 2023-03-01}}\n'
        for rule, mask in (("R1", "requests.*.natural"), ("R3", "requests.new.*"))
    )
    (params / "bad" / "2022.yaml").write_text(BAD + "waivers:\n" + waivers, "utf-8")
    assert run_check(["bad"], [], params, None) == 0
    assert "如实保留（张三，2023-03-01）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("agencies", "years", "message"),
    [
        (["nobody"], [], "没有机关“nobody”"),
        (
            ["good", "2022"],
            [],
            "“2022”是年度，写在机关的位置了；请先写机关，再写年度（build、check写成 --year 2022）。",
        ),
        (["good"], [2021], "没有2021年的数据"),
        ([], [2019], "没有2019年的数据可以检查"),
    ],
)
def test_wrong_call(
    params: Path, capsys: pytest.CaptureFixture[str], agencies: list[str], years: list[int], message: str
) -> None:
    """An unknown organ or year is wrong input, reported on standard error."""
    assert run_check(agencies, years, params, "-") == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""


def test_no_params(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing folder is wrong input."""
    assert run_check([], [], tmp_path / "none", None) == 2
    assert "没有找到数据文件夹" in capsys.readouterr().err


def test_wrong_file_does_not_stop_the_others(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unreadable file is reported with its line among the findings; the others are still checked."""
    (params / "bad" / "2022.yaml").write_text(BAD.replace("[1, 0,", "[一, 0,"), "utf-8")
    assert run_check([], [], params, None) == 2
    shown = capsys.readouterr()
    assert "■ 不能读取，没有检查\n  params/bad/2022.yaml:5" in shown.out
    assert "\n有1份不能读取，没有检查。其余共检查1份报告：错误0处" in shown.out
    assert "" == shown.err


def test_nothing_could_be_read(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a return that can be read no findings are counted, not even none; beside JSON the reason is on standard error."""
    (params / "bad" / "2022.yaml").write_text(BAD.replace("year: 2022", "year: 2021"), "utf-8")
    why = "params/bad/2022.yaml:2：文件名是2022年，里面的year是2021；请改正其一。"
    assert run_check(["bad"], [], params, None) == 2
    assert f"■ 不能读取，没有检查\n  {why}\n\n有1份不能读取，没有检查。\n" == capsys.readouterr().out
    assert run_check(["bad"], [], params, "-") == 2
    assert ("[]\n", f"{why}\n") == capsys.readouterr()


def test_few_numbers_of_a_table(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where most rows of a table are blank, what to do is ``rest: 0``; where few are, to fill them in."""
    few = GOOD.replace("requests:\n  rest: 0\n", "requests:\n  new: [1, 0, 0, 0, 0, 0, 1]\n")
    (params / "bad" / "2022.yaml").write_text(few.replace("{rest: 0}", "{fees: [null], rest: 0}", 1), "utf-8")
    assert run_check(["bad"], [], params, None) == 1
    shown = "".join(capsys.readouterr().out.split())
    assert "处理：这张表里没有填的如果都是没有发生的，在数据文件的requests下写一行rest:0" in shown
    assert (
        "错误R32表二“行政事业性收费”“本年收费金额（单位：万元）”未填写。位置：params/bad/2022.yaml:3disclosure.fees.amount处理：请补填；没有发生的填0。依据"
        in shown
    )


def test_unwritable_file(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unwritable file is reported, with what to do."""
    (tmp_path / "file").touch()
    assert run_check(["good"], [], params, str(tmp_path / "file" / "findings.json")) == 2
    assert "路径中有一段不是文件夹）；请换一个位置。" in capsys.readouterr().err


def test_text_that_cannot_be_filled(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A placeholder that cannot be filled is one error; the rules on text say once that they were not applied, sums are checked."""
    text = BAD.replace("没有收到", "收到{{ requests.newly.total }}件")
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    assert run_check(["bad"], [], params, None) == 1
    shown = "".join(capsys.readouterr().out.split())
    assert "本年新收1加上年结转0等于1" in shown
    assert shown.count("：文字中有占位符无法填写") == 1


@pytest.mark.parametrize("columns", [132, 80, 48])
def test_width(params: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Lines have no frame and fit the terminal; ``file:line`` and paths of cells are never broken."""
    monkeypatch.setenv("COLUMNS", str(columns))
    text = BAD.replace(
        "disputes: {rest: 0}", "disputes:\n  rest: 0\n  litigation_after_reconsideration: [1, 0, 0, 0, 0]"
    )
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    run_check(["bad"], [2022], params, None)
    shown = capsys.readouterr().out
    assert not set("│┃─━") & set(shown)
    assert columns >= max(map(cell_len, shown.splitlines()))
    assert "params/bad/2022.yaml:5" in shown
    assert "disputes.litigation_after_reconsideration.total" in "".join(shown.split())


def test_new_return(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A year that has just been started has one line a table and text that is missing, and one for all rules that wait for it."""
    (tmp_path / "params").mkdir()
    run_new("zrzyj", 2022, tmp_path / "params", name="某县自然资源局")
    capsys.readouterr()
    assert 1 == run_check(["zrzyj"], [], tmp_path / "params", None)
    shown = capsys.readouterr().out
    assert ["表二", "表三", "表四"] == re.findall("R27  (表.)“.*”还没有填。", shown)
    assert ["一", "五", "六"] == re.findall("R27  缺少“(.)、.*”的文字。", shown)
    assert 6 == shown.count("  错误 ")
    assert ["没有核对 R1、R2、R3、R4：所需的表还没有填，见上。"] == re.findall("没有核对 .*R1.*", shown)
    assert "未填写" not in shown
    assert 1 == shown.count("没有核对 R6、R7、R22、R26：缺少2021年的数据。")


def test_new_return_with_a_year_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was carried over from last year does not make table 3 begun: it is missing, not 24 rows of it."""
    params = tmp_path / "params"
    params.mkdir()
    run_new("zrzyj", 2022, params, name="某县自然资源局")
    path = params / "zrzyj" / "2022.yaml"
    path.write_text("year: 2022\nrequests:\n  carried_out: [1, 0, 0, 0, 0, 0, 1]\n  rest: 0\n", "utf-8")
    run_new("zrzyj", 2023, params)
    assert "carried_in: [1, 0, 0, 0, 0, 0, 1]" in (params / "zrzyj" / "2023.yaml").read_text("utf-8")
    capsys.readouterr()
    assert 1 == run_check(["zrzyj"], [2023], params, None)
    shown = capsys.readouterr().out
    assert ["表二", "表三", "表四"] == re.findall("R27  (表.)“.*”还没有填。", shown)
    assert 6 == shown.count("  错误 ")


def test_findings_of_one_kind(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings of one kind are one, with every cell; ``--verbose`` shows each; JSON has them all either way."""
    text = GOOD.replace("requests:\n", "requests:\n  new: [1, 2, 3, 4, 5, 6, 21]\n")
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    columns = ["natural", "business", "research", "public_interest", "legal_service", "other", "total"]
    run_check(["bad"], [], params, None)
    shown = " ".join(capsys.readouterr().out.split())
    assert 1 == shown.count("错误 R1 ")
    assert "错误 R1 7处，例如：表三“自然人”列：本年新收1加上年结转0等于1" in shown
    assert columns == re.findall(r"requests\.new\.(\w+) \d+ ≠ 0，差 \d+", shown)
    run_check(["bad"], [], params, None, verbose=True)
    assert 7 == capsys.readouterr().out.count("错误 R1 ")
    run_check(["bad"], [], params, "-")
    found = json.loads(capsys.readouterr().out)
    assert 7 == sum(finding["rule"] == "R1" for finding in found)


def test_place_of_a_placeholder(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A placeholder that cannot be filled is at its own line, in the table and in JSON."""
    text = BAD.replace("没有收到", "收到{{ requests.newly.total }}件")
    (params / "bad" / "2022.yaml").write_text(text, "utf-8")
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "newly" in words)
    run_check(["bad"], [], params, "-")
    found = next(item for item in json.loads(capsys.readouterr().out) if item["rule"] == "W2")
    assert (found["where"], found["cells"]) == (f"params/bad/2022.yaml:{line}", ["sections.overview"])
    run_check(["bad"], [], params, None)
    assert f"：params/bad/2022.yaml:{line} " in capsys.readouterr().out


def test_json_replaces_no_other_file(params: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is not written over a file that has another kind of name, such as a year's; over an older JSON file it is."""
    target = params / "good" / "2022.yaml"
    assert run_check(["good"], [], params, str(target)) == 2
    assert "已经存在，不是JSON文件，没有改动；请把文件名写成2022.json" in capsys.readouterr().err
    assert target.read_text("utf-8") == GOOD
    for _ in range(2):
        assert run_check(["good"], [], params, str(tmp_path / "found.JSON")) == 0


def test_words_of_the_office(params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong in lexicon.yaml is said once for all reports, with its file."""
    (params / "lexicon.yaml").write_text("recieved: [收悉]\n", "utf-8")
    run_check([], [], params, None)
    said = capsys.readouterr().out
    assert (1, 1) == (said.count("W7"), said.count("位置：params/lexicon.yaml:1"))
    assert "没有发现未认可的问题" not in said
