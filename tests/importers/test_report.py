"""What is recognised in a report: organ, year, edition, sections, labels, signature, texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai import prose
from gongkai.forms import level_of
from gongkai.importers.core import metadata, preface, texts
from gongkai.importers.core.assemble import assemble
from gongkai.importers.core.legacy_forms import LegacyFormError
from gongkai.importers.formats import html, text
from gongkai.importers.organ import Organs, slug
from gongkai.returns import Agency, InputError, Issue
from tests.importers import own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from gongkai.returns import Return

AGENCY = Agency(id="lab-ju", name="某市某区试验局", level="department")


def read(given: str, year: int | None = None) -> Return:
    """A text as a return."""
    return assemble(text.from_text(given, "report.txt"), lambda _: AGENCY, year).record


def issues(record: Return, *kinds: str) -> list[tuple[str, str, str | None, str | None]]:
    """Kind, path, text and expected text of a return's issues."""
    return [(i.kind, i.path, i.raw, i.expected) for i in record.issues if i.kind in kinds]


def test_titles_and_labels_as_printed() -> None:
    """Variants of punctuation and white space are no issue."""
    given = own.text(consistent(1, 2024), "\t").replace("、", "，").replace("1.", "1．").replace("（一）", "(一)")

    assert () == read(given).issues


def test_mislabelled() -> None:
    """Labels and titles that differ are read with an issue that gives both."""
    record = consistent(1, 2024)
    given = own.text(record, "\t")
    for old, new in (("本年废止件数", "本年废纸件数"), ("2.重复申请", "2.重复的申请"), ("改进情况", "改进措施")):
        given = given.replace(old, new)

    found = read(given)

    assert record.cells == found.cells
    assert [
        ("mislabelled", "sections.problems", "五、存在的主要问题及改进措施", "五、存在的主要问题及改进情况"),
        ("mislabelled", "disclosure", "本年废纸件数", "本年废止件数"),
        ("mislabelled", "requests.unprocessed_2", "2.重复的申请", "2.重复申请"),
    ] == issues(found, "mislabelled")


def test_absent_row() -> None:
    """A row that is not there is absent, its cells missing; the others keep theirs."""
    record = consistent(1, 2024)
    lines = [line for line in own.text(record, "\t").split("\n") if "5.属于三类内部事务信息" not in line]

    found = read("\n".join(lines))

    assert [("absent", "requests.refused_5", None, None)] == issues(found, "absent", "mislabelled", "ambiguous")
    wanted = record.cells | {path: None for path in record.cells if path.startswith("requests.refused_5.")}
    assert wanted == found.cells


def test_absent_section_and_table() -> None:
    """A section and its table that are not there are named."""
    given = own.text(consistent(1, 2024), "\t")
    cut = given[: given.index("四、政府信息公开")] + given[given.index("五、存在") :]

    assert [("absent", "sections.disputes", None, None), ("absent", "disputes", None, None)] == issues(
        read(cut), "absent"
    )


def test_other_edition() -> None:
    """A report in the form of other years is read in its year's form; what has no place keeps its text."""
    record = consistent(1, 2020)

    found = read(own.text(record, "\t").replace("2020年", "2024年"))

    assert found.form_used == "2019"
    assert found.cells["requests.new.total"] == record.cells["requests.new.total"]
    assert found.cells["disclosure.regulations.made"] is None
    assert found.cells["requests.other_1.total"] is None
    assert {"disclosure", "requests.other"} == {issue.path for issue in found.issues if issue.kind == "form"}
    assert "disclosure.procurement" in {issue.path for issue in found.issues if issue.kind == "extra"}
    assert {"requests.other_1", "requests.other_2", "requests.other_3"} <= {
        i.path for i in found.issues if i.kind == "absent"
    }


def test_mixture_of_editions() -> None:
    """Table 3 with the single row （六） in a report of 2021 is a mixture: form 2021 with a row without a place."""
    old, new = own.text(consistent(1, 2020), "\t"), own.text(consistent(1, 2021), "\t")
    middle = old[old.index("三、收到") : old.index("四、政府信息公开")]
    given = new[: new.index("三、收到")] + middle + new[new.index("四、政府信息公开") :]

    found = read(given)

    assert found.form_used is None
    assert ["requests.other"] == [issue.path for issue in found.issues if issue.kind == "form"]


