"""Every wording is bound to its cells, and similar wording is left alone."""

from __future__ import annotations

import pytest

from gongkai.reading.report import bind_claims
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.returns import Number

DEPARTMENT = Organ(2022, "清河市东山区应急管理局", ("清河市东山区应急管理局", "东山区应急管理局", "我局"), rolled=False)
CITY = Organ(2022, "清河市人民政府", ("清河市人民政府", "清河市", "我市"), rolled=True)

NEW, IN, OUT, DONE = (f"requests.{row}.total" for row in ("new", "carried_in", "carried_out", "total"))
BOTH = f"{NEW}+{IN}"
FU, SU = "disputes.reconsideration", "disputes.litigation"
DOC, REG = "disclosure.normative_documents", "disclosure.regulations"


def read(text: str, region: str = "", organ: Organ = DEPARTMENT, edition: str = "2021") -> list[tuple[Number, str]]:
    """Value and likeliest quantity of each claim."""
    found = bind_claims(split_sentences(text, "sections.overview", "overview", region), organ, edition)
    return [(claim.value, claim.options[0]) for claim in found]


def kind(name: str) -> str:
    """All applicants together."""
    return f"requests.{name}.total"


REQUESTS = [
    ("2022年，我局新收政府信息公开申请74件，上年结转1件。", [(74, NEW), (1, IN)]),
    ("全年共收到政府信息公开申请１２件，按期答复12件。", [(12, NEW), (12, DONE)]),
    ("本年度受理依申请公开十二件，已全部办结。", [(12, NEW), (12, DONE)]),
    ("我局接到信息公开申请3 件，办结3 件。", [(3, NEW), (3, DONE)]),
    ("共接收公民、法人和其他组织提出的政府信息公开申请一百零五件。", [(105, NEW)]),
    ("2022年共收到申请公开政府信息的申请8件，回复8件。", [(8, NEW), (8, DONE)]),
    ("全年收到依申请公开事项21件，其中自然人20件，法人或其他组织1件。",
     [(21, NEW), (20, "requests.new.natural"), (1, "requests.new.organizations")]),
    ("收到政府信息公开申请75件（含上年结转1件），办结75件。", [(75, BOTH), (1, IN), (75, DONE)]),
    ("共办理政府信息公开申请75件，其中上年结转1件、本年新收74件。", [(75, BOTH), (1, IN), (74, NEW)]),
    ("2021年结转申请2件，2022年新收政府信息公开申请9件，结转2023年办理1件。", [(2, IN), (9, NEW), (1, OUT)]),
    ("全年收到政府信息公开申请5件，答复4件，1件顺延至下年度办理。", [(5, NEW), (4, DONE), (1, OUT)]),
    ("收到政府信息公开申请5件，已办结4件，尚在办理中1件。", [(5, NEW), (4, DONE), (1, OUT)]),
    ("收到信息公开申请10件，予以公开3件，部分公开2件，不予公开1件，无法提供3件，不予处理1件。",
     [(10, NEW), (3, kind("granted")), (2, kind("partial")), (1, kind("refused")), (3, kind("unavailable")),
      (1, kind("unprocessed"))]),
    ("收到政府信息公开申请6件。其中，同意公开4件，信息不存在2件。", [(6, NEW), (4, kind("granted")), (2, kind("unavailable_1"))]),
    ("收到政府信息公开申请6件，其中3件予以公开，2件因信息不存在无法提供，1件不予公开。",
     [(6, NEW), (3, kind("granted")), (2, kind("unavailable_1")), (1, kind("refused"))]),
    ("受理政府信息公开申请9件，均已答复，其中予以公开、部分公开各2件，属于行政查询事项5件。",
     [(9, NEW), (9, DONE), (2, kind("granted")), (2, kind("partial")), (5, kind("refused_8"))]),
    ("收到、办结政府信息公开申请分别为75件、74件。", [(75, NEW), (74, DONE)]),
    ("收到政府信息公开申请三万余条。", [(30000, NEW)]),
    ("政府信息公开申请方面，本年共收到7件，办结7件。", [(7, NEW), (7, DONE)]),
    ("依申请公开办理情况：收到申请4件，其中重复申请1件、信访举报投诉类申请1件。",
     [(4, NEW), (1, kind("unprocessed_2")), (1, kind("unprocessed_1"))]),
    ("收到政府信息公开申请4件，来自商业企业2件，法律服务机构1件，自然人1件。",
     [(4, NEW), (2, "requests.new.business"), (1, "requests.new.legal_service"), (1, "requests.new.natural")]),
    ("收到政府信息公开申请4件，其中申请人逾期不补正1件，没有现成信息需要另行制作2件。",
     [(4, NEW), (1, kind("other_1")), (2, kind("unavailable_2"))]),
    ("2022年度，我局未收到政府信息公开申请。", [(0, NEW)]),
    ("本年度未受理依申请公开事项，无结转下年度办理的申请。", [(0, NEW), (0, OUT)]),
    ("全年没有收到公民申请公开政府信息的情况。", [(0, NEW)]),
    ("全年依申请公开为零。", [(0, NEW)]),
    ("全年收到政府信息公开申请\n5件，答复\n5件。", [(5, NEW), (5, DONE)]),
]  # fmt: skip

