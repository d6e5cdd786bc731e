"""What importers take and leave: thresholds at their borders, and which of several things of a kind is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai import forms, importers
from gongkai.forms.labels import normalize
from gongkai.importers.base import Expected
from gongkai.importers.core import boilerplate, draft, leftovers, preface, sections
from gongkai.importers.core.decoding import decode
from gongkai.importers.formats import html, report_json, text
from gongkai.importers.organ_match import by_file
from gongkai.returns import InputError, Params
from gongkai.returns.canonical import dumps, to_json
from tests.importers import own
from tests.importers.test_round_trip import AGENCY, consistent

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "根据《中华人民共和国政府信息公开条例》，现公布本机关的年度报告。"


@pytest.mark.parametrize(("data", "expected"), [(b"a" * 4_095 + b"\0", "utf-16"), (b"a" * 4_096 + b"\0b", "utf-8")])
def test_zero_bytes(data: bytes, expected: str) -> None:
    """A zero byte says UTF-16 if it is among the first 4,096."""
    assert expected == ("utf-8" if decode(data, "a.txt") == data.decode() else "utf-16")


@pytest.mark.parametrize("text", ["a", "中a", "Āaa", "aĀa", "a中中中", "中文ab", "ĀĀaaa", "aaĀ"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "gb18030", "utf-16", "utf-8-sig", "utf-32"])
def test_encodings(text: str, encoding: str) -> None:
    """Text in any of the encodings that editors write is read, with a mark of its byte order and without."""
    if encoding != "gb18030" or "Ā" not in text:
        assert text == decode(text.encode(encoding), "a.txt")


def test_undecided_zero_bytes() -> None:
    """As many zero bytes at odd places as at even ones are of little-endian text, which Windows writes."""
    assert "aĀ" == decode("aĀ".encode("utf-16-le"), "a.txt")


def test_no_known_encoding() -> None:
    """Bytes that are no text are refused with the name of the file and what to do."""
    with pytest.raises(InputError, match=r"a\.txt：不是UTF-8、GB18030或UTF-16编码的文字"):
        decode(b"\x81", "a.txt")


@pytest.mark.parametrize(("length", "expected"), [(1, "字"), (60, "字" * 60), (61, "字" * 60 + "…")])
def test_short(length: int, expected: str) -> None:
    """What was not taken is quoted on a line of 60 characters at most."""
    assert expected == leftovers.short("字" * length)


def test_fields_before_the_preface() -> None:
    """Fields of an information box are listed up to the preface, which is known by its first twenty characters."""
    head = f"索引号：甲一\n{WORDS[:19]}等\n发文字号：乙二\n{WORDS[:20]}等\n主题分类：丙三\n"
    assert ["索引号：甲一", "发文字号：乙二"] == [item.text for item in leftovers.before(head, WORDS)]
    assert ["索引号：甲一", "发文字号：乙二", "主题分类：丙三"] == [item.text for item in leftovers.before(head, "")]


@pytest.mark.parametrize(("length", "expected"), [(14, False), (15, True)])
def test_shortest_line_of_a_preface(length: int, expected: bool) -> None:
    """A sentence that begins like no preface is one if it has fifteen characters."""
    line = f"各位领导，{'好' * (length - 6)}。"
    assert expected == (preface.find(f"首页\n{line}\n") == line)


def test_opening_of_a_preface() -> None:
    """A preface begins at its opening words if their sentence is long enough and no title."""
    assert WORDS == preface.find(f"按照要求。某局2024年政府信息公开工作年度报告\n{WORDS}")
    assert WORDS == preface.find(f"2024年政府信息公开工作年度报告\n{WORDS}")


def test_last_title_of_findings() -> None:
    """A report may have a line that says 核对结果; the findings of a draft begin at the last."""
    report = "一、总体情况\n核对结果\n本年核对了两次。"
    assert (report, True) == draft.strip(f"{report}\n核对结果\nR1（错误）", marked=True)
    assert (report, True) == draft.strip(f"{report}\n核对结果\nR1（错误）", marked=False)
    assert (report, False) == draft.strip(report, marked=False)


@pytest.mark.parametrize("year", [2023, 2025])
def test_report_json_of_another_year(tmp_path: Path, year: int) -> None:
    """A report of an earlier or a later year than the expected one is refused."""
    path = tmp_path / "report.json"
    path.write_text(dumps(to_json(consistent(1, 2024), {})), "utf-8")
    with pytest.raises(InputError, match=f"文件是2024年的，与 --year {year} 不符"):
        report_json.IMPORTER.read(path, Expected(AGENCY, year))
    assert 2024 == report_json.IMPORTER.read(path, Expected(AGENCY, 2024)).record.year


@pytest.mark.parametrize(("length", "is_wrapped"), [(20, True), (79, True), (80, True), (81, False), (200, False)])
def test_wrapped_lines(tmp_path: Path, length: int, is_wrapped: bool) -> None:
    """A text was broken into lines if most of them end within a sentence and are no longer than lines are made."""
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["字" * length] * 9), "utf-8")
    assert is_wrapped == bool(text.read(path).wrapped)


def test_words_in_a_figure_of_a_page() -> None:
    """Captions of pictures and what stands for a picture are not read; the words beside them are."""
    page = f"<p>{WORDS}{WORDS}</p><figure><p>图边文字</p><p role=button>按键文字</p>"
    page += "<div role=img>图的替代</div><figcaption>图的题名</figcaption></figure>"
    said = str(html.from_bytes(f"<html>{page}</html>".encode(), "a.html").blocks)
    assert [True, True, False, False] == [words in said for words in ("图边文字", "按键文字", "图的替代", "图的题名")]


def test_button_after_a_word() -> None:
    """What would be a row of buttons is none right behind a word, however long it is."""
    for number in range(1, 60):
        button = f"打印{' ' * number}关闭"
        assert "" == boilerplate.without_buttons(button)
        assert f"加强打印{' ' * number}关闭".removesuffix("关闭").rstrip() == boilerplate.without_buttons(
            f"加强{button}"
        )


def test_name_that_is_certain(tmp_path: Path) -> None:
    """Of the names in a file's name those count that mean one organ, if there is any."""
    for id_, name in (("jyj", "东山县教育局"), ("sjyj", "清河市教育局"), ("zhen", "东山县大河镇人民政府")):
        (tmp_path / id_).mkdir()
        (tmp_path / id_ / "agency.yaml").write_text(f"name: {name}\nlevel: department\n", "utf-8")
    params = Params(tmp_path)
    assert ["jyj", "sjyj"] == by_file("教育局.docx", params)
    assert ["zhen"] == by_file("教育局-大河镇人民政府.docx", params)


