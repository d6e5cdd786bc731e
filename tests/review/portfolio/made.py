"""A made-up portfolio of any size."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from gongkai.review.portfolio import Portfolio
from gongkai.review.portfolio.load import COLUMNS, QUANTITIES
from gongkai.rules import LEVELS

YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
NAMES = ("财政局", "教育局", "自然资源局", "应急管理局", "民政局")
TOP = "shi"


def portfolio(number: int, outputs: Path) -> Portfolio:
    """A city and organs below it, a tenth of them counties that add up the nine after; some numbers and reports are missing.

    Args:
        number: How many organs, the city among them.
        outputs: The folder of outputs to which numbers lead; every third report was not built.
    """
    random = Random(number)
    rows: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    for year in YEARS:
        for at in range(number):
            rows.append(_row(random, at, year, outputs))
            rules += [
                {"代号": rows[-1]["代号"], "年度": year, "规则": rule, "级别": "错误", "处数": random.randrange(1, 9)}
                for rule in ("R1", "R12", "R28")
                if random.random() < 0.05
            ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in (*QUANTITIES, "晚天数", *LEVELS.values()):
        frame[column] = frame[column].astype("Int64")
    gaps = (("organ-3", 2018), ("organ-4", 2018))
    return Portfolio(TOP, "示例市人民政府", YEARS, frame, pd.DataFrame(rules), gaps)


def _row(random: Random, at: int, year: int, outputs: Path) -> dict[str, Any]:
    is_county = at % 10 == 0
    id_ = TOP if at == 0 else f"organ-{at}"
    name = "示例市人民政府" if at == 0 else f"示例市第{at // 10}区{'人民政府' if is_county else NAMES[at % len(NAMES)]}"
    above = TOP if is_county or at < 10 else f"organ-{at // 10 * 10}"
    new = random.randrange(200)
    numbers: dict[str, int | None] = {column: random.randrange(30) for column in QUANTITIES}
    numbers |= {
        "新收申请": None if random.random() < 0.02 else new,
        "办结": new,
        "予以公开": new // 2,
        "部分公开": new // 10,
    }
    page = outputs / str(year) / id_ / "report.html"
    return {
        "代号": id_, "机关": name, "级别": "地市级政府" if at == 0 else "县级政府" if is_county else "部门", "汇总": is_county,
        "上级": above, "年度": year, **numbers, "公布日期": dt.date(year + 1, 1, 20), "期限": dt.date(year + 1, 1, 31),
        "晚天数": random.randrange(20) if random.random() < 0.1 else 0,
        **{level: random.randrange(4) for level in LEVELS.values()},
        "报告": str(page if at % 3 else outputs.parent / "params" / id_ / f"{year}.yaml"),
    }  # fmt: skip
