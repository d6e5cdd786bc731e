"""A project with an edition of the form and a level of organs that the package does not know."""

from __future__ import annotations

import random
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns import Agency, Params, Return, Sections, save

if TYPE_CHECKING:
    from pathlib import Path

ORGAN = "kaifaqu"
YEAR = 2023
AGENCY = "name: 清河经济开发区管理委员会\nlevel: zone\nself_name: 我委\nmembers: []\n"
LEVELS = """
levels:
  zone:
    name: 开发区
    deadline: {month: 2, day: 10}
    government: true
    large_amount: 200000
names:
  - {level: zone, pattern: 开发区管理委员会$}
"""
_PURCHASING = """
      - title: 第二十条第（九）项
        columns:
          - {id: contracts, label: 采购合同数量, unit: 项}
          - {id: value, label: 采购合同金额, unit: null, units: {元: 1, 万元: 10000, 亿元: 100000000}, kind: decimal}
        rows:
          - {id: purchasing, label: 政府采购合同}
"""


def edition_text() -> str:
    """The form of 2023: no 规章, a column with another label, one more reason, an amount without unit, a row renamed."""
    text = (files("gongkai.forms") / "2021.yaml").read_text("utf-8")
    changes = (
        ('edition: "2021"', 'edition: "2023"'),
        ("source: 国办公开办函〔2021〕30号", "source: 国办公开办函〔2023〕8号"),
        ("years: {first: 2021, last: null}", "years: {first: 2023, last: null}"),
        ("五、存在的主要问题及改进情况", "五、存在的主要问题和改进措施"),
        ("          - {id: regulations, label: 规章}\n", ""),
        ("本年制发件数", "本年制定件数"),
        ("  requests.other: [requests.other_1, requests.other_2, requests.other_3]",
         "  requests.unprocessed_3: [requests.publications]"),
        ("{id: unprocessed_3,", "{id: publications,"),
        ("          - id: unavailable\n",
         "              - {id: refused_9, label: 9.属于重大决策预公开前的材料, names: [预公开材料]}\n          - id: unavailable\n"),
    )  # fmt: skip
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    fees = "          - {id: fees, label: 行政事业性收费}\n"
    assert fees in text
    return text.replace(fees, fees + _PURCHASING.lstrip("\n"))


def make(params: Path) -> Params:
    """Write form files and the organ below ``params``."""
    (params / "forms").mkdir(parents=True)
    (params / "forms" / "2023.yaml").write_text(edition_text(), "utf-8")
    (params / "forms" / "levels.yaml").write_text(LEVELS, "utf-8")
    (params / ORGAN).mkdir()
    (params / ORGAN / "agency.yaml").write_text(AGENCY, "utf-8")
    return Params(params)


def record(agency: Agency, year: int = YEAR) -> Return:
    """A return that keeps the form's arithmetic, with an amount in 亿元 where the form leaves the unit open."""
    chance = random.Random(year)
    edition = forms.edition_for(year)
    cells: dict[str, int | Decimal | None] = {}
    for path, cell in edition.cells.items():
        cells[path] = Decimal(chance.randrange(100, 900)) / 100 if cell.kind == "decimal" else chance.randrange(4)
    for id_ in ("regulations", "normative_documents"):
        if f"disclosure.{id_}" in {cell.row_path for cell in edition.cells.values()}:
            cells |= {
                f"disclosure.{id_}.{column}": value for column, value in (("made", 2), ("repealed", 2), ("in_force", 5))
            }
    table = edition.tables["requests"]
    results = [row.id for row in table.group("results") if row.id != "total"]
    for column in table.rows[0].columns:
        cells[f"requests.carried_in.{column.id}"] = 0
        cells[f"requests.carried_out.{column.id}"] = 0
        handled = sum(int(cells[f"requests.{row}.{column.id}"] or 0) for row in results)
        cells |= {f"requests.{row}.{column.id}": handled for row in ("new", "total")}
    for table in edition.tables.values():
        for row in table.rows:
            if row.columns[-1].id == "total":
                parts = [f"{table.id}.{row.id}.{column.id}" for column in row.columns[:-1]]
                cells[f"{table.id}.{row.id}.total"] = sum(int(cells[path] or 0) for path in parts)
    return Return(
        agency=agency, year=year, cells=cells, units=dict.fromkeys(edition.open_rows, "亿元"),
        sections=Sections(problems="栏目还不够清楚，今年已经改版。", other="没有收取信息处理费。"),
    )  # fmt: skip


def fill(params: Params, year: int = YEAR) -> Return:
    """Write a year's file of the organ, and return what is in it."""
    made = record(params.agency(ORGAN), year)
    (params.root / ORGAN / f"{year}.yaml").write_text(save.dump(made), "utf-8")
    return made
