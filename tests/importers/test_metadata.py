"""Organ, year, dates and signature, among what pages print around them."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.importers.core import metadata

NAME = "政府信息公开工作年度报告"


def organ_and_year(head: str) -> tuple[str | None, int | None]:
    found = metadata.recognise(head)
    return found.organ, found.year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        ("20 2 4", 2024),
        ("二〇二四", 2024),
        ("二○二四", 2024),
        ("二零二零", 2020),
        ("二Ｏ一九", 2019),
        ("二0二四", 2024),
    ],
)
def test_year(text: str, year: int) -> None:
    """A year is written in figures, with blanks, or in Chinese, with any sign for zero."""
    assert year == metadata.year_of(text)
    assert ("某县水利局", year) == organ_and_year(f"某县水利局{text}年{NAME}")


@pytest.mark.parametrize(
    ("head", "page", "organ", "year", "title"),
    [
        (f"2023年度某县水利局{NAME}", None, "某县水利局", 2023, f"2023年度某县水利局{NAME}"),
        (f"2023年度某县的{NAME}", None, None, None, None),
        (f"2023年我局{NAME}", None, None, None, None),
        (f"2023年度本单位{NAME}\n某县水利局{NAME}", None, "某县水利局", None, None),
        (f"甲局2023年{NAME}\n乙局2022年{NAME}", None, "甲局", 2023, f"甲局2023年{NAME}"),
        (f"甲局2023年{NAME}\n乙局2022年{NAME}\n乙局2022年{NAME}", None, "乙局", 2022, f"乙局2022年{NAME}"),
        (f"甲局2023年{NAME}", f"乙局2022年{NAME}", "乙局", 2022, f"乙局2022年{NAME}"),
        (f"甲局2023年{NAME}\n甲局2023年{NAME}\n甲局2023年{NAME}", f"乙局2022年{NAME}", "甲局", 2023, f"甲局2023年{NAME}"),
        (f"甲局2023年{NAME}\n甲局2023年{NAME}", f"乙局2022年{NAME}", "乙局", 2022, f"乙局2022年{NAME}"),
        ("甲局 2023年 政务公开 年度报告", None, "甲局", 2023, "甲局2023年政务公开年度报告"),
        (f"某县水利局{NAME}\n自2023年1月1日起至2023年12月31日止", None, "某县水利局", 2023, None),
        ("自2022年1月1日至12月31日", f"某县水利局{NAME}", "某县水利局", 2022, None),
        (f"本单位{NAME}\n某县水利局{NAME}", None, "某县水利局", None, None),
        ("没有标题", None, None, None, None),
    ],
)  # fmt: skip
def test_titles(head: str, page: str | None, organ: str | None, year: int | None, title: str | None) -> None:
    """The organ and year named most often count, those of the page's title twice; without a year the period says it."""
    found = metadata.recognise(head, page)
    assert (organ, year, title) == (found.organ, found.year, found.title)


@pytest.mark.parametrize("organ", ["本溪市水利局", "全州县水利局", "全椒县人民政府"])
def test_names_that_begin_like_no_name(organ: str) -> None:
    """本溪 and 全州 are names of places, not 本局 and 全县."""
    assert (organ, 2023) == organ_and_year(f"2023年度{organ}{NAME}")
    assert (organ, None) == organ_and_year(f"{organ}{NAME}")


