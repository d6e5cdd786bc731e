"""Organs by id and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.returns import InputError, Params

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def three(tmp_path: Path) -> Params:
    """A folder of three organs, two with the same short name, and a fourth whose file is wrong."""
    for id_, text in {
        "a": "name: 甲县应急管理局\nshort_name: 应急局\nlevel: department\n",
        "b": "name: 乙县应急管理局\nshort_name: 应急局\nlevel: department\n",
        "c": 'name: "\\u4e19\\u53bf\\u6559\\u80b2\\u5c40"\nlevel: department\n',
        "d": "name: 丁县教育局\nlevel: nonsense\n",
    }.items():
        (tmp_path / "params" / id_).mkdir(parents=True)
        (tmp_path / "params" / id_ / "agency.yaml").write_text(text, "utf-8")
    return Params(tmp_path / "params")


def refused(three: Params, organ: str) -> str:
    """The message with which a name is refused."""
    with pytest.raises(InputError) as caught:
        three.find(organ)
    return str(caught.value)


def test_found(three: Params) -> None:
    """An organ is found by its folder and its full name, also one written with escapes."""
    assert ["a", "b", "c"] == [three.find(organ) for organ in ("a", " 乙县应急管理局 ", "丙县教育局")]


def test_ambiguous(three: Params) -> None:
    """A short name of two organs is refused, and both are named."""
    assert "有2个机关叫“应急局”：a（甲县应急管理局）、b（乙县应急管理局）；请写代号（括号前的）。" == refused(
        three, "应急局"
    )


def test_unknown(three: Params) -> None:
    """A name that no organ has is refused with the nearest; one whose file is wrong is found by its folder alone."""
    assert refused(three, "甲县应急局") == (
        "params里没有机关“甲县应急局”，是不是“甲县应急管理局”？d的agency.yaml有错，名称没有比对；请运行 gongkai check d。"
    )
    assert "params里没有机关“zzz”。" == refused(three, "zzz")
    assert refused(three, "丁县教育局").startswith("params里没有机关“丁县教育局”")
    assert "“2025”是年度，写在机关的位置了；请先写机关，再写年度（build、check写成 --year 2025）。" == refused(
        three, "2025"
    )
    assert "d" == three.find("d")


@pytest.mark.parametrize("organ", ["", ".", "..", "../params/a", "x/../a", "\\a", "a\x00"])
def test_paths(three: Params, organ: str) -> None:
    """A path is no organ, even if it leads to one."""
    assert "没有机关" in refused(three, organ)
    with pytest.raises(InputError, match="没有机关"):
        three.folder(organ)


def test_empty(tmp_path: Path) -> None:
    """Where there is no organ yet, the message says how to make one."""
    assert refused(Params(tmp_path), "a") == (
        f"{tmp_path.name}里还没有机关；新建请运行 gongkai new 代号 年度 --name 机关全称，或用 gongkai import 读入已公布的报告。"
    )


def test_name_where_an_id_is_needed(three: Params) -> None:
    """Among the members of a roll-up, a name is answered with the id."""
    with pytest.raises(InputError, match="“甲县应急管理局”是机关名称，这里要写代号；请写a。"):
        three.folder("甲县应急管理局")


def test_earlier_years(tmp_path: Path) -> None:
    """Earlier years' figures are those published, else those typed; a year that was only recorded as published counts too."""
    folder = tmp_path / "params" / "a"
    folder.mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: 甲局\nlevel: department\n", "utf-8")
    for name, year, new in (
        ("2021.published", 2021, 1), ("2022", 2022, 2), ("2022.published", 2022, 3), ("2023", 2023, 4), ("2024", 2024, 5),
        ("2025.published", 2025, 6),
    ):  # fmt: skip
        text = f"year: {year}\ndisclosure: {{rest: 0}}\nrequests: {{new: [{new}, 0, 0, 0, 0, 0, {new}], rest: 0}}\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    params = Params(tmp_path / "params")
    found = params.history("a", 2024)
    assert [(2021, 1), (2022, 3), (2023, 4)] == [(each.year, each.cells["requests.new.total"]) for each in found]
    names = [path.name for path in params.files("a", 2024)]
    assert [
        "agency.yaml", "2024.yaml", "2021.published.yaml", "2022.published.yaml", "2022.yaml", "2023.yaml",
    ] == names  # fmt: skip


def test_only_published(three: Params) -> None:
    """Of a year of which only the published report is there it is said so, and not that the year must be begun."""
    agency = next(iter(three.agencies))
    (three.root / agency / "2019.published.yaml").write_text("year: 2019\n", "utf-8")
    with pytest.raises(InputError, match=r"2019年只有已公布的报告（2019\.published\.yaml）") as caught:
        three.path(agency, 2019)
    assert "gongkai new" not in str(caught.value)


def test_missing_photos(tmp_path: Path) -> None:
    """Photos that are shown and not in the year's folder are noted, also those of which no file is named; nothing else is."""
    folder = tmp_path / "params" / "a"
    (folder / "2024").mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: 甲县应急管理局\nlevel: department\n", "utf-8")
    (folder / "2024" / "there.jpg").write_bytes(b"a")
    figures = {
        "there": "kind: photo, file: there.jpg", "lost": "kind: photo, file: lost.jpg", "none": "kind: photo",
        "hidden": "kind: photo, file: lost.jpg, show: false", "chart": "kind: channels",
    }  # fmt: skip
    lines = "".join(f"  {id_}: {{caption: 图, {keys}}}\n" for id_, keys in figures.items())
    (folder / "2024.yaml").write_text(f"year: 2024\nfigures:\n{lines}", "utf-8")
    issues = Params(tmp_path / "params").load("a", 2024).issues
    assert [("figures.lost", "absent", "lost.jpg"), ("figures.none", "absent", "")] == [
        (issue.path, issue.kind, issue.raw) for issue in issues
    ]
