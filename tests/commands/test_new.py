"""``gongkai new`` starts a year from last year's and reports what was carried over."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import files
from gongkai.commands.new import run_new
from gongkai.drafting.carry import scaffold
from gongkai.returns import (
    InputError,
    Params,
    ReturnError,
)

if TYPE_CHECKING:
    from pathlib import Path


def folder(path: Path, **years: str) -> Path:
    """A params folder with the sample organ and files by name."""
    organ = path / "params" / "lab-ju"
    organ.mkdir(parents=True)
    (organ / "agency.yaml").write_text("name: 某市某区试验局\nshort_name: 某区试验局\nlevel: department\n", "utf-8")
    for name, text in years.items():
        (organ / f"{name[1:].replace('_', '.')}.yaml").write_text(text, "utf-8")
    return path / "params"


LAST = "year: 2023\nrequests:\n  carried_out: [2, 0, 0, 0, 0, 0, 2]\nsections:\n  problems: 去年的问题\n  other: 去年的事项\n"


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gongkai new writes the file, takes the carry-over, and reminds of what must be written."""
    params = folder(tmp_path, y2023=LAST)
    assert run_new("lab-ju", 2024, params) == 0
    text = (params / "lab-ju" / "2024.yaml").read_text("utf-8")
    assert Params(params).load("lab-ju", 2024).row("requests.carried_in") == [2, 0, 0, 0, 0, 0, 2]
    assert "去年" not in text
    assert "没有从上年复制" in text
    assert "上年“六、其他需要报告的事项”写有内容" in text
    assert (
        "已新建params/lab-ju/2024.yaml：由2023年带入7个数；文字、日期、照片没有沿用。\n"
        "接着填写params/lab-ju/2024.yaml，或运行 gongkai form lab-ju 2024 生成Excel填报表；填好后运行 gongkai check lab-ju --year 2024。\n"
    ) == capsys.readouterr().out


def test_command_prefers_what_was_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The carry-over is as published; a difference from what was typed is reported."""
    published = "year: 2023\nrequests:\n  carried_out: [3, 0, 0, 0, 0, 0, 3]\n"
    params = folder(tmp_path, y2023=LAST, y2023_published=published)
    run_new("lab-ju", 2024, params)
    assert Params(params).load("lab-ju", 2024).row("requests.carried_in")[0] == 3
    assert "2023年公布的数与2023.yaml不同，结转以公布的为准" in capsys.readouterr().out


def test_command_from_a_published_report_alone(tmp_path: Path) -> None:
    """A published report that was imported is enough to start from."""
    params = folder(tmp_path, y2023_published=LAST)
    run_new("lab-ju", 2024, params)
    assert Params(params).load("lab-ju", 2024).row("requests.carried_in")[0] == 2


def test_command_tells_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells that last year left empty are named; a change of form is reported."""
    run_new("lab-ju", 2021, folder(tmp_path, y2020="year: 2020\nrequests:\n  carried_out: [2, 0, 0, 0, 0, 0, null]\n"))
    said = capsys.readouterr().out
    assert "2020年没有填写，未能带入：表三“二、上年结转政府信息公开申请数量”“总计”。" in said
    assert "表式由2019版改为2021版" in said


@pytest.mark.parametrize(
    ("last", "comment", "message"),
    [
        ("[2, 0, 0, 0, 0, 0, 2]", "由2023年的“四、结转下年度继续办理”逐列带入，请与台账核对", "由2023年带入7个数"),
        ("[2, 0, 0, 0, 0, 0, null]", "由2023年的“四、结转下年度继续办理”逐列带入；其中没有填写的没有带入，请与台账核对", "由2023年带入6个数"),
        ("null", "2023年的“四、结转下年度继续办理”没有填写，没有数可以带入，请按台账填写", "没有带入数"),
    ],
)  # fmt: skip
def test_comment_says_what_was_carried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], last: str, comment: str, message: str
) -> None:
    """The new file and the command say that figures were carried only where they were."""
    params = folder(tmp_path, y2023=f"year: 2023\nrequests:\n  carried_out: {last}\n")
    run_new("lab-ju", 2024, params)
    lines = (params / "lab-ju" / "2024.yaml").read_text("utf-8").splitlines()
    before = next(at for at, line in enumerate(lines) if line.startswith("  carried_in:")) - 1
    assert lines[before] == f"  # {comment}"
    assert capsys.readouterr().out.startswith(f"已新建params/lab-ju/2024.yaml：{message}；文字、日期、照片没有沿用。\n")