@pytest.mark.parametrize("mark", ["", "/", "-", "—", "　"])
def test_blank(mark: str) -> None:
    """Empty cells and marks for nothing are blank, never 0."""
    record = consistent(1, 2024)
    row = "\t（七）总计" + "".join(
        f"\t{record.cells[f'requests.total.{c.id}']}" for c in record.edition.tables["requests"].rows[0].columns
    )
    given = own.text(record, "\t")
    assert row in given

    found = read(given.replace(row, "\t（七）总计" + f"\t{mark}" * 7))

    assert [("blank", "requests.total")] == [(i.kind, i.path) for i in found.issues]
    assert {None} == {found.cells[p] for p in found.cells if p.startswith("requests.total.")}


def test_word_in_a_cell() -> None:
    """A word in place of a number is reported and not read."""
    given = own.text(consistent(1, 2024), "\t")
    line = next(item for item in given.split("\n") if "1.属于国家秘密" in item)

    found = read(given.replace(line, line[: line.rindex("\t")] + "\t不详"))

    assert found.cells["requests.refused_1.total"] is None
    assert [("invalid", "requests.refused_1.total")] == [(i.kind, i.path) for i in found.issues if i.kind == "invalid"]


def test_several_readings() -> None:
    """Digits that can be cut in several ways are reported with all of them."""
    given = "某局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件1234第二十条第（五）项信息内容本年处理决定数量行政许可5"

    found = read(given)

    assert [((1, 2, 34), (1, 23, 4), (12, 3, 4))] == [i.candidates for i in found.issues if i.kind == "ambiguous"]
    assert found.cells["disclosure.normative_documents.made"] is None
    assert found.cells["disclosure.licensing.decisions"] == 5


OLD = """某县林业局2016年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制本报告。
一、概述
本年度工作有序开展。
二、主动公开政府信息情况
主动公开3条。
三、依申请公开政府信息情况
没有收到申请。
四、政府信息公开收费及减免情况
没有收费。
附表
"""


@pytest.mark.parametrize("given", [OLD, OLD.replace("2016年", "")])
def test_older_forms(given: str) -> None:
    """A report of before 2019 is refused with a sentence, and its texts are kept."""
    with pytest.raises(LegacyFormError, match="2019年以前的表式") as error:
        read(given)

    assert "本年度工作有序开展" in str(error.value.sections.overview)


def test_no_year() -> None:
    """Without a year in the title the call must give it."""
    given = own.text(consistent(1, 2024), "\t").replace("2024年", "")

    with pytest.raises(InputError, match="--year"):
        read(given)
    assert read(given, 2024).year == 2024


@pytest.mark.parametrize(
    ("head", "organ", "year"),
    [
        ("某县水利局2023年政府信息公开工作年度报告", "某县水利局", 2023),
        ("某县水利局\n2023 年政府信息公开工作年度报告", "某县水利局", 2023),
        ("某县水利局二〇二三年度政府信息公开工作年度报告", "某县水利局", 2023),
        ("某县水利局关于2023年度政府信息公开年度报告", "某县水利局", 2023),
        ("某县水利局政府信息公开工作年度报告（2023年）", "某县水利局", 2023),
        ("当前位置：首页 政府信息公开年报 某县水利局2023年政府信息公开工作年度报告", "某县水利局", 2023),
        ("某县水利局政府信息公开工作年度报告\n本报告统计期限为2023年1月1日至12月31日", "某县水利局", 2023),
    ],
)
def test_organ_and_year(head: str, organ: str, year: int) -> None:
    """Organ and year are found in the titles that offices write."""
    found = metadata.recognise(head)

    assert (organ, year) == (found.organ, found.year)


@pytest.mark.parametrize(
    ("end", "organ", "day"),
    [
        ("没有。\n某县水利局\n2024年1月20日", "某县水利局", dt.date(2024, 1, 20)),
        ("没有。某县水利局2024年1月20日 附件下载", "某县水利局", dt.date(2024, 1, 20)),
        ("没有。\n某县水利局\n二〇二四年一月二十日", "某县水利局", dt.date(2024, 1, 20)),
        ("没有。\n2024年1月20日", None, dt.date(2024, 1, 20)),
        ("没有。\n某县水利局", "某县水利局", None),
    ],
)
def test_signature(end: str, organ: str | None, day: dt.date | None) -> None:
    """The signature is separated from the last section's text."""
    found = metadata.signature(end, "某县水利局")

    assert found is not None
    assert (organ, day, "没有。") == (found.organ, found.day, end[: found.start].strip())