LEFT_ALONE = [
    "办结一件申请、解决一个问题。",
    "申请人可在五个工作日内收到答复。",
    "2021年收到政府信息公开申请30件。",
    "去年收到政府信息公开申请30件。",
    "上半年收到政府信息公开申请30件。",
    "近三年共收到政府信息公开申请300件。",
    "自2019年以来收到政府信息公开申请300件。",
    "其中网络申请60件，信函申请15件。",
    "受理行政许可申请300件，办结300件。",
    "申请户外广告设置许可证783条、申请竣工验收备案16条。",
    "申请排水许可证15条、申请临时用地备案6条。",
    "制作政府信息510条，其中主动公开198条，依申请公开142条，不予公开137条。",
    "主动公开信息100条，依申请公开20条，不予公开5条。",
    "接收处置群众来信、来电、来访、网络投诉等信访投诉事项1908件，处置率达100%。",
    "收到群众留言30件，答复30件。",
    "办理人大代表建议12件、政协委员提案8件，全部办结并答复。",
    "受理涉及征地拆迁的政府信息公开申请20件。",
    "如未收到答复，可以申请行政复议。",
    "目前未收到该申请人提交的补正，结转下年度办理。",
    "没有应公开而不予公开的情况。",
    "修订《政府信息公开申请办理规范》等3份文件。",
    "申请人撤回申请2件。",
    "发布政策解读20件，公开典型案例5件。",
    "无超期答复的政府信息公开申请。",
]

DISPUTES = [
    ("因政府信息公开引起的行政复议2件、行政诉讼7件。", [(2, f"{FU}.total"), (7, f"{SU}.total")]),
    ("全年发生政府信息公开行政复议案件3件，其中结果维持2件，结果纠正1件；行政诉讼1件，尚未审结1件。",
     [(3, f"{FU}.total"), (2, f"{FU}.upheld"), (1, f"{FU}.corrected"), (1, f"{SU}.total"), (1, f"{SU}.pending")]),
    ("因信息公开被申请行政复议3件，被提起行政诉讼1件。", [(3, f"{FU}.total"), (1, f"{SU}.total")]),
    ("政府信息公开行政复议、行政诉讼各1件。", [(1, f"{FU}.total"), (1, f"{SU}.total")]),
    ("涉及政府信息公开的行政复议和行政诉讼案件分别为3件、2件。", [(3, f"{FU}.total"), (2, f"{SU}.total")]),
    ("政府信息公开行政复议、行政诉讼案件共5件。", [(5, f"{FU}.total+{SU}.total")]),
    ("因政府信息公开未经复议直接起诉2件，复议后起诉1件。",
     [(2, "disputes.litigation_direct.total"), (1, "disputes.litigation_after_reconsideration.total")]),
    ("没有因政府信息公开被申请行政复议、提起行政诉讼。", [(0, f"{FU}.total"), (0, f"{SU}.total")]),
    ("全年未发生政府信息公开行政复议和行政诉讼案件。", [(0, f"{FU}.total"), (0, f"{SU}.total")]),
    ("没有出现因依申请公开而引起的行政复议或诉讼事件。", [(0, f"{FU}.total"), (0, f"{SU}.total")]),
    ("年内无一例政府信息公开行政复议、诉讼发生。", [(0, f"{FU}.total"), (0, f"{SU}.total")]),
    ("未收到政府信息公开申请、行政复议和行政诉讼。", [(0, NEW), (0, f"{FU}.total"), (0, f"{SU}.total")]),
    ("政府信息公开行政复议、行政诉讼均为0。", [(0, f"{FU}.total"), (0, f"{SU}.total")]),
    ("我局收到2件政府信息公开行政复议。", [(2, f"{FU}.total")]),
    ("无政府信息公开行政复议，行政诉讼1件。", [(0, f"{FU}.total"), (1, f"{SU}.total")]),
]  # fmt: skip