def test_command_without_last_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without last year's file an empty scaffold is written, and that is reported."""
    params = folder(tmp_path)
    run_new("lab-ju", 2024, params)
    assert Params(params).load("lab-ju", 2024) == scaffold(Params(params).agency("lab-ju"), 2024)
    assert "没有2023年的数据，各行都待填写" in capsys.readouterr().out


def test_command_never_overwrites(tmp_path: Path) -> None:
    """An existing file is kept unless --force is given."""
    params = folder(tmp_path, y2024="year: 2024\n")
    with pytest.raises(InputError, match=r"params/lab-ju/2024\.yaml已经存在"):
        run_new("lab-ju", 2024, params)
    assert run_new("lab-ju", 2024, params, True) == 0


def test_command_with_wrong_input(tmp_path: Path) -> None:
    """An unknown organ, a year before the forms and a wrong file of last year are wrong input."""
    params = folder(tmp_path, y2023="year: 2023\nrequests:\n  neu: [1]\n")
    with pytest.raises(InputError, match="没有机关“lab-yu”，是不是“lab-ju”"):
        run_new("lab-yu", 2024, params)
    with pytest.raises(InputError, match="2018年没有适用的表式"):
        run_new("lab-ju", 2018, params)
    with pytest.raises(InputError, match=r"^年度写的是20222：还没有到，最晚可以写\d{4}；请核对。$"):
        run_new("lab-ju", 20222, params)
    with pytest.raises(ReturnError, match=r"params/lab-ju/2023\.yaml:3：不认识的键“neu”"):
        run_new("lab-ju", 2024, params)
    assert not (params / "lab-ju" / "2024.yaml").exists()


def refused(*arguments: Any, **options: Any) -> str:
    """The message with which a call is refused."""
    with pytest.raises(InputError) as caught:
        run_new(*arguments, **options)
    return str(caught.value)


def test_new_organ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An organ that is not there is created with its name; its level is taken from the name where that is certain."""
    params = tmp_path / "params"
    params.mkdir()
    assert run_new("nanhu-zrzy", 2024, params, name="某县自然资源局") == 0
    made = Params(params).agency("nanhu-zrzy")
    assert ("某县自然资源局", "department") == (made.name, made.level)
    assert Params(params).load("nanhu-zrzy", 2024) == scaffold(made, 2024)
    assert capsys.readouterr().out.splitlines() == [
        "已新建机关params/nanhu-zrzy/agency.yaml：某县自然资源局，级别department（部门）；请在里面补上联系方式，核对简称和自称。",
        "已新建params/nanhu-zrzy/2024.yaml：没有2023年的数据，各行都待填写。",
        (
            "接着填写params/nanhu-zrzy/2024.yaml，或运行 gongkai form nanhu-zrzy 2024 生成Excel填报表；"
            "填好后运行 gongkai check nanhu-zrzy --year 2024。"
        ),
    ]
    assert run_new("某县自然资源局", 2025, params, name="某县自然资源局", level="department") == 0
    assert (2024, 2025) == Params(params).years("nanhu-zrzy")


def test_new_organ_says_what_to_type(tmp_path: Path) -> None:
    """Without a name, or a level that the name leaves open, the message is the call to type; nothing is written."""
    (tmp_path / "params").mkdir()
    params = tmp_path / "params"
    call = "gongkai new kfq 2024 --name 开发区管委会"
    assert "新建这个机关，请写明全称：gongkai new kfq 2024 --name 机关全称" in refused("kfq", 2024, params)
    assert refused("kfq", 2024, params, name="开发区管委会").startswith(
        f"从名称“开发区管委会”看不出机关级别；请写明，例如：{call} --level department。可以写：department（部门）"
    )
    assert refused("kfq", 2024, params, name="开发区管委会", level="部们").startswith("没有级别“部们”")
    assert "看不见的字符" in refused("kfq", 2024, params, name="开发\x1b[2J区")
    assert [] == list(params.iterdir())


@pytest.mark.parametrize("organ", ["../outside", "/tmp/x", "", "a\nb", "nul", "fonts"])
def test_new_organ_outside(tmp_path: Path, organ: str) -> None:
    """An id that is no folder of params is refused, and nothing is written."""
    (tmp_path / "params").mkdir()
    assert "不能用作文件夹名" in refused(organ, 2024, tmp_path / "params", name="某县自然资源局")
    assert ["params"] == [path.name for path in tmp_path.iterdir()]
    assert [] == list((tmp_path / "params").iterdir())


def test_two_of_one_organ(tmp_path: Path) -> None:
    """The same organ under another id, the same id in other case, and another name for an organ that is there are refused."""
    params = folder(tmp_path)
    call = "请写成：gongkai new lab-ju 2024"
    assert call in refused("x", 2024, params, name="某市某区试验局")
    assert "只有大小写不同" in refused("Lab-Ju", 2024, params, name="某县林业局")
    assert "名称是“某市某区试验局”，不是“某县林业局”" in refused("lab-ju", 2024, params, name="某县林业局")
    assert "级别是department（部门），不是“county”" in refused("lab-ju", 2024, params, level="county")
    assert ["agency.yaml"] == [path.name for path in (params / "lab-ju").iterdir()]


def test_new_organ_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the year's file cannot be written, the organ is not there either."""
    (tmp_path / "params").mkdir()
    write = files.write

    def full(path: Path, *arguments: Any, **options: Any) -> None:
        if path.name == "2024.yaml":
            raise OSError(errno.ENOSPC, "full", str(path))
        write(path, *arguments, **options)

    monkeypatch.setattr(files, "write", full)
    with pytest.raises(OSError, match="full"):
        run_new("a", 2024, tmp_path / "params", name="某县自然资源局")
    assert [] == list((tmp_path / "params").iterdir())


