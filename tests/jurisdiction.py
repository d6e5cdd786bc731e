"""A small jurisdiction for tests: a city with two departments and a county, which has three departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2024
NAMES = {
    "jiaoyu": "东山县教育局", "minzheng": "东山县民政局", "gongan": "东山县公安局", "xian": "东山县人民政府",
    "caizheng": "清河市财政局", "tongji": "清河市统计局", "shi": "清河市人民政府",
}  # fmt: skip


def organ(params: Path, id_: str, new: int | None, licensing: str = "0", *, more: str = "", year: int = YEAR) -> Path:
    """Write an organ and its year's file.

    Args:
        params: The folder.
        id_: One of :data:`NAMES`; ``xian`` and ``shi`` have members.
        new: Requests received, all by natural persons, and granted; ``None`` for an organ that has not reported.
        licensing: Decisions on licences, in YAML.
        more: More YAML of the year's file.
        year: Report year.
    """
    folder = params / id_
    folder.mkdir(parents=True, exist_ok=True)
    level, members = {
        "xian": ("county", "members: [jiaoyu, minzheng, gongan]\n"), "shi": ("city", "members: [xian, caizheng, tongji]\n"),
    }.get(id_, ("department", ""))  # fmt: skip
    (folder / "agency.yaml").write_text(f"name: {NAMES[id_]}\nlevel: {level}\n{members}", "utf-8")
    path = folder / f"{year}.yaml"
    if new is not None:
        rows = "".join(f"  {row}: [{new}, 0, 0, 0, 0, 0, {new}]\n" for row in ("new", "granted", "total"))
        text = f"requests:\n{rows}  rest: 0\ndisclosure:\n  licensing: {licensing}\n  rest: 0\ndisputes:\n  rest: 0\n"
        path.write_text(f"schema: 1\nyear: {year}  # 年度\n{text}{more}", "utf-8")
    return path


def city(params: Path) -> Path:
    """Write the whole jurisdiction; every roll-up is right."""
    for id_, new, licensing in (
        ("jiaoyu", 5, "10"), ("minzheng", 7, "20"), ("gongan", 11, "30"), ("xian", 23, "60"),
        ("caizheng", 2, "1"), ("tongji", 3, "0"), ("shi", 28, "61"),
    ):  # fmt: skip
        organ(params, id_, new, licensing)
    return params
