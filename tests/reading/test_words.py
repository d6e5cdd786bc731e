"""What is said in words, and numbers that are named in unusual places: each is bound to the quantity it is about."""

from __future__ import annotations

import pytest

from gongkai.forms import edition_for
from gongkai.reading.report import bind_claims
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.returns import Agency, Return, Sections, empty_cells
from gongkai.rules.base import Context
from gongkai.rules.compare import compare, read_report

ORGAN = Organ(2023, "清河县人民政府", ("清河县人民政府", "我县"), rolled=True)
NEW, IN, DONE, OUT = (f"requests.{row}.total" for row in ("new", "carried_in", "total", "carried_out"))
RECONSIDERATION, LITIGATION = (f"disputes.{row}.total" for row in ("reconsideration", "litigation"))


def claims(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The numbers of a text, each with what it may be."""
    found = bind_claims(split_sentences(text, "sections.overview", "overview"), ORGAN, "2021")
    return [(int(claim.value), claim.options) for claim in found]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("收到政府信息公开申请2件，均已答复。", DONE, 2),
        ("收到政府信息公开申请1件，已按期答复申请人。", DONE, 1),
        ("收到政府信息公开申请3件，均在法定时限内办结。", DONE, 3),
        ("收到政府信息公开申请2件，申请人为自然人。", "requests.new.natural", 2),
        ("收到政府信息公开申请1件（自然人申请）。", "requests.new.natural", 1),
        ("收到政府信息公开申请1件，系自然人申请。", "requests.new.natural", 1),
        ("收到政府信息公开申请1件，申请人为商业企业。", "requests.new.business", 1),
        ("收到政府信息公开申请3件，均予以公开。", "requests.granted.total", 3),
        ("收到政府信息公开申请1件，答复为不予公开。", "requests.refused.total", 1),
        ("收到政府信息公开申请3件，上年无结转。", IN, 0),
        ("依申请公开无跨年度结转件。", OUT, 0),
        ("收到政府信息公开申请3件，均在年内办结，无遗留。", OUT, 0),
        ("未作出行政强制决定。", "disclosure.coercion.decisions", 0),
        ("本年度未实施行政处罚和行政强制。", "disclosure.penalty.decisions", 0),
        ("未收取行政事业性收费。", "disclosure.fees.amount", 0),
        ("本年度无行政事业性收费项目。", "disclosure.fees.amount", 0),
        ("因信息公开引发的复议、诉讼均未发生。", RECONSIDERATION, 0),
        ("政府信息公开行政复议、行政诉讼情况均无。", LITIGATION, 0),
        ("无人因政府信息公开提起行政诉讼。", LITIGATION, 0),
        ("目前有效规范性文件8件。", "disclosure.normative_documents.in_force", 8),
        ("政府信息公开行政诉讼2件，均尚未审结。", "disputes.litigation.pending", 2),
        ("行政处罚12件。", "disclosure.penalty.decisions", 12),
        ("全年作出行政处罚12件、行政强制3件。", "disclosure.coercion.decisions", 3),
        ("保留规范性文件30件，废止2件。", "disclosure.normative_documents.in_force", 30),
        ("清理后继续有效的规范性文件30件。", "disclosure.normative_documents.in_force", 30),
        ("规章0件，规范性文件4件。", "disclosure.normative_documents.made", 4),
        ("全年接收信息公开申请共计12件次。", NEW, 12),
        ("答复政府信息公开申请12件，予以公开类5件。", "requests.granted.total", 5),
        ("收到政府信息公开申请5件，其中自然人3件、法人2件，均已按期答复。", DONE, 5),
        ("收到政府信息公开申请5件。严格履行程序，均已按时办结。", DONE, 5),
        ("收到政府信息公开申请5件，并已按期办结。", DONE, 5),
        ("收到政府信息公开申请5件，件件按时办结。", DONE, 5),
        ("收到政府信息公开申请5件，均按规定办理。", DONE, 5),
        ("收到政府信息公开申请5件，均按照《条例》规定的程序、时限答复。", DONE, 5),
        ("收到政府信息公开申请5件，办结率、答复率均为100%。", DONE, 5),
        ("收到政府信息公开申请5件，同意公开率100%。", "requests.granted.total", 5),
        ("收到政府信息公开申请5件，均为本机关不掌握相关政府信息。", "requests.unavailable_1.total", 5),
        ("收到政府信息公开申请5件，办结5件，答复类型为“予以公开”。", "requests.granted.total", 5),
        ("收到政府信息公开申请1件，申请人尚未补正，结转下年度办理。", OUT, 1),
        ("未出现不予公开情形。", "requests.refused.total", 0),
        ("收到政府信息公开申请8件，告知已主动公开3件，不予公开2件。", "requests.granted.total", 3),
        ("办结政府信息公开申请8件，其中公开3件，不公开5件。", "requests.refused.total", 5),
        ("办结政府信息公开申请8件，3件告知获取方式和途径。", "requests.granted.total", 3),
        ("（二）全年共收到网上申请9件，邮寄申请3件，合计12件，上年结转2件。", IN, 2),
        ("政府信息公开行政复议2件，结果维持。", "disputes.reconsideration.upheld", 2),
        ("政府信息公开行政复议2件，结果维持；行政诉讼1件，结果纠正。", "disputes.litigation.corrected", 1),
        ("政府信息公开行政诉讼2件，均为未经复议直接起诉。", "disputes.litigation_direct.total", 2),
        ("政府信息公开行政诉讼2件，正在审理。", "disputes.litigation.pending", 2),
        ("申请人均未提出政府信息公开行政复议。", RECONSIDERATION, 0),
        ("政府信息公开行政复议、行政诉讼方面，本年度未发生。", LITIGATION, 0),
        ("没有因政府信息公开引起的行政复议，行政诉讼。", LITIGATION, 0),
        ("政府信息公开诉讼情况为“0”。", LITIGATION, 0),
        ("作出行政许可、行政处罚决定分别为12件、3件。", "disclosure.penalty.decisions", 3),
        ("行政许可、行政处罚、行政强制均为0件。", "disclosure.penalty.decisions", 0),
        ("本年度及历年均无行政事业性收费。", "disclosure.fees.amount", 0),
        ("以县政府名义制发规范性文件4件。", "disclosure.normative_documents.made", 4),
    ],
)
def test_bound(text: str, name: str, value: int) -> None:
    """The quantity is among those that the number, or the words, may be about."""
    assert [number for number, names in claims(text) if name in names] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "全县公示行政处罚12件。",
        "上年度结转的申请已于1月答复。",
        "收到政府信息公开申请5件，已答复3件。",
        "解读规范性文件4件。",
        "未采取任何收费措施。",
        "收到政府信息公开申请5件，及时答复群众咨询。",
        "收到政府信息公开申请5件。网站留言均已按时答复。",
        "收到政府信息公开申请5件，未办结的结转下年度办理。",
        "收到政府信息公开申请5件，不予公开的，说明理由。",
        "收到政府信息公开申请5件，无法提供的，告知申请人。",
        "收到政府信息公开申请5件，没有以不予公开为由拒绝。",
        "收到政府信息公开申请5件，没有滥用不予公开。",
    ],
)
def test_bound_to_nothing_else(text: str) -> None:
    """Words that look alike are about no cell, or only about what they name."""
    names = {name for _, options in claims(text) for name in options}
    assert names <= {NEW, DONE, f"{NEW}+{IN}"}


@pytest.mark.parametrize("text", ["对25件政府信息公开申请收取信息处理费2950元。", "3件政府信息公开申请撤回。"])
def test_requests_of_which_something_else_is_said(text: str) -> None:
    """Requests for which a fee was taken, or that were withdrawn, are not all that were received."""
    assert [] == claims(text)


def test_each_case_with_what_became_of_it() -> None:
    """What is said of all after a semicolon is about the cases named after it only."""
    text = "政府信息公开行政复议2件，均维持；行政诉讼1件，均纠正。"
    said = {(value, names[0]) for value, names in claims(text) if not names[0].endswith(".total")}
    assert said == {(2, "disputes.reconsideration.upheld"), (1, "disputes.litigation.corrected")}


@pytest.mark.parametrize(
    ("upheld", "corrected", "expected"),
    [(2, 1, []), (3, 0, []), (0, 3, []), (1, 1, [("hint", 3, 2)]), (0, 0, [("hint", 3, 0)])],
)
def test_one_outcome_or_the_other(upheld: int, corrected: int, expected: list[tuple[str, int, int]]) -> None:
    """That all cases had one of two outcomes is wrong only if neither, nor both together, are as many."""
    edition = edition_for(2023)
    cells = {path: 0 for path in edition.cells if path.startswith("disputes.")}
    cells |= {"disputes.reconsideration.upheld": upheld, "disputes.reconsideration.corrected": corrected,
              "disputes.reconsideration.total": 3}  # fmt: skip
    record = Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023, cells=empty_cells(edition) | cells,
        sections=Sections(overview="政府信息公开行政复议3件，均维持或纠正。"),
    )  # fmt: skip
    found = compare(Context(record), read_report(Context(record)).claims)
    assert expected == [
        (item.level, item.values["left"], item.values["right"]) for item in found if item.outcome == "fail"
    ]


@pytest.mark.parametrize(
    ("cells", "outcomes"),
    [
        ({NEW: 5, IN: 0, DONE: 5, OUT: 0}, []),
        ({NEW: 5, IN: 2, DONE: 7, OUT: 0}, []),
        ({NEW: 5, IN: 0, DONE: 4, OUT: 1}, []),
        ({NEW: 5, IN: 0, DONE: 8, OUT: 0}, [("hint", 5, 8)]),
    ],
)
def test_all_answered(cells: dict[str, int], outcomes: list[tuple[str, int, int]]) -> None:
    """That all were answered agrees with what was carried in as well; another number is a hint."""
    record = Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023, cells=empty_cells(edition_for(2023)) | cells,
        sections=Sections(overview="收到政府信息公开申请5件，均已按时答复。"),
    )  # fmt: skip
    found = compare(Context(record), read_report(Context(record)).claims)
    assert [(item.level, item.values["left"], item.values["right"]) for item in found] == outcomes


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("政府信息公开行政诉讼2件，其中1件已判决维持，另1件已开庭，尚未审结。", "hint"),
        ("政府信息公开行政诉讼2件。其中1件撤诉，尚未审结。", None),
        ("政府信息公开行政诉讼2件，1件撤诉，正在审理。", "hint"),
        ("政府信息公开行政诉讼2件，尚未审结。", "error"),
    ],
)
def test_what_became_of_the_rest(text: str, level: str | None) -> None:
    """What is said after a part was counted may be about the rest of the cases: another number in the table is no error."""
    edition = edition_for(2023)
    direct = {
        f"disputes.litigation_direct.{name}": number for name, number in (("upheld", 1), ("pending", 1), ("total", 2))
    }
    cells = {path: 0 for path in edition.cells if path.startswith("disputes.")} | direct
    record = Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023,
        cells=empty_cells(edition) | cells, sections=Sections(overview=text),
    )  # fmt: skip
    found = [item for item in compare(Context(record), read_report(Context(record)).claims) if item.outcome == "fail"]
    assert [item.level for item in found] == ([] if level is None else [level])


def test_applicants_of_what_includes_the_carried_over() -> None:
    """Kinds of applicant of what was received with what was carried over are those of both, or of the new ones."""
    found = claims("收到政府信息公开申请12件（含上年结转2件），其中自然人8件、法人4件。")
    natural, organizations = (
        (f"requests.new.{kind}+requests.carried_in.{kind}", f"requests.new.{kind}")
        for kind in ("natural", "organizations")
    )
    assert [(12, (f"{NEW}+{IN}",)), (2, (IN,)), (8, natural), (4, organizations)] == found


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("收到政府信息公开申请5件，其中网络申请2件，由自然人提出。", "hint"),
        ("收到政府信息公开申请5件，较上年增加2件，全部为自然人提出。", "error"),
        ("收到政府信息公开申请5件，均为自然人提出。", "error"),
    ],
)
def test_who_applied_for_a_part(text: str, level: str) -> None:
    """What is said of applicants after a part was counted may be about that part; after a change it is about all."""
    edition = edition_for(2023)
    cells = {path: 0 for path in edition.cells if path.startswith("requests.")}
    cells |= {"requests.new.natural": 2, "requests.new.commercial": 3, "requests.new.total": 5}
    record = Return(
        agency=Agency(id="a", name="清河县人民政府", level="county"), year=2023,
        cells=empty_cells(edition) | cells, sections=Sections(overview=text),
    )  # fmt: skip
    found = [item for item in compare(Context(record), read_report(Context(record)).claims) if item.outcome == "fail"]
    assert [(level, 5, 2)] == [(item.level, item.values["left"], item.values["right"]) for item in found]