DISPUTES_ALONE = [
    "2021年因政府信息公开被申请行政复议3件。",
    "未发生因政府信息公开引起的行政复议败诉案件。",
    "政府信息公开行政复议维持率100%。",
    "组织行政复议案件旁听3次。",
    "截至上半年，政府信息公开行政复议2件。",
]

DOCUMENTS = [
    ("全年制发行政规范性文件8件，废止26件，现行有效66件。",
     [(8, f"{DOC}.made"), (26, f"{DOC}.repealed"), (66, f"{DOC}.in_force")]),
    ("出台规章1件、行政规范性文件3件。", [(1, f"{REG}.made"), (3, f"{DOC}.made")]),
    ("集中公开现行有效行政规范性文件698件。", [(698, f"{DOC}.in_force")]),
    ("宣布失效行政规范性文件5件。", [(5, f"{DOC}.repealed")]),
    ("作出行政处罚决定305起，行政许可决定12件。",
     [(305, "disclosure.penalty.decisions"), (12, "disclosure.licensing.decisions")]),
    ("行政规范性文件：本年制发件数3件，本年废止件数0件，现行有效件数3件。",
     [(3, f"{DOC}.made"), (0, f"{DOC}.repealed"), (3, f"{DOC}.in_force")]),
]  # fmt: skip

DOCUMENTS_ALONE = [
    "新增公开市政府及市政府办政策性文件11件。",
    "印发政策文件20件。",
    "审查规范性文件30件。",
    "完成规范性文件备案12件。",
    "修订规章制度3件。",
    "公示行政处罚决定信息200条。",
    "公开行政许可决定书30份。",
    "2021年制发行政规范性文件5件。",
    "解读行政规范性文件6件。",
]


@pytest.mark.parametrize(("text", "expected"), REQUESTS)
def test_requests(text: str, expected: list[tuple[Number, str]]) -> None:
    """Numbers of requests are bound to table 3."""
    assert read(text, "requests") == expected


@pytest.mark.parametrize("text", LEFT_ALONE)
@pytest.mark.parametrize("region", ["", "requests", "disclosure"])
def test_no_requests(text: str, region: str) -> None:
    """Numbers of other years, parts, means, subjects and other applications are left alone."""
    assert read(text, region) == []


@pytest.mark.parametrize(("text", "expected"), DISPUTES)
def test_disputes(text: str, expected: list[tuple[Number, str]]) -> None:
    """Numbers of cases are bound to table 4."""
    assert read(text) == expected


@pytest.mark.parametrize("text", DISPUTES_ALONE)
def test_no_disputes(text: str) -> None:
    """Other cases are left alone."""
    assert read(text) == []


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_documents(text: str, expected: list[tuple[Number, str]]) -> None:
    """Numbers of documents and decisions are bound to table 2."""
    assert read(text) == expected


@pytest.mark.parametrize("text", DOCUMENTS_ALONE)
def test_no_documents(text: str) -> None:
    """政策性文件, 规章制度 and what was reviewed, shown or made in other years are other things."""
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "市本级收到政府信息公开申请100件，办结98件。",
        "市公安局收到政府信息公开申请30件。",
        "其中，东山区30件、西山县20件。",
        "有5个部门未收到政府信息公开申请。",
        "沙河镇未收到政府信息公开申请。",
    ],
)
def test_parts_of_a_roll_up(text: str) -> None:
    """In a roll-up the number of one level, organ or place is not that of the whole."""
    assert read(text, "requests", CITY) == []


def test_whole_of_a_roll_up() -> None:
    """全市 returns to the whole after a part was named."""
    text = "市公安局收到申请30件。全市收到政府信息公开申请100件（东山区30件、西山县70件），其中自然人99件。"
    assert read(text, "requests", CITY) == [(100, NEW), (99, "requests.new.natural")]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("我局收到政府信息公开申请5件。", "certain"),
        ("全区卫健系统收到政府信息公开申请5件。", "likely"),
        ("截至2022年12月31日，收到政府信息公开申请5件。", "likely"),
        ("收到政府信息公开申请近5件。", "likely"),
        ("政府信息公开申请共5件。", "likely"),
    ],
)
def test_certainty(text: str, sure: str) -> None:
    """Only a number that covers exactly the organ and the year is certain."""
    found = bind_claims(split_sentences(text, "sections.overview", "overview", ""), DEPARTMENT, "2021")
    assert [claim.sure for claim in found] == [sure]