def test_no_signature() -> None:
    """A date inside the last sentence is no signature."""
    assert metadata.signature("报告已于2024年1月20日公布，没有其他事项。", "某县水利局") is None


def test_published() -> None:
    """The publication date is taken from the top of a page."""
    assert metadata.published("来源：办公室 发布时间：2024-01-22 10:00 浏览：5") == dt.date(2024, 1, 22)
    assert metadata.published("发布日期: 2024年13月40日") is None


def test_preface() -> None:
    """The preface begins after the boilerplate of the page."""
    head = "当前位置： 首页政务公开 某局2021年政府信息公开工作年度报告 来源： 时间：2022-01-14 微信 微博 相关链接： 根据《条例》规定，特向社会公布本报告。"

    assert preface.find(head) == "根据《条例》规定，特向社会公布本报告。"
    assert preface.find("首页\n打印\n关闭") == ""


@pytest.mark.parametrize(
    ("name", "level", "sure"),
    [
        ("某县水利局", "department", True), ("某镇人民政府", "township", True), ("某某街道办事处", "township", True),
        ("某市某区人民政府", "county", True), ("某县人民政府", "county", True), ("某市人民政府办公室", "office", True),
        ("某市人民政府", "city", False), ("江苏省人民政府", "province", True), ("某新区", "county", False),
        ("某某联合体", "department", False),
    ],
)  # fmt: skip
def test_level(name: str, level: str, sure: bool) -> None:
    """The level is taken from the name where the name determines it."""
    assert (level, sure) == level_of(name)


def test_organ_from_its_name() -> None:
    """An organ that is not known gets a stable id and, where its level is doubtful, a note."""
    organs = Organs("a.txt", None, None)

    assert organs.find("某某联合体") == Agency(id="某某联合体", name="某某联合体", level="department")
    assert [("note", "agency.level")] == [(issue.kind, issue.path) for issue in organs.issues]
    assert slug("../某局 /etc") == "某局etc"
    with pytest.raises(InputError, match="--agency"):
        organs.find(None)


def test_another_organs_report() -> None:
    """A report of another organ than the given one is noted."""
    organs = Organs("a.txt", AGENCY, None)

    assert organs.find("某县水利局") == AGENCY
    assert ["agency.name"] == [issue.path for issue in organs.issues]


def test_no_paragraph_begins_with_a_mark() -> None:
    """A mark after a line break ends the heading before it, or goes on with the paragraph."""
    given = "（一）加强领导\n。坚持每季度听取一次汇报。\n（二）健全制度\n全年修订制度3项\n，公开2项。\n（三）其他\n。"
    found = "### （一）加强领导\n\n坚持每季度听取一次汇报。\n\n### （二）健全制度\n\n全年修订制度3项，公开2项。\n\n### （三）其他"
    assert found == texts.markdown(given)


@pytest.mark.parametrize("mark", "，；！？")
@pytest.mark.parametrize("start", ["根据条例规定", "（一）主动公开政府信息3条"])
def test_no_heading_before_the_rest_of_its_sentence(start: str, mark: str) -> None:
    """A short line that goes on with a comma on the next one is no heading, and no mark of it is lost."""
    assert f"{start}{mark}其中网站和公众号各公开一部分。" == texts.markdown(
        f"{start}\n{mark}其中网站和公众号各公开一部分。"
    )


def test_headings() -> None:
    """Numbered headings are found in lines of their own, in sentences, and in text that has run together."""
    lines = texts.markdown("开头。\n（一）主动公开情况\n公开了3条。\n（二）监督保障。严格考核。")
    together = texts.markdown("开头。（一）主动公开方面公开了3条。（二）监督保障。严格考核。")

    assert lines == "开头。\n\n### （一）主动公开情况\n\n公开了3条。\n\n### （二）监督保障\n\n严格考核。"
    assert together == "开头。\n\n### （一）主动公开方面\n\n公开了3条。\n\n### （二）监督保障\n\n严格考核。"


def test_comments_that_word_leaves() -> None:
    """Conditional comments of Word, copied with the text, are no part of it."""
    given = own.text(consistent(1, 2024), "\t").replace(
        "本机关依法", "<!--[if !supportLists]-->本机关<!--[endif]-->依法"
    )

    assert "本机关依法公开政府信息，方便公众查询和监督。" == read(given).sections.other


