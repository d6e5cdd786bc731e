"""Reports in a form of before 2019: by what they are known, and what is kept of them."""

from __future__ import annotations

import pickle

import pytest

from gongkai.importers.core.legacy_forms import LegacyFormError, refuse
from gongkai.importers.core.parsed_report import DelimitedText, ParsedReport
from gongkai.importers.core.sections import Title

OLD = ("一、概述", "二、主动公开政府信息的情况")


def refused(
    titles: tuple[str, ...], year: int | None = None, *known: Title, end: str = "。\n"
) -> LegacyFormError | None:
    """The error for a report with these titles, and with titles that are of the present form."""
    text = "".join(f"{title}\n正文{number}{end}" for number, title in enumerate(titles))
    try:
        refuse(ParsedReport("a.txt", (DelimitedText(text),)), text, year, list(known))
    except LegacyFormError as error:
        return error
    return None


def title(id_: str, *, exact: bool) -> Title:
    return Title(id_, 0, 6, "一、总体情况", exact, 1.0)


@pytest.mark.parametrize(
    ("titles", "is_old"),
    [
        (OLD, True),
        ((OLD[0], "二、附表"), True),
        ((OLD[0], "二、复议和诉讼情况", "三、附表"), True),
        ((OLD[0], "二、依申请公开政府信息办理情况"), True),
        ((OLD[0], "二、收费和减免情况"), True),
        ((OLD[0], "二、复议、提起行政诉讼情况"), True),
        ((OLD[0],), False),
        ((OLD[0], "二、工作概述"), False),
        ((OLD[0], "二、机构设置"), False),
        ((), False),
    ],
)
def test_titles(titles, is_old):
    """Two different titles of the old forms show an old report where no year says what it is."""
    assert is_old == (refused(titles) is not None)


@pytest.mark.parametrize(
    ("known", "is_old"),
    [
        (("overview", True), False),
        (("requests", True), False),
        (("disclosure", True), True),
        (("overview", False), True),
    ],
)
def test_titles_of_the_present_form(known, is_old):
    """A report with an exact title that only the present form has is none of the old ones."""
    assert is_old == (refused(OLD, None, title(known[0], exact=known[1])) is not None)


@pytest.mark.parametrize(("year", "is_old"), [(2016, True), (2018, True), (2019, False), (2024, False)])
@pytest.mark.parametrize("titles", [OLD, ()])
def test_year(titles, year, is_old):
    """Where the year is known it decides alone."""
    found = refused(titles, year)
    assert is_old == (found is not None)
    if found is not None:
        assert year == found.year
        assert f"a.txt：{year}年的报告用的是2019年以前的表式" in str(found)


@pytest.mark.parametrize("end", ["。\n", "。", "\x1e"])
def test_texts(end):
    """The texts are kept: what precedes the first title as the preface, the rest under its own headings."""
    found = refused(("前言文字", *OLD), end=end) if end == "。\n" else refused(OLD, end=end)
    assert found is not None
    stop = "。" if end != "\x1e" else ""
    first = 1 if end == "。\n" else 0
    assert (
        f"## 一、概述\n\n正文{first}{stop}\n\n## 二、主动公开政府信息的情况\n\n正文{first + 1}{stop}"
        == found.sections.overview
    )
    assert ("前言文字\n\n正文0。" if first else None) == found.sections.preface
    assert "a.txt：这份报告用的是2019年以前的表式" in str(found)


def test_process():
    """The error goes from a process to another with all its parts."""
    found = refused(OLD, 2016)
    assert found is not None
    back = pickle.loads(pickle.dumps(found))
    assert (str(found), found.sections, 2016) == (str(back), back.sections, back.year)


@pytest.mark.parametrize(("length", "is_title"), [(1, False), (2, True), (40, True), (41, False)])
def test_length_of_a_title(length, is_title):
    """A title has two to forty characters behind its number."""
    text = f"一、概述\n正文。\n二、{'甲' * length}\n"
    with pytest.raises(LegacyFormError) as caught:
        refuse(ParsedReport("a.txt", (DelimitedText(text),)), text, 2016, [])
    assert is_title == ("\n\n## 二、甲" in (caught.value.sections.overview or ""))
