"""Files that are not read because of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.commands.check import run_check
from gongkai.commands.list import NOT_READ, rows
from gongkai.returns import InputError, Params, misnamed

if TYPE_CHECKING:
    from pathlib import Path

ORGAN = "name: 某市某区试验局\nlevel: department\n"


def folder(root: Path, *names: str) -> Path:
    """Params with an organ that has these files."""
    organ = root / "params" / "lab-ju"
    organ.mkdir(parents=True)
    for name in names:
        (organ / name).write_text(ORGAN if "agency" in name else "year: 2024\n", "utf-8")
    return root / "params"


@pytest.mark.parametrize(
    ("name", "year", "todo"),
    [
        ("2025.yml", 2025, "请改名为2025.yaml。"),
        ("2025年.yaml", 2025, "请改名为2025.yaml。"),
        ("２０２５.yaml", 2025, "请改名为2025.yaml。"),
        ("2025.YAML", 2025, "请改名为2025.yaml。"),
        ("2025.yaml.txt", 2025, "请改名为2025.yaml。"),
        ("2025.published.yml", 2025, "请改名为2025.published.yaml。"),
        ("2024 (1).yaml", 2024, "读的是2024.yaml；里面有要用的内容请并入2024.yaml，然后删去或移走这个文件。"),
        ("副本 2024.yaml", 2024, "读的是2024.yaml；里面有要用的内容请并入2024.yaml，然后删去或移走这个文件。"),
        ("2024 - 副本.yaml", 2024, "读的是2024.yaml；里面有要用的内容请并入2024.yaml，然后删去或移走这个文件。"),
        ("agency.yml", None, "读的是agency.yaml；里面有要用的内容请并入agency.yaml，然后删去或移走这个文件。"),
        ("今年.yaml", None, "名字里没有年度，不知道是哪一年的；要用的请改名为四位年度加.yaml，例如2025.yaml。"),
    ],
)
def test_names(tmp_path: Path, name: str, year: int | None, todo: str) -> None:
    """Each name that somebody may give a file by mistake is noticed, with what to do."""
    organ = folder(tmp_path, "agency.yaml", "2024.yaml", name) / "lab-ju"
    (found,) = misnamed.find(organ)
    assert (name, year, todo) == (found.path.name, found.year, found.todo)


def test_other_files(tmp_path: Path) -> None:
    """Files that are read, backups, photos and temporary files are not reported."""
    names = ("agency.yaml", "2024.yaml", "2023.published.yaml", "2024.review.yaml", "2024.yaml.bak", "2024.yaml.~1~")
    organ = folder(tmp_path, *names, ".2024.yaml.swp", "~$2024.yaml", "2024.xlsx", "说明.txt") / "lab-ju"
    (organ / "2025.yml").mkdir()
    assert [] == list(misnamed.find(organ))


def test_check_and_list_notice_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``check`` names the file on standard error, ``list`` in a row of its own."""
    params = folder(tmp_path, "agency.yaml", "2024.yaml", "2025.yml")
    run_check([], [], params, None)
    said = capsys.readouterr()
    assert "params/lab-ju/2025.yml：文件名不对，没有读取；请改名为2025.yaml。\n" == said.err
    run_check([], [2024], params, None)
    assert "" == capsys.readouterr().err
    assert [("lab-ju", "2025", NOT_READ, "某市某区试验局", "“2025.yml”文件名不对，没有读取；请改名为2025.yaml。")] == [
        row for row in rows(Params(params), tmp_path / "outputs") if row[2] == NOT_READ
    ]
    (params / "lab-ju" / "2024.yaml").unlink()
    assert 2 == run_check([], [], params, None)
    assert "请改名为2025.yaml。" in capsys.readouterr().err
    with pytest.raises(InputError, match=r"params/lab-ju/2025\.yml：文件名不对，没有读取；请改名为2025\.yaml。"):
        Params(params).load("lab-ju", 2025)


def test_an_organ_whose_file_is_misnamed(tmp_path: Path) -> None:
    """A folder with ``agency.yml`` only is listed, with what to rename; the project's forms are not an organ."""
    params = folder(tmp_path, "agency.yml", "2024.yaml")
    (params / "forms").mkdir()
    (params / "forms" / "旧.yml").write_text("")
    assert [("lab-ju", "读不了", "缺少agency.yaml"), ("lab-ju", NOT_READ, "“agency.yml”文件名不对，没有读取；请改名为agency.yaml。")] == [
        (row[0], row[2], row[4]) for row in rows(Params(params), tmp_path / "outputs")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["lab-ju - 副本", "副本 lab-ju", "lab-ju copy", "lab-ju (1)", "lab-ju（2）"])
def test_a_copied_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A folder that looks like the copy of an organ's is named by check: it counts as another organ."""
    params = folder(tmp_path, "agency.yaml")
    copied = params / name
    copied.mkdir()
    (copied / "agency.yaml").write_text(ORGAN, "utf-8")
    assert ["lab-ju"] == [found for found in map(Params(params).copied_from, (name, "lab-ju")) if found]
    run_check([], [], params, None)
    assert f"params/{name}：像是lab-ju的副本，会当作另一个机关；不用的请移出params。" in capsys.readouterr().err


def test_returns_that_cannot_be_read_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The total of check says how many returns were not checked because they cannot be read."""
    params = folder(tmp_path, "agency.yaml", "2024.yaml")
    (params / "lab-ju" / "2024.yaml").write_text("year: [", "utf-8")
    assert 2 == run_check([], [], params, None)
    assert "有1份不能读取，没有检查。" in capsys.readouterr().out.replace("\n", "")