@pytest.mark.parametrize("heading", ["存在的主要问题", "改进措施", "平台建设", "主要问题和不足"])
@pytest.mark.parametrize(
    "sentence", ["一是栏目还少。", "2024年全县公开了3条。", "从全年看，栏目还少。", "下一步将补充图解。"]
)
def test_heading_that_ran_into_its_text(heading: str, sentence: str) -> None:
    """A heading ends with a noun of its kind where a sentence begins."""
    assert f"### （一）{heading}\n\n{sentence}" == texts.markdown(f"（一）{heading}{sentence}")


def test_no_heading() -> None:
    """References to items of a law are no headings."""
    given = "依照第二十条第（一）项和第（二）项公开。"

    assert texts.markdown(given) == given


def test_wrapped_lines() -> None:
    """Lines broken at a width are joined, paragraphs kept."""
    given = "一二三四五六七八九十一二三四五六七八九十\n一二三四五六七八九十。\n一二三四五六七八九十一二三四五六七八九十\n二二。"

    assert texts.markdown(given, wrapped=40) == given.replace("十\n", "十").replace("\n", "\n\n")


@pytest.mark.parametrize(
    "given",
    ["{{ year }}年", "{% if a %}", "{# 注 #}", "{{{", "*星*_下_`码`", "1.第一", "# 井", "- 横", "<b>", "[a](b)"],
)
def test_text_is_printed_as_it_stands(given: str) -> None:
    """Nothing in an imported text is a placeholder or Markdown."""
    record = consistent(1, 2024)
    shielded = texts.markdown(given)
    sections = record.sections.model_copy(update={"other": shielded})

    published = prose.render_texts(record.model_copy(update={"sections": sections}))

    assert given == published.text("other")


def test_page_with_furniture() -> None:
    """The article is found among navigation, and tables inside layout tables are read."""
    record = consistent(4, 2024)
    rows = []
    parts = [f"<h1>{record.title}</h1><p>发布时间：2025-01-20 09:00</p><p>本报告根据条例编制，公布如下。</p>"]
    for section in record.edition.sections:
        parts.append(f"<p>{section.title}</p>")
        if section.table:
            rows = [
                "".join(
                    f"<td rowspan={cell.row_span} colspan={cell.column_span}><p>{cell.text or record.cells[cell.path]}</p></td>"
                    for cell in row
                )
                for row in record.edition.tables[section.table].grid.rows
            ]
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append("<p>依法公开，方便群众。</p>")
    page = (
        "<html><head><title>某网</title></head><body><nav>首页 政务公开</nav><table><tr><td>左栏<br>总体情况</td><td>"
        f"<table><tr><td>{''.join(parts)}</td></tr></table></td></tr></table><footer>版权所有</footer></body></html>"
    )

    found = assemble(html.from_bytes(page.encode(), "a.html"), lambda _: AGENCY).record

    assert record.cells == found.cells
    assert () == found.issues
    assert dt.date(2025, 1, 20) == found.published
    assert "版权" not in found.model_dump_json()
    assert found.sections.other == "依法公开，方便群众。"


def test_meta_of_pages() -> None:
    """Government sites name title and date in the head of a page."""
    body = own.text(consistent(1, 2024), "\t").split("\n", 1)[1].replace("\n", "<br>")
    page = (
        "<html><head><meta name='ArticleTitle' content='某县水利局2024年政府信息公开工作年度报告'>"
        f"<meta name='PubDate' content='2025-01-21 08:30'></head><body><div>{body}</div></body></html>"
    )
    names: list[str | None] = []

    def organ(name: str | None) -> Agency:
        names.append(name)
        return AGENCY

    found = assemble(html.from_bytes(page.encode(), "a.html"), organ).record

    assert (["某县水利局"], 2024, dt.date(2025, 1, 21)) == (names, found.year, found.published)


def test_issue_model() -> None:
    """Every issue survives the canonical form."""
    record = read(own.text(consistent(1, 2024), "\t").replace("2.重复申请", "2.重复的申请"))

    assert [Issue.model_validate(issue.model_dump()) for issue in record.issues] == list(record.issues)


@pytest.mark.parametrize("mark", ["。", "：", " 。"])
def test_no_paragraph_begins_with_the_mark_that_ended_its_heading(mark):
    """A heading that was run into its text takes along the mark between the two."""
    text = f"（一）主动公开情况{mark}坚持公开为常态，全年公开政府信息3条，及时回应群众关切的各种问题，受到好评。"
    (heading, paragraph) = (texts.markdown(text) or "").split("\n\n")
    assert ("### （一）主动公开情况", "坚持公开为常态") == (heading, paragraph[:7])
