"""How much of what a file brings is quoted, listed and looked at: each bound at its border."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai.forms import Column
from gongkai.forms.table_match import StrangeRow
from gongkai.importers import marks, organ, waivers
from gongkai.importers.core import grids, leftovers, legacy_forms
from gongkai.importers.core.digit_segmentation import segmentations
from gongkai.importers.core.legacy_forms import LegacyFormError
from gongkai.importers.core.parsed_report import ParsedReport, PositionedCell
from gongkai.returns import InputError, Params, Waiver
from gongkai.returns.members import Correction
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("length", "is_whole"), [(60, True), (61, False)])
def test_reasons(length: int, is_whole: bool) -> None:
    """Reasons of waivers and corrections are quoted up to sixty characters."""
    reason = "由" * length
    record = consistent(1, 2024).model_copy(
        update={
            "waivers": (Waiver(rule="R1", cells=("requests.new",), reason=reason, by="甲", date=dt.date(2024, 1, 1)),),
            "corrections": (
                Correction(
                    cell="requests.new.total", was=None, value=1, reason=reason, by="乙", date=dt.date(2024, 1, 1)
                ),
            ),
        }
    )
    quoted = f"“{reason}”" if is_whole else f"“{reason[:60]}…”"
    messages = [issue.message or "" for issue in waivers.own_only(record).issues]
    assert [True, True] == [quoted in message for message in messages]
    assert messages[0].startswith("文件里对规则R1（requests.new）的认可没有读入")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ a }}", "“{{ a }}”，"),
        ("{{ a }}{{ b }}{{ c }}", "“{{ a }}”、“{{ b }}”、“{{ c }}”，"),
        ("{{ a }}{{ b }}{{ c }}{{ a }}", "“{{ a }}”、“{{ b }}”、“{{ c }}”，"),
        ("{{ a }}{{ b }}{{ c }}{{ d }}", "“{{ a }}”、“{{ b }}”、“{{ c }}”等4处，"),
        ("{{%s}}" % ("甲" * 36), "“{{%s}}”，" % ("甲" * 36)),
        ("{{%s}}" % ("甲" * 37), "“{{%s}…”，" % ("甲" * 37)),
        ("{{%s}}" % ("甲" * 300), "“{{%s…”，" % ("甲" * 38)),
    ],
)
def test_marks_that_are_named(text: str, said: str) -> None:
    """Up to three different marks of a text are named, of each up to forty characters, and how many there are."""
    record = consistent(1, 2024).model_copy(update={"signature": text})
    (issue,) = [issue for issue in marks.shield(record).issues if issue.path == "signature"]
    assert f"里有{said}这里不填数" in (issue.message or "")


@pytest.mark.parametrize(("length", "end"), [(300, "甲}}"), (301, "{{")])
def test_end_of_a_mark(length: int, end: str) -> None:
    """The end of a mark is looked for within three hundred characters; without one its beginning is the mark."""
    (mark,) = marks.found("{{" + "甲" * length + "}}")
    assert mark.endswith(end)


def organs(folder: Path, number: int) -> Params:
    """A folder of so many bureaus of the same kind."""
    for at in range(number):
        (folder / f"o{at}").mkdir()
        name = f"{'甲乙丙丁'[at]}县教育局"
        (folder / f"o{at}" / "agency.yaml").write_text(f"name: {name}\nlevel: department\n", "utf-8")
    return Params(folder)


@pytest.mark.parametrize(
    ("number", "said"), [(2, "乙县教育局（o1）；"), (3, "丙县教育局（o2）；"), (4, "丙县教育局（o2）等4个机关；")]
)
def test_organs_that_may_be_meant(tmp_path: Path, number: int, said: str) -> None:
    """Up to three organs that may be meant are named, and how many there are."""
    with pytest.raises(InputError) as caught:
        organ.Organs("a.pdf", None, organs(tmp_path, number)).find("教育局")
    assert said in str(caught.value)


def test_folder_names() -> None:
    """A folder is called after its organ by up to sixty letters and digits, or 'organ' if it has none."""
    assert ["甲" * 60, "甲" * 60, "甲县1局", "organ"] == [
        organ.slug(name) for name in ("甲" * 60, "甲" * 61, "../甲县（1）·局 ", "（）")
    ]


@pytest.mark.parametrize(("lines", "expected"), [(39, 1), (40, 0)])
def test_lines_behind_a_report(lines: int, expected: int) -> None:
    """Behind the signature the first forty lines are looked at."""
    assert expected == len(list(leftovers.behind("\n" * lines + "抄送：某局")))


def test_fields_of_a_report() -> None:
    """Up to forty fields before a report are listed, each with its name without blanks."""
    found = list(leftovers.before("索 引 号：甲一\n" * 41, ""))
    assert (40, {"索引号：甲一"}) == (len(found), {item.text for item in found})


@pytest.mark.parametrize(("length", "is_cut"), [(1_993, True), (1_994, False)])
def test_imprint(length: int, is_cut: bool) -> None:
    """An imprint begins within the last two thousand characters."""
    text = f"正文。\n抄送：某局。\n{'字' * length}"
    assert (("正文。\n", text[4:]) if is_cut else (text, "")) == leftovers.cut_imprint(text)


@pytest.mark.parametrize(
    ("old", "is_refused"),
    [
        ("一、概述\n甲\n二、主动公开政府信息情况\n乙", True),
        ("一、概述\n甲\n二、附表\n乙", True),
        ("一、概述\n甲\n二、概述\n乙", False),
        ("一、概述\n甲", False),
    ],
)
def test_titles_of_older_forms(old: str, is_refused: bool) -> None:
    """Two different titles of the form of before 2019 show a report of that time, if no year says otherwise."""
    source = ParsedReport("a.txt", (old,))
    legacy_forms.refuse(source, old, 2019, [])
    legacy_forms.refuse(source, old, 2024, [])
    if is_refused:
        with pytest.raises(LegacyFormError, match=r"a\.txt：这份报告用的是2019年以前的表式"):
            legacy_forms.refuse(source, old, None, [])
    else:
        legacy_forms.refuse(source, old, None, [])
    with pytest.raises(LegacyFormError, match="2018年的报告") as caught:
        legacy_forms.refuse(source, old, 2018, [])
    assert 2018 == caught.value.year


@pytest.mark.parametrize(("length", "is_read"), [(24, True), (25, False)])
def test_longest_run_of_digits(length: int, is_read: bool) -> None:
    """Numbers have up to twelve digits on average: a longer run is not a row."""
    row = [Column(id=id_, label="", unit="件", kind="integer") for id_ in "ab"]
    found, is_complete = segmentations(["1" * length], row, (1, 1))
    assert (is_read, is_read) == (found != [], is_complete)


@pytest.mark.parametrize(("number", "quoted"), [(7, 7), (8, 8), (9, 8)])
def test_numbers_of_a_strange_row(number: int, quoted: int) -> None:
    """Of a row that the form does not have up to eight numbers are quoted, and up to two hundred characters in all."""
    cells = (None, *(PositionedCell(f" {n} ", n) for n in range(number)))
    issue = grids._strange("requests", StrangeRow("（九）另行告知", cells))
    assert ("extra", " ".join(["（九）另行告知", *map(str, range(quoted))])) == (issue.kind, issue.raw)
    long = grids._strange("requests", StrangeRow("字" * 300, cells))
    assert "字" * 200 == long.raw


def test_imprint_alone() -> None:
    """A section may have nothing but an imprint."""
    assert ("", "抄送：某局") == leftovers.cut_imprint("抄送：某局")
