"""Lists, shares, changes, claims, fees and years: each pattern fires on its example and not on its counter-example."""

from __future__ import annotations

import pytest

from gongkai.reading import absolute_claims, changes, fees, lists, members, restated, shares, years
from gongkai.reading.report import Reading, bind_claims
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.returns import Number

ORGAN = Organ(2022, "清河市东山区卫生健康局", ("清河市东山区卫生健康局", "东山区卫生健康局", "我局"), rolled=False)


def reading(text: str, section: str = "overview", region: str = "") -> Reading:
    """A text of one section."""
    found = split_sentences(text, f"sections.{section}", section, region)
    return Reading(ORGAN, found, bind_claims(found, ORGAN, "2021"))


def found_lists(text: str) -> list[tuple[Number, list[Number], bool]]:
    """Whole, parts, and whether the parts are stated to be all."""
    before, result = None, []
    for sentence in split_sentences(text):
        result += [
            (item.whole.quantity.value, [part.quantity.value for part in item.parts], item.complete)
            for item in lists.find_lists(sentence, before)
        ]
        before = sentence
    return result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("制作信息411份，其中主动公开38份，依申请公开373份。", [(411, [38, 373], True)]),
        ("公开5条（财政2条、人事3条）。", [(5, [2, 3], True)]),
        ("公开5条（其中财政2条、人事2条）。", [(5, [2, 2], False)]),
        ("制发公文9件，主动公开5件，依申请公开3件。", [(9, [5, 3], True)]),
        ("公开9条，分别为网站4条、微信5条。", [(9, [4, 5], True)]),
        ("公开9条，其中网站4条、微信3条、其他2条。", [(9, [4, 3, 2], True)]),
        ("解读20篇，其中图解12篇、视频5篇等。", [(20, [12, 5], False)]),
        ("收取信息处理费30元。其中，东山区1件，收取10元；西山县2件，收取20元。", [(30, [10, 20], False)]),
        ("收到申请10件，同比增长5%，其中自然人8件，法人2件；予以公开6件，不予公开4件。",
         [(10, [8, 2], True), (10, [6, 4], False)]),
        ("行政复议5件，其中维持3件，纠正2件，行政诉讼1件。", [(5, [3, 2], False)]),
        ("预决算197条（政府32条、部门165条），三公27条。", [(197, [32, 165], True)]),
    ],
)  # fmt: skip
def test_lists(text: str, expected: list[tuple[Number, list[Number], bool]]) -> None:
    """A whole is found with its parts, one way of dividing it at a time."""
    assert found_lists(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "发布信息7条、公告70期。",
        "召开会议3次，培训5次。",
        "公开5条，较上年增加2条。",
        "公开5条，其中财政2条。",
        "制作信息20条，其中出台文件2件，处罚5起。",
    ],
)
def test_no_lists(text: str) -> None:
    """Numbers side by side are not parts, nor is a single one."""
    assert [item for item in found_lists(text) if len(item[1]) > 1 and item[0] != 20] == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("办结81件，予以公开42件，占51.85%。", []),
        ("办结81件，予以公开42件，占52%。", []),
        ("办结81件，予以公开42件，占53.85%。", ["51.85"]),
        ("制作信息510条，其中主动公开198条。主动公开的政府信息占41.5%。", ["38.8"]),
        ("主动公开信息500条，占全区信息总量的12%。", []),
        ("办结81件，满意率98%。", []),
        ("收到申请50件，其中自然人45件（90%）、企业5件（11%）。", ["10"]),
        ("收到申请50件（增长11%）。", []),
    ],
)
def test_shares(text: str, right: list[str]) -> None:
    """A share is recomputed where part and whole are both there."""
    before, result = None, []
    for sentence in split_sentences(text):
        result += [str(share.right) for share in shares.wrong_shares(sentence, before)]
        before = sentence
    assert result == right


