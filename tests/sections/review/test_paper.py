"""The working paper: what needs a decision first, findings at their sentences and cells, last year beside them."""

from __future__ import annotations

import bs4
import pytest

from gongkai import rules
from gongkai.document.blocks import Heading, Note, Paragraph, Table, plain
from gongkai.returns import Waiver
from gongkai.sections.review import Review
from tests.samples import record
from tests.sections.review import made


@pytest.fixture(scope="module")
def page() -> bs4.BeautifulSoup:
    """The working paper of a return with mistakes."""
    return bs4.BeautifulSoup(made.html(made.paper()), "lxml")


def number_of(page: bs4.BeautifulSoup, rule: str) -> str:
    """The number of the first finding of a rule."""
    note = next(note for note in page.select(".note") if note.strong.text.startswith(f"{rule}（"))
    return str(note["id"]).removeprefix("finding-")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [("R12", "本年收到政府信息公开申请9件。"), ("R29", "联系人王某，手机号码13812345678，负责日常工作。")],
)
def test_sentence_and_finding_are_linked_both_ways(page: bs4.BeautifulSoup, rule: str, sentence: str) -> None:
    """The sentence that a finding is about, and no other, is marked, links to the finding, and the finding to it."""
    number = number_of(page, rule)
    marks = [mark for mark in page.select("mark") if (ref := mark.find_next_sibling("a")) and ref.text == number]
    assert [sentence] == [mark.text for mark in marks]
    assert f"#finding-{number}" == marks[0].find_next_sibling("a")["href"]
    assert f"#{marks[0]['id']}" in [link["href"] for link in page.select(f"#finding-{number} .refs a")]


def test_every_link_leads_somewhere(page: bs4.BeautifulSoup) -> None:
    """Links within the working paper have targets, and ids are unique."""
    ids = [tag["id"] for tag in page.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    assert set() == {a["href"][1:] for a in page.select("a[href^='#']")} - set(ids)


def test_decisions_are_the_unwaived_findings_most_severe_first() -> None:
    """The list at the top names each finding that nobody has accepted; what was accepted is folded."""
    given = made.this_year()
    first = Review(given, made.last_year(), ())
    wrong = next(finding for finding in first.found if finding.rule == "R29")
    waiver = Waiver.model_validate(
        {**rules.proposal([wrong], given, made.last_year()), "reason": "示例", "by": "某人", "date": "2025-01-02"}
    )
    accepted = Review(given.model_copy(update={"waivers": (waiver,)}), made.last_year(), ())
    for review, is_accepted in ((first, False), (accepted, True)):
        listed = next(block for block in review.summary().blocks if isinstance(block, Table))
        levels = [plain(row[1].content) for row in listed.rows[1:]]
        assert sorted(levels, key=list(rules.LEVELS.values()).index) == levels
        assert is_accepted == (not any("R29" in plain(row[2].content) for row in listed.rows))
        folded = [plain(b.content) for b in review.findings().blocks if isinstance(b, Heading) and b.folded]
        assert is_accepted == ("已认可的问题（1处）" in folded)


def test_waiver_can_be_copied(page: bs4.BeautifulSoup) -> None:
    """Each finding that may be accepted holds the waiver for it, with room for reason, name and date."""
    text = page.select_one(f"#finding-{number_of(page, 'R12')} details code").text
    assert "  - rule: R12" in text.splitlines()
    assert ["    reason:", "    by:", "    date:"] == text.splitlines()[-3:]


def test_repeated_sentences_are_beside_last_years(page: bs4.BeautifulSoup) -> None:
    """Where a text repeats last year's, the sentences stand side by side, what differs in bold."""
    folds = [fold for fold in page.select("details.fold") if "与2023年重复的句子" in fold.summary.text]
    rows = [[cell.text for cell in row.select("td")] for row in folds[0].select("tbody tr")]
    first = made.PLATFORM.partition("；")[0] + "；"
    assert [first, first.replace("12", "11")] in rows
    assert {"2", "1"} == {strong.text for strong in folds[0].select("tbody strong")}
    assert made.PROBLEMS.partition("。")[0] in folds[1].text


def test_tables_are_beside_last_years(page: bs4.BeautifulSoup) -> None:
    """Each statutory table is followed by itself beside last year's, folded."""
    folds = [fold.summary.text for fold in page.select("details.fold")]
    assert 3 == len([title for title in folds if title.startswith("与2023年对照：")])


def test_missing_table_is_one_finding() -> None:
    """A table that is not filled in is one finding, one reason why rules were not checked, and one row of blanks."""
    cells = {path: None for path in record().cells if path.startswith("requests.")}
    given = made.this_year()
    review = Review(given.model_copy(update={"cells": {**given.cells, **cells}}), made.last_year(), ())
    about = [group for group in review.failed if any(cell.startswith("requests") for cell in group[0].cells)]
    assert ["R27"] == [group[0].rule for group in about]
    (table,) = [b for b in review.findings().blocks if isinstance(b, Table) and b.caption == "没有核对的内容和原因"]
    reasons = [plain(row[0].content) for row in table.rows]
    assert 1 == reasons.count("表三“收到和处理政府信息公开申请情况”还没有填")
    rows = next(block for block in review.blanks().blocks if isinstance(block, Table)).rows
    assert ["收到和处理政府信息公开申请情况", "整表", "还没有填", ""] == [plain(cell.content) for cell in rows[1]]
    assert 2 == len(rows)


def test_blank_rows_of_a_table_are_one_finding() -> None:
    """Rows of one table that are not filled in are decided on together, and one waiver accepts them all."""
    blank = {f"requests__refused_{n}__{column}": None for n in (1, 2, 3) for column in ("natural", "total")}
    review = made.paper(**blank)
    (group,) = [group for group in review.failed if group[0].rule == "R32"]
    assert 3 == len(group)
    (note,) = [b for b in review.findings().blocks if isinstance(b, Note) and b.title.startswith("R32")]
    assert "等3处。" in note.text()
    assert note.folded is not None
    assert 6 == note.folded[1].count("requests.refused_")


def test_text_with_a_wrong_placeholder() -> None:
    """A text that cannot be filled in is said so where it would be; the tables are there all the same."""
    given = made.this_year().model_copy(update={"sections": made.texts("{{ facts.nothing }}")})
    review = Review(given, None, ())
    said = [block.text() for block in review.section("overview").blocks if isinstance(block, Paragraph)]
    assert "文字里有占位符无法填写，见“核对结果”。" in said
    assert any(isinstance(block, Table) for block in review.section("requests").blocks)


def test_hostile_text_stays_text() -> None:
    """Markup in a text is shown as it was written, also in a marked sentence."""
    text = "<script>alert(1)</script>本年收到政府信息公开申请9件<img src=x>。"
    given = made.this_year()
    overview = tuple(
        item.model_copy(update={"text": text}) if item.id == "requests" else item for item in given.sections.overview
    )
    sections = given.sections.model_copy(update={"overview": overview})
    found = bs4.BeautifulSoup(made.html(Review(given.model_copy(update={"sections": sections}), None, ())), "lxml")
    assert [] == found.select("script, article img")
    assert any("<img src=x>" in mark.text for mark in found.select("mark"))
