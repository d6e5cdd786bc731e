"""``agency.yaml`` as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gongkai import forms
from gongkai.returns import Agency, Contact, agency_file, load
from gongkai.returns.members import Member

if TYPE_CHECKING:
    from pathlib import Path


def test_every_key_is_explained(tmp_path: Path) -> None:
    """Every key of the model is there with what it is for, also those that are not filled in; levels are listed."""
    organ = Agency(id="a", name="某县自然资源局", level="department")
    text = agency_file.dump(organ)
    assert list(agency_file.KEYS) == re.findall(r"^# .+\n([a-z_]+):", text.partition("\n")[2], re.MULTILINE)
    assert set(agency_file.KEYS) == Agency.model_fields.keys() - {"id"}
    assert list(agency_file.CONTACT) == re.findall(r'^  ([a-z]+): ""  # .', text, re.MULTILINE)
    assert set(agency_file.CONTACT) == Contact.model_fields.keys()
    assert set() == {level for level in forms.levels() if f"{level}（" not in text}
    path = tmp_path / "a" / "agency.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    assert organ == load.agency(path)


def test_filled_in(tmp_path: Path) -> None:
    """A value typed between the quotes, or behind a colon, is read; what stays empty is not given."""
    text = agency_file.dump(Agency(id="a", name="某县自然资源局", level="department"))
    path = tmp_path / "a" / "agency.yaml"
    path.parent.mkdir()
    path.write_text(text.replace('phone: ""', 'phone: "0631-1"').replace("short_name:", "short_name: 县局"), "utf-8")
    expected = Agency(
        id="a", name="某县自然资源局", short_name="县局", level="department", contact=Contact(phone="0631-1")
    )
    assert expected == load.agency(path)


def test_what_is_given(tmp_path: Path) -> None:
    """What an organ has is written after its key; the default font set is left to the project."""
    organ = Agency(
        id="a", name="某县人民政府", level="county", self_name="我县", fonts="bundled", contents=True,
        landscape=("requests",), contact=Contact(phone="0631-1"),
        members=(Member(id="b"), Member(id="c", last_year=2022, successor="b")),
    )  # fmt: skip
    lines = agency_file.dump(organ).splitlines()
    for line in (
        "name: 某县人民政府", "short_name:", "self_name: 我县", "site:", "fonts:", "contents: true", "landscape: [requests]",
        "members: [b, {id: c, last_year: 2022, successor: b}]",
    ):  # fmt: skip
        assert line in lines
    assert "fonts: fandol" in agency_file.dump(organ.model_copy(update={"fonts": "fandol"})).splitlines()
    assert "members:" in agency_file.dump(organ.model_copy(update={"members": ()})).splitlines()
    path = tmp_path / "a" / "agency.yaml"
    path.parent.mkdir()
    path.write_text(agency_file.dump(organ), "utf-8")
    assert organ == load.agency(path)


@pytest.mark.parametrize(
    ("name", "short", "own"),
    [
        ("威海市环翠区应急管理局", "环翠区应急管理局", "我局"),
        ("山东省威海市环翠区人民政府", "环翠区人民政府", "我区"),
        ("清河市东山区文化街道办事处", "东山区文化街道办事处", "我街道"),
        ("某市市场监督管理局", None, "我局"),
        ("某县发展和改革委员会", None, "我委"),
        ("江苏省教育厅", None, "我厅"),
        ("上海市人民政府办公厅", None, None),
        ("清河市社区服务中心", None, None),
        ("省" * 200, None, None),
    ],
)
def test_what_may_be_written(tmp_path: Path, name: str, short: str | None, own: str | None) -> None:
    """A new organ's short name and word for itself are proposed in a comment where its name tells them, and not filled in."""
    organ = Agency(id="a", name=name, level="department")
    path = tmp_path / "a" / "agency.yaml"
    path.parent.mkdir()
    path.write_text(agency_file.dump(organ), "utf-8")
    lines = path.read_text("utf-8").splitlines()
    assert f"short_name:  # 可以写：{short}" in lines if short else "short_name:" in lines
    assert f"self_name: 本机关  # 可以写：{own}" in lines if own else "self_name: 本机关" in lines
    assert organ == load.agency(path)