def merged(path: Path, **years: str) -> Path:
    """A params folder in which two organs became lab-ju in 2024; each organ's files by name."""
    params = folder(path)
    for id_, text in years.items():
        (params / id_).mkdir()
        (params / id_ / "agency.yaml").write_text(f"name: 某区{id_}局\nlevel: department\n", "utf-8")
        if text:
            (params / id_ / "2023.yaml").write_text(text, "utf-8")
    ended = "".join(f"{{id: {id_}, last_year: 2023, successor: lab-ju}}, " for id_ in years)
    (params / "qu").mkdir()
    (params / "qu" / "agency.yaml").write_text(
        f"name: 某区人民政府\nlevel: county\nmembers: [{ended}{{id: lab-ju, first_year: 2024}}]\n", "utf-8"
    )
    return params


def test_after_a_merger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An organ that others were merged into begins with the sum of what they carried over; the check agrees."""
    from gongkai.review.check import check

    params = merged(tmp_path, jia=LAST, yi=LAST.replace("[2, 0", "[1, 1"))
    assert 0 == run_new("lab-ju", 2024, params)
    assert [3, 1, 0, 0, 0, 0, 4] == Params(params).load("lab-ju", 2024).row("requests.carried_in")
    assert "带入的是某区jia局、某区yi局2023年的数之和。" in capsys.readouterr().out
    assert ["pass"] == [item.outcome for item in check(Params(params), "lab-ju", 2024).findings if item.rule == "R6"]


def test_after_a_merger_before_the_first_form(tmp_path: Path) -> None:
    """The first year that there is a form for can be started also after a merger in the year before."""
    params = merged(tmp_path, jia="")
    file = params / "qu" / "agency.yaml"
    file.write_text(file.read_text("utf-8").replace("2023", "2018").replace("2024", "2019"), "utf-8")
    assert 0 == run_new("lab-ju", 2019, params)
    assert [None] * 7 == Params(params).load("lab-ju", 2019).row("requests.carried_in")


def test_after_a_merger_with_a_missing_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a predecessor's figures are missing nothing is carried over, and the message names it."""
    params = merged(tmp_path, jia=LAST, yi="")
    assert 0 == run_new("lab-ju", 2024, params)
    assert [None] * 7 == Params(params).load("lab-ju", 2024).row("requests.carried_in")
    assert "缺少某区yi局2023年的数据，合并、划转前的数没有带入" in capsys.readouterr().out