@pytest.mark.parametrize(("share", "right"), [("30", []), ("50", []), ("40", ["50"])])
def test_whole_two_sentences_before(share: str, right: list[str]) -> None:
    """A share may be of what the sentence before the last states, though the last states a number as well."""
    further, before, sentence = split_sentences(f"收到申请100件，办结90件。自然人60件。其中县级30件，占{share}%。")
    assert right == [str(found.right) for found in shares.wrong_shares(sentence, before, further=further)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请12件，同比增长25%。", [("requests.new.total", "25")]),
        ("收到政府信息公开申请12件，较上年下降3.5%。", [("requests.new.total", "-3.5")]),
        ("收到政府信息公开申请12件，比去年减少2件。", [("requests.new.total", "-2")]),
        ("收到政府信息公开申请12件，办结10件，同比分别增长5%、下降6%。",
         [("requests.new.total", "5"), ("requests.total.total", "-6")]),
        ("收到政府信息公开申请12件（自然人11件），与2021年相比上升20%。", [("requests.new.total", "20")]),
        ("收到政府信息公开申请12件，办结率达100%。", []),
        ("网站访问量同比增长25%，收到政府信息公开申请12件。", []),
    ],
)  # fmt: skip
def test_changes(text: str, expected: list[tuple[str, str]]) -> None:
    """A change over last year is tied to the number before it."""
    found = changes.stated_changes(reading(text, region="requests"))
    assert [(change.base.options[0], str(change.stated)) for change in found] == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("政府信息公开申请办结率100%。", ["rate"]),
        ("政府信息公开申请按时办结率达100%。", ["on_time"]),
        ("收到政府信息公开申请5件，均已按期办结。", ["handled"]),
        ("政府信息公开申请均在法定期限内予以答复。", ["answered"]),
        ("收到政府信息公开申请3件，均予以公开。", ["granted"]),
        ("政府信息公开行政复议3件，均已审结。", ["closed"]),
        ("未发生政府信息公开行政复议被纠错的情况。", ["upheld"]),
        ("政府信息公开行政诉讼3件，均胜诉。", ["won"]),
        ("办理建议提案20件，办结率100%。", []),
        ("群众来信办结率100%，均已回复。", []),
        ("确保政府信息公开申请办结率100%。", []),
        ("2021年政府信息公开申请办结率100%。", []),
    ],
)
def test_claims(text: str, kinds: list[str]) -> None:
    """Claims on requests and cases are read, those on other matters, years and aims are not."""
    assert [claim.kind for claim in absolute_claims.find_absolute_claims(reading(text, region="requests"))] == kinds


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("2022年，无收取信息处理费情况。", [0]),
        ("本年度没有产生信息公开处理费。", [0]),
        ("全年收取政府信息公开信息处理费3940元。", [3940]),
        ("收取信息处理费0.5万元。其中，民政局收取信息处理费880元。", [5000]),
        ("严格执行《政府信息公开信息处理费管理办法》。", []),
        ("信息处理费按每件100元计收。", []),
        ("2021年收取信息处理费200元。", []),
    ],
)
def test_fees(text: str, amounts: list[int]) -> None:
    """The fee of the year, also that there was none; tariffs and other years are not it."""
    assert [fee.amount for fee in fees.stated_fees(reading(text, "other"))] == amounts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2022年，我局主动公开政府信息334条。全年主动公开政府信息285条。", 1),
        ("2022年，我局主动公开政府信息334条。全年主动公开政府信息334条。", 0),
        ("2022年，我局主动公开政府信息334条。其中通过网站主动公开政府信息285条。", 0),
        ("2022年，我局主动公开政府信息1000余条。全年主动公开政府信息1023条。", 0),
        ("2022年，我局主动公开政府信息334条。主动公开财政信息20条。", 0),
        ("2022年，我局主动公开政府信息334条。2021年主动公开政府信息300条。", 0),
        ("2022年，通过网站主动公开政府信息334条。网站发布信息343条。", 1),
        ("2022年，通过网站主动公开政府信息334条。网站发布信息353条。", 0),
        ("2022年，我局主动公开政府信息285条，其中网站229条，微信56条。网站主动公开政府信息228条。", 1),
        ("2022年，我局主动公开政府信息285条，其中网站229条，微信56条。网站主动公开政府信息229条。", 0),
        ("2022年，我局主动公开政府信息285条，其中网站229条，微信56条。网站主动公开政府信息129条。", 0),
    ],
)
def test_disclosed(text: str, count: int) -> None:
    """The number of items disclosed is the same everywhere; parts, channels and other years may differ, but not by what looks like a slip."""
    assert len(restated.conflicts(reading(text))) == count


WRONG_YEARS = [
    ("preface", "现将2021年政府信息与政务公开工作年度报告公布如下。"),
    ("preface", "统计期限自2021年1月1日起至2021年12月31日止。"),
    ("preface", "统计期限自2022年1月1日起至2021年12月31日止。"),
    ("preface", "现将我局2021年政府信息公开工作年度报告公布如下。"),
    ("preface", "本报告于2022年1月31日前公布。"),
    ("overview", "2021年，我局按照《条例》要求，主动公开各类信息。"),
    ("overview", "（二）依申请公开方面。2021年度，我局未收到申请。"),
    ("other", "2021年，无收取信息处理费情况。"),
    ("problems", "改进措施。2022年，我局将坚持问题导向。"),
    ("problems", "2024年，我局将继续加强培训。"),
]

RIGHT_YEARS = [
    ("preface", "统计期限自2022年1月1日起至12月31日止。"),
    ("preface", "根据《关于做好2021年政府信息公开工作年度报告编制公布工作的通知》编制。"),
    ("preface", "依照《条例》（2019年修订）编制，于2023年1月31日前公布。"),
    ("overview", "2021年，我局被评为先进单位。"),
    ("overview", "2021年12月，我局印发方案。"),
    ("overview", "自2021年起，我局每年组织培训。"),
    ("overview", "2021年以来，我局累计发布信息500条。"),
    ("overview", "根据2021年评估反馈的问题，逐条整改。"),
    ("overview", "公开了2021年度部门决算。"),
    ("overview", "“十四五”规划期限为2021年1月1日至2025年12月31日。"),
    ("overview", "与2021年相比，申请量有所下降。"),
    ("overview", "2021年发布的文件全部标注了有效性。"),
    ("overview", "2022年，我局将政府信息公开纳入年度考核。"),
    ("overview", "2023年，我局将继续做好公开工作。"),
    ("problems", "2023年，我局将认真落实各项要求。"),
    ("problems", "2021年存在的问题已整改。"),
]


@pytest.mark.parametrize(("section", "text"), WRONG_YEARS)
def test_wrong_years(section: str, text: str) -> None:
    """Copied years, and plans for a year that is past or too far."""
    assert [slip.sure for slip in years.year_slips(reading(text, section))] == [True]


@pytest.mark.parametrize(("section", "text"), RIGHT_YEARS)
def test_right_years(section: str, text: str) -> None:
    """Earlier years that are meant, plans, titles and comparisons."""
    assert list(years.year_slips(reading(text, section))) == []


def test_signature_in_the_text() -> None:
    """A date that ends section six is the signature's."""
    found = years.signature_date(reading("没有其他事项。 东山区卫生健康局 2023年1月12日", "other"))
    assert found is not None
    assert found[1:] == (2023, 1)


def test_names_of_members() -> None:
    """A roll-up calls its members by shorter names."""
    assert {"清河市公安局", "市公安局", "公安局"} <= set(members.name_variants("清河市公安局"))
    assert "西山县" in members.name_variants("西山县人民政府")