@pytest.mark.parametrize(("old", "new", "kind", "said"), [
    ("（一）予以公开\t", "（一）予以公开\t1.5\t", "invalid", "应当是非负整数"),
    ("（一）予以公开\t", "（一）予以公开\t-2\t", "invalid", "应当是非负整数"),
    ("（一）予以公开\t", "（九）另行告知\t8\t8\t8\t8\t8\t8\t8\n（一）予以公开\t", "extra", "没有“（九）另行告知”这一行"),
])  # fmt: skip
def test_rows_of_a_text(tmp_path: Path, old: str, new: str, kind: str, said: str) -> None:
    """A number that no cell may have, and a row that the form has not, are issues of a table in a text."""
    made = own.text(consistent(1, 2024), "\t")
    assert 1 == made.count(old)
    if kind == "invalid":
        first = made.partition(old)[2].partition("\t")[0]
        old = f"{old}{first}\t"
    path = tmp_path / "a.txt"
    path.write_text(made.replace(old, new), "utf-8")
    found = importers.read(path, agency=AGENCY, year=2024).record.issues
    assert [True] == [said in (issue.message or "") for issue in found if issue.kind == kind]


@pytest.mark.parametrize(("digits", "message"), [
    ("1234", "“行政规范性文件”后的数字连在一起，有3种读法，没有读入；请核对原文后填写。"),
    ("12", "“行政规范性文件”后应有3个数，原文是“12”，分不清各是哪一格，没有读入；请核对原文后填写。"),
])  # fmt: skip
def test_digits_that_do_not_fit(tmp_path: Path, digits: str, message: str) -> None:
    """Digits of several cells in one word are reported: in how many ways they can be read, or that they are too few."""
    path = tmp_path / "a.txt"
    path.write_text(
        "某局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数"
        f"规章000行政规范性文件{digits}第二十条第（五）项信息内容本年处理决定数量行政许可5",
        "utf-8",
    )
    found = importers.read(path, agency=AGENCY, year=2021).record.issues
    assert [message] == [issue.message for issue in found if issue.kind == "ambiguous"]


@pytest.mark.parametrize("other", ["总体情况\n导航", "见一总体情况部分", "正文见一 总体情况。"])
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("numbered", ["一、总体情况", "报告如下一、总体情况全年公开信息"])
def test_title_that_is_surer(other: str, numbered: str, is_first: bool) -> None:
    """A title with its number and mark is surer than a line or words that only have its words, wherever they are."""
    begin = [other, numbered] if is_first else [numbered, other]
    said = "\n".join(["某局报告", *begin, "二、主动公开政府信息情况", "表", "三、收到和处理政府信息公开申请情况", "表"])
    found = sections.titles(normalize(said), forms.edition("2021"))
    assert ["overview", "disclosure", "requests"] == [title.id for title in found]
    assert "一、总体情况" == found[0].raw


@pytest.mark.parametrize(("length", "is_seen"), [(2_987, True), (2_988, False)])
def test_text_before_the_article(length: int, is_seen: bool) -> None:
    """Of what a page prints before the report the last three thousand characters say when it was published."""
    report = "".join(f"<p>{section.title}</p><p>{WORDS}</p>" for section in forms.edition("2021").sections)
    page = f"<body><p>很早的话</p><p>日期：2024-01-22{'字' * length}</p><div>{report}</div></body>"
    found = html.from_bytes(f"<html>{page}</html>".encode(), "a.html")
    assert (True, is_seen, False) == (found.head.endswith("字"), "日期：2024-01-22" in found.head, "很早" in found.head)