@pytest.mark.parametrize(
    "organ", ["我局", "本机关", "本单位", "本局", "本厅", "本办", "本中心", "本级人民政府", "全县", "全市"]
)
def test_no_names(organ: str) -> None:
    """我局 and its like name no organ, before a year and behind it."""
    assert None is organ_and_year(f"2023年度{organ}{NAME}")[0]
    assert None is organ_and_year(f"{organ}{NAME}")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题：首页某县 水利局", "某县水利局"), ("当前位置:政府信息公开年报某局", "某局"), ("（某局", "某局"), ("某局）", "某局"), ("某局（某所）", "某局（某所）"),
        ("—某局·", "某局"), ("公开某局", "某局"), ("某局公开", "某局公开"),
    ],
)  # fmt: skip
def test_organ(text: str, expected: str) -> None:
    """Before an organ's name the words of pages are left out, and marks that belong to no pair."""
    assert expected == metadata.tidy_organ(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年1月1日至2023年12月31日", 2023), ("2023 年 1 月 1 日 起 — 12 月 31 日", 2023), ("2023年1月1日～12月31日", 2023),
        ("2023年1月1日至11月30日", None), ("2023年2月1日至12月31日", None), ("", None),
    ],
)  # fmt: skip
def test_period(text: str, expected: int | None) -> None:
    """The period of a report is a whole year."""
    assert expected == metadata.period(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间：2024-01-22", dt.date(2024, 1, 22)), ("成文日期 2024年1月2日", dt.date(2024, 1, 2)), ("发布于2024/1/22", dt.date(2024, 1, 22)),
        ("更新时间：2024-13-01 日期：2024.2.3", dt.date(2024, 2, 3)), ("时间：2024-01-22 时间：2024-01-23", dt.date(2024, 1, 22)), ("2024-01-22", None),
    ],
)  # fmt: skip
def test_published(text: str, expected: dt.date | None) -> None:
    """A page was published on the first day there is that it names so."""
    assert expected == metadata.published(text)


@pytest.mark.parametrize(
    ("text", "organ", "expected"),
    [
        ("无。\n某县水利局\n2024年1月20日", None, ("某县水利局", dt.date(2024, 1, 20), "无。\n", "")),
        ("无。\n2023年1月2日\n某县水利局\n2024年1月20日\n【打印】", None, ("某县水利局", dt.date(2024, 1, 20), "无。\n2023年1月2日\n", "\n【打印】")),
        ("无。2024年1月20日", None, (None, dt.date(2024, 1, 20), "无。", "")),
        ("无。\x1e2024年1月20日", None, (None, dt.date(2024, 1, 20), "无。", "")),
        ("公布于2024年1月20日", None, None), ("无。\n某县水利局\n2024年2月30日", None, None),
        ("2024年1月20日", None, (None, dt.date(2024, 1, 20), "", "")),
        ("无。\n某县水利局\n二〇二四年十二月三十一日", None, ("某县水利局", dt.date(2024, 12, 31), "无。\n", "")),
        ("无。\n某县水利局 关闭", "某县水利局", ("某县水利局", None, "无。\n", " 关闭")),
        ("无。\n水利局", "某县水利局", ("水利局", None, "无。\n", "")), ("无。\n教育局", "某县水利局", None), ("无。\n某县水利局", None, None), ("", "某县水利局", None),
        ("无。\n清河市某县水利局", "某县水利局", None),
    ],
)  # fmt: skip
def test_signature(text: str, organ: str | None, expected: tuple[str | None, dt.date | None, str, str] | None) -> None:
    """A signature is the last date that nothing but a page's words follows, with the name before it, or the organ's name alone."""
    found = metadata.signature(text, organ)
    assert expected == (None if found is None else (found.organ, found.day, text[: found.start], text[found.end :]))


@pytest.mark.parametrize(("length", "is_found"), [(1_990, True), (1_991, False)])
def test_how_far_from_the_end(length: int, is_found: bool) -> None:
    """The date of a signature is looked for in the last two thousand characters."""
    text = f"无。\n2024年1月20日{' ' * length}"  # the date has ten characters
    assert is_found == (metadata.signature(text, None) is not None)


@pytest.mark.parametrize(("length", "is_found"), [(2, False), (3, True), (40, True), (41, False)])
def test_length_of_a_signer(length: int, is_found: bool) -> None:
    """The name of a signature has three to forty characters."""
    name = f"{'甲' * (length - 1)}局"
    found = metadata.signature(f"无。\n{name}\n2024年1月20日", None)
    assert found is not None
    assert (name if is_found else None) == found.organ
