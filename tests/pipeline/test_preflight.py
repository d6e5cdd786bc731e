"""Problems that prevent a build are reported with their line, by the check too."""

from __future__ import annotations

import pytest

from gongkai.commands.check import run_check
from gongkai.pipeline import preflight, report, staleness
from gongkai.prose import render_texts
from gongkai.returns import InputError, Params
from tests.example import AGENCY, YEAR, edit

FILE = f"params/{AGENCY}/{YEAR}.yaml"
MARK = "        ![](figure:channels)\n"


def problems(folder):
    params = Params(folder)
    record = params.load(AGENCY, YEAR)
    return preflight.problems(params, record, render_texts(record, None))


def add(params, figure):
    return edit(params, "\nsections:", f"\n{figure}\n\nsections:")


def test_example_is_whole(params):
    """The example lacks nothing that a build needs."""
    assert [] == problems(params)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("typo", "。可以写：overview、disclosure、requests、disputes、problems、other。"),
        ("preface", "，是不是“preface.opening”？可以写：overview、disclosure、requests、disputes、problems、other。"),
        ("disclosures", "，是不是“disclosure”？可以写：overview、disclosure、requests、disputes、problems、other。"),
        (
            "problems.improvment",
            "，是不是“problems.improvement”？可以写：problems、problems.problems、problems.improvement。",
        ),
    ],
)
def test_figure_without_a_place(params, after, said):
    """A figure whose ``after`` is unknown is reported with its line, the nearest name, and all names."""
    line = add(params, f"  extra: {{kind: channels, caption: 图, after: {after}}}")
    expected = f"{FILE}:{line + 1}：图“extra”不会出现在报告里：after写的“{after}”不是报告的部分或段落{said}"
    assert [expected] == problems(params)


@pytest.mark.parametrize("after", ["overview", "other", "overview.interpretation", "problems.improvement"])
def test_figure_with_a_place(params, after):
    """A section, and every passage that a section has, may be named."""
    add(params, f"  extra: {{kind: channels, caption: 图, after: {after}}}")
    assert [] == problems(params)


@pytest.mark.parametrize("about", ["show: false, after: typo", "show: false"])
def test_figure_that_is_switched_off(params, about):
    """A hidden figure need not be placed."""
    add(params, f"  extra: {{kind: channels, caption: 图, {about}}}")
    edit(params, MARK, MARK + "\n        ![](figure:extra)\n")
    assert [] == problems(params)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![](figure:chanels)", "文字里放了图“chanels”，figures中没有，是不是“channels”？请改正代号，或在figures里写上这幅图。"),
        ("![](figure:x)", "文字里放了图“x”，figures中没有。请改正代号，或在figures里写上这幅图。"),
        ("见![](figure:extra)。", "图“extra”不会显示：![](figure:extra) 要单独占一行；在句子里提到它，请写“{{ figures.extra }}”。"),
        ("![图](a.jpg)", "文字里的图片“a.jpg”不会显示；请把文件放进年度文件夹，写在figures里，再用 ![](figure:代号) 放在文字中。"),
    ],
)  # fmt: skip
def test_text_without_a_figure(params, text, said):
    """A picture in a text that cannot be shown is reported with its own line."""
    add(params, "  extra: {kind: channels, caption: 图}")
    line = edit(params, MARK, f"{MARK}\n        {text}\n") + 2
    assert [f"{FILE}:{line}：{said}"] == problems(params)


def test_chart_of_unknown_facts(params):
    """An unknown fact of a chart is reported with the nearest."""
    line = edit(params, "    facts: [website, wechat]", "    facts: [webiste, wechat]")
    assert [f"{FILE}:{line}：facts中没有“webiste”，是不是“website”？"] == problems(params)


@pytest.mark.parametrize("shown", ["true", "false"])
def test_unknown_kind_of_figure(params, tmp_path, capsys, shown):
    """An unknown kind of figure is reported with its line and the nearest, by check and build, shown or not."""
    line = add(params, f"  extra: {{kind: chanels, caption: 图, show: {shown}}}") + 1
    expected = (
        f"{FILE}:{line}：“kind”的值“chanels”不认识，是不是“channels”？可以填：photo（照片）、applicants（申请人）、"
    )
    (said,) = problems(params)
    assert said.startswith(expected)
    assert 2 == run_check([AGENCY], [YEAR], params, None)
    assert expected in "".join(line.strip() for line in capsys.readouterr().out.splitlines())
    result = report.build(Params(params), AGENCY, YEAR, tmp_path / "outputs")
    assert ("failed", True) == (result.status, result.is_input)
    assert expected in result.message


def test_photo_that_cannot_be_read(params):
    """A file that is not a picture is reported before the build; a missing one does not prevent it (F1)."""
    assert [] == problems(params)
    (params / AGENCY / str(YEAR)).mkdir()
    (params / AGENCY / str(YEAR) / "open_day.jpg").write_bytes(b"nothing")
    line = edit(params, "    file: open_day.jpg", "    file: open_day.jpg")
    assert [f"{FILE}:{line}：照片“open_day.jpg”不是能识别的图片；请换成JPEG或PNG格式的照片。"] == problems(params)


def test_unknown_font_set(params):
    """An unknown font set is reported with the line in ``agency.yaml`` and the nearest available."""
    path = params / AGENCY / "agency.yaml"
    path.write_text("fonts: bundeld\n" + path.read_text("utf-8"), "utf-8")
    (said,) = problems(params)
    assert said.startswith(f"params/{AGENCY}/agency.yaml:1：没有字体集“bundeld”")
    assert said.endswith("是不是“bundled”？")
    with pytest.raises(InputError, match="是不是“bundled”"):
        staleness.reasons(Params(params), AGENCY, YEAR, params.parent / "outputs")


def test_check_and_build_agree(params, tmp_path, capsys):
    """Such problems are wrong input to both; the check still applies the rules."""
    line = add(params, "  extra: {kind: channels, caption: 图, after: typo}") + 1
    assert 2 == run_check([AGENCY], [YEAR], params, None)
    shown = capsys.readouterr()
    assert f"  不能生成报告  {FILE}:{line}：图“extra”不会出现在报告里" in shown.out
    assert "共检查1份报告：错误1处" in shown.out
    assert "其中1份不能生成报告。" in "".join(shown.out.split())
    assert "没有发现未认可的问题" not in shown.out
    result = report.build(Params(params), AGENCY, YEAR, tmp_path / "outputs")
    assert ("failed", True) == (result.status, result.is_input)
    assert f"{FILE}:{line}：图“extra”不会出现在报告里" in result.message
