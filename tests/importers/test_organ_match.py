"""Whose report a file is, where neither its title nor its name says so in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.importers.organ import Organs
from gongkai.importers.organ_match import by_file, by_name
from gongkai.returns import InputError, Params

if TYPE_CHECKING:
    from pathlib import Path

ORGANS = {
    "jyj": ("清河市东山县教育局", "东山县教育局"), "mzj": ("清河市东山县民政局", "县民政局"), "xian": ("清河市东山县人民政府", None),
    "zhen": ("清河市东山县大河镇人民政府", None), "sjyj": ("清河市教育局", "市教育局"), "tjj": ("统计局", None),
}  # fmt: skip


@pytest.fixture
def params(tmp_path: Path) -> Params:
    """A folder with some organs."""
    for id_, (name, short) in ORGANS.items():
        (tmp_path / id_).mkdir()
        more = f"short_name: {short}\n" if short else ""
        (tmp_path / id_ / "agency.yaml").write_text(f"name: {name}\n{more}level: department\n", "utf-8")
    return Params(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("清河市东山县教育局", ["jyj"]),
        ("东山县教育局", ["jyj"]),
        ("民政局", ["mzj"]),
        ("教育局", ["jyj", "sjyj"]),
        ("东山县政府", ["xian"]),
        ("大河镇人民政府", ["zhen"]),
        ("东山县统计局", ["tjj"]),
        ("西山县教育局", []),
        ("东山县教育局办公室", []),
        ("局", []),
        ("", []),
    ],
)
def test_names(params: Params, name: str, expected: list[str]) -> None:
    """A part of a name means the organs that end with it; another organ's name means none."""
    assert expected == sorted(by_name(name, params))


@pytest.mark.parametrize(
    "written",
    [
        "\ufeffname: 甲县教育局\n",
        '"name": 甲县教育局\n',
        "name : 甲县教育局\n",
        "name:\n  甲县教育局\n",
        'name: "\\u7532县教育局"\n',
        "name: '甲县教育局'  # 全称\r\n",
        "short_name: 教育局\nname: 甲县教育局\n",
    ],
)
def test_unusual_yaml(tmp_path: Path, written: str) -> None:
    """However a file writes the name, the organ is found by it, and not by another organ's that ends like its short name."""
    (tmp_path / "jyj").mkdir()
    (tmp_path / "jyj" / "agency.yaml").write_text(f"{written}level: department\n", "utf-8")
    params = Params(tmp_path)
    assert [["jyj"], []] == [by_name("甲县教育局", params), by_name("乙县教育局", params)]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("东山县教育局2024年度政府信息公开年报（定稿）.docx", ["jyj"]),
        ("附件1：民政局.xlsx", ["mzj"]),
        ("2024年报-民政局 修改.pdf", ["mzj"]),
        ("关于东山县人民政府2024年政府信息公开工作年度报告（盖章版）.pdf", ["xian"]),
        ("1.大河镇政府_第2稿_最终.doc", ["zhen"]),
        ("教育局2024.html", ["jyj", "sjyj"]),
        ("2024年度政府信息公开工作年度报告.docx", []),
        ("新建文档(3).txt", []),
    ],
)
def test_names_of_files(params: Params, file: str, expected: list[str]) -> None:
    """The name of an organ is found among what else is in the name of a file."""
    assert expected == by_file(file, params)


def test_title_first(params: Params) -> None:
    """The title goes before the file's name; what was concluded is noted, what is exact is not."""
    organs = Organs("2024年报-民政局 修改.pdf", None, params)
    assert ("jyj", []) == (organs.find("东山县教育局").id, organs.issues)
    assert "mzj" == organs.find("民政局").id
    assert "mzj" == organs.find(None).id
    assert "mzj" == organs.find("下载打印").id
    assert "mzj" == organs.find("人民政府").id
    assert organs.known
    assert [
        "标题中的机关是“民政局”，读入为清河市东山县民政局（mzj）；请核对。",
        "标题中没有机关名称，按文件名读入为清河市东山县民政局（mzj）；请核对。",
        "标题中没有机关名称，按文件名读入为清河市东山县民政局（mzj）；请核对。",
        "标题中没有机关名称，按文件名读入为清河市东山县民政局（mzj）；请核对。",
    ] == [issue.message for issue in organs.issues]


def test_another_organ_is_not_taken_for_one(params: Params) -> None:
    """An organ that the project does not have is a new one, whatever the file is called."""
    organs = Organs("民政局.pdf", None, params)
    assert "西山县教育局" == organs.find("西山县教育局").name
    assert not organs.known


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        ("a.pdf", "教育局", "标题中的“教育局”可能是清河市东山县教育局（jyj）、清河市教育局（sjyj）；"),
        ("教育局.pdf", None, "文件名可能是清河市东山县教育局（jyj）、清河市教育局（sjyj）；"),
        ("a.pdf", None, "没有在标题和文件名中找到机关名称；"),
    ],
)
def test_several_or_none(params: Params, file: str, name: str | None, said: str) -> None:
    """Where several organs may be meant, or none, the file is refused and the message says which and what to do."""
    with pytest.raises(InputError, match=r"--agency") as caught:
        Organs(file, None, params).find(name)
    assert f"{file}：{said}" in str(caught.value)


def test_exact_names_first(tmp_path: Path) -> None:
    """A name that is exactly an organ's own, full or short, means it alone, though others' names end with it."""
    for id_, name, short in (("a", "统计局", ""), ("b", "东山县统计局", "县统计局"), ("c", "西山县统计局", "")):
        (tmp_path / id_).mkdir()
        more = f"short_name: {short}\n" if short else ""
        (tmp_path / id_ / "agency.yaml").write_text(f"name: {name}\n{more}level: department\n", "utf-8")
    params = Params(tmp_path)
    assert [["a"], ["b"], ["c"]] == [by_name(name, params) for name in ("统计局", "县统计局", "西山县统计局")]
