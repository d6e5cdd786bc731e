"""The web page: structure, escaping, policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from urllib.parse import unquote

import bs4
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import display, frames, html  # noqa: F401 - display has blocks show themselves as HTML
from gongkai.document.blocks import (
    Cell,
    Code,
    Figure,
    Group,
    Heading,
    List,
    Note,
    Paragraph,
    Quote,
    Run,
    Signature,
    Table,
    Title,
    inline,
)
from gongkai.document.grid import read_span
from gongkai.document.html.table_layout import TableLayout
from gongkai.document.metadata import Document, Meta
from gongkai.forms import edition as edition_of
from tests.document.css import style_rules
from tests.document.hostile import TEXTS, hostile_document
from tests.document.sample import sample_document, statutory


def soup(*blocks, **meta):
    """The page of some blocks, parsed."""
    return bs4.BeautifulSoup(html.page(Document(meta=Meta(**{"title": "年报", **meta}), blocks=blocks)), "lxml")


def heading(text, level=1, anchor=None):
    """A heading of plain text."""
    return Heading(level=level, content=inline(text), anchor=anchor)


@pytest.fixture(scope="module", params=["2019", "2021"])
def sample(request):
    """The page of the sample with its findings, parsed."""
    return bs4.BeautifulSoup(html.page(sample_document(request.param, draft=True)), "lxml")


def test_page_is_deterministic():
    """The same document is the same page."""
    assert html.page(sample_document()) == html.page(sample_document())


def test_style_is_the_one_the_policy_allows():
    """The policy names the hash of the one style sheet, allows pictures in the page, and nothing else."""
    text = html.page(sample_document())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = bs4.BeautifulSoup(text, "lxml")
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    wanted = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    assert wanted == policy
    assert [] == page.select("script, [style], iframe, object, embed, form")


@pytest.mark.parametrize("widths", [(), (1.0, 3.0)])
@pytest.mark.parametrize("columns", [1, 2, 6])
def test_style_sheets_are_well_formed(columns, widths):
    """Every rule, media query and declaration parses, whatever the tables of the page are."""
    head = Cell(content=inline("甲"), header=True, scope="col", column_span=columns)
    rows = ((head,), tuple(Cell(content=inline("12345678")) for _ in range(columns)))
    block = Table(rows=rows, caption="表", header_rows=1, widths=widths)
    style = soup(block, *sample_document(draft=True).blocks).style.string
    assert len(list(style_rules(style))) > 100


def test_malformed_style_sheets_are_noticed():
    """The check finds a rule inside a media query without braces, an empty selector and half a declaration."""
    for css in ("@media (min-width:48rem).a@media print{.a{color:red}}", "{color:red}", ".a{color}", ".a{color:red}}"):
        with pytest.raises(ValueError, match=r"."):
            list(style_rules(css))


def test_nothing_is_loaded_from_elsewhere(sample):
    """Every address that a browser loads by itself is data within the page."""
    loaded = [tag[name] for name in ("src", "srcset", "poster", "data") for tag in sample.find_all(attrs={name: True})]
    loaded += [tag["href"] for tag in sample.find_all("link")]
    assert [] == [address for address in loaded if not address.startswith("data:")]
    style = sample.style.string
    assert "url(" not in style
    assert "@import" not in style


def test_landmarks_and_headings(sample):
    """One h1, one main part, a named table of contents, no skipped level."""
    assert [1, 1] == [len(sample("h1")), len(sample("main"))]
    assert ["本报告的其他格式", "目录"] == [nav["aria-label"] for nav in sample("nav")]
    levels = [int(tag.name[1]) for tag in sample(["h1", "h2", "h3", "h4", "h5"])]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_inside_the_page_leads_somewhere(sample):
    """Contents, skip link, notes and cells link to an id, and ids are unique."""
    ids = [tag["id"] for tag in sample.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = [tag["href"][1:] for tag in sample("a") if tag["href"].startswith("#")]
    assert set() == set(targets) - set(ids)


def test_contents_list_sections_and_subsections():
    """The table of contents has the first two levels."""
    page = soup(heading("一、甲", anchor="a"), heading("（一）乙", 2), heading("1.丙", 3), heading("二、丁"))
    links = [(link.text, link["href"]) for link in page.nav("a")]
    assert [("一、甲", "#a"), ("（一）乙", "#part-2"), ("二、丁", "#part-4")] == links


def test_skipped_levels_are_closed_up():
    """A heading two levels down is moved up to one."""
    page = soup(heading("甲"), heading("乙", 4))
    assert ["h1", "h2", "h3"] == [tag.name for tag in page(re.compile(r"^h\d$"))]


def test_title_comes_from_the_meta_data_when_no_block_gives_it():
    """A document without a title block is headed by its name; a second title is a heading."""
    assert "年报" == soup(Paragraph(content=inline("甲"))).h1.text
    page = soup(Title(content="甲\n乙"), Title(content="丙"))
    assert ["甲 乙", ["丙"]] == [page.h1.text, [tag.text for tag in page("h2")]]


def test_equal_anchors_get_ids_of_their_own():
    """Ids are unique on a page, whatever the anchors are."""
    page = soup(heading("甲", anchor="x y"), heading("乙", anchor="x y"), heading("丙", anchor="gk-main"))
    assert ["x-y", "x-y-2", "gk-main-2"] == [tag["id"] for tag in page("h2")]


def test_meta_data_of_government_sites():
    """Dublin Core and the content tags for government sites are present if the values are known."""
    page = soup(
        author="甲局", date="2021-01-20", keywords=("年报", "公开"), subject="年度报告", url="https://a.gov.cn/1"
    )
    found = {tag["name"]: tag["content"] for tag in page("meta", attrs={"name": True})}
    expected = {
        "ArticleTitle": "年报", "PubDate": "2021-01-20", "ContentSource": "甲局", "Keywords": "年报,公开",
        "Description": "年度报告", "Url": "https://a.gov.cn/1", "DC.title": "年报", "DC.creator": "甲局",
        "DC.date": "2021-01-20", "DC.language": "zh-CN", "DC.identifier": "https://a.gov.cn/1", "DC.subject": "年报;公开",
    }  # fmt: skip
    assert expected == {key: found[key] for key in expected}
    bare = {tag["name"] for tag in soup()("meta", attrs={"name": True})}
    assert not {"PubDate", "ContentSource", "Url", "DC.date"} & bare


def test_linked_data_cannot_end_its_element():
    """JSON-LD stands in the head as data, whatever its values are; without any there is no such element."""
    value = {"name": "</script><b>&\u2028", "list": [1, None]}
    (script,) = soup(linked=value, coverage="2020-01-01/2020-12-31", rights="CC-BY-4.0").select("script")
    assert ("application/ld+json", value) == (script["type"], json.loads(script.string))
    assert [] == soup()("script")


def test_cells_name_what_they_show():
    """A cell with a key has it as ``data-cell``; others have no such attribute."""
    rows = ((Cell(content=inline("3"), key="requests.new.total"), Cell(content=inline("4"))),)
    first, second = soup(Table(rows=rows, caption="表"))("td")
    assert ("requests.new.total", None) == (first["data-cell"], second.get("data-cell"))


def test_links_to_files_beside_the_page():
    """PDF, Word and data are linked; an address that is none of these is left out."""
    links = (("PDF", "报告 1.pdf"), ("数据", "data/report.json"), ("坏", "javascript:alert(1)"), ("坏", "//a.cn/x"))
    page = soup(links=links)
    hrefs = [a["href"] for a in page.select(".files a")]
    assert ["%E6%8A%A5%E5%91%8A%201.pdf", "data/report.json"] == hrefs


def test_draft_says_so():
    """A draft is called one at its top."""
    page = soup(draft=True)
    assert "草稿" == page.select_one(".draft-note strong").text
    assert None is soup().select_one(".draft-note")


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "//example.com", "\x01javascript:alert(1)", "https://a\nb"],
)  # fmt: skip
def test_links_of_other_kinds_are_text(href):
    """A run links to the web, mail, telephones and anchors only."""
    page = soup(Paragraph(content=(Run(text="字", href=href),)))
    assert [] == list(page.article("a"))
    assert "字" == page.article.p.text


def test_links_of_these_kinds_are_links():
    """Web, mail, telephone and anchor."""
    hrefs = ("https://a.cn/路?x=1&y=%E4", "http://a.cn", "mailto:a@b.cn", "tel:+86-517-1234", "#x y")
    page = soup(Paragraph(content=tuple(Run(text="字", href=href) for href in hrefs[:4])))
    assert ["https://a.cn/%E8%B7%AF?x=1&y=%E4", *hrefs[1:4]] == [a["href"] for a in page.article("a")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("网址：https://www.gov.cn/a?b=1（点击）。", [("https://www.gov.cn/a?b=1", "https://www.gov.cn/a?b=1")]),
        (
            "(http://a.cn/x_(y)), www.b.cn.",
            [("http://a.cn/x_(y)", "http://a.cn/x_(y)"), ("www.b.cn", "http://www.b.cn")],
        ),
        ("邮箱hazwgkc@163.com；", [("hazwgkc@163.com", "mailto:hazwgkc@163.com")]),
        ("https://a:b@c.cn/x@y.cn", [("https://a:b@c.cn/x@y.cn", "https://a:b@c.cn/x@y.cn")]),
        ("www. a@b https:// @", []),
    ],
)
def test_addresses_in_a_text_are_links(text, expected):
    """Addresses of the web and of mail are links, without the marks around them; no text is lost; code is left alone."""
    page = soup(Paragraph(content=inline(text)), Paragraph(content=(Run(text=text, code=True),)))
    assert [text, text] == [p.text for p in page.article("p")]
    assert expected == [(a.text, a["href"]) for a in page.article("a")]


def test_numbers_stay_with_their_units():
    """What a browser would part is kept on one line; plain numbers, and what is longer than a phone is wide, are not."""
    long = "1" * 20 + "件"
    page = soup(Paragraph(content=inline(f"2024年1月1日收到3件，共12；电话0631-5218910，占5%。{long}")))
    kept = [span.text.rstrip("，。；") for span in page.select("article p .n")]
    assert ["2024年", "1月", "1日", "3件", "0631-5218910"] == kept
    assert f"2024年1月1日收到3件，共12；电话0631-5218910，占5%。{long}" == page.article.find("p").text


def test_references_are_links():
    """The number of a figure or table in a text leads to the one whose caption begins with it, wherever it is."""
    blocks = (
        Paragraph(content=inline("见图1、表 2和图10、图3；地图1、图1.5不是。")),
        Figure(media=None, caption="图1 甲", anchor="figure-a"), Figure(media=None, caption="图10 乙"),
        Table(rows=((Cell(),),), caption="表2 丙", show_caption=True), Figure(media=None, caption="图1 丁", anchor="figure-a"),
    )  # fmt: skip
    page = soup(*blocks)
    found = [(a.text, a["href"]) for a in page.article("a")]
    assert [("图1", "#figure-a"), ("表 2", "#表2"), ("图10", "#图10")] == found
    assert ["figure-a", "图10", "figure-a-2"] == [figure["id"] for figure in page("figure")]
    assert "表2" == page.table["id"]


def test_text_in_styles():
    """Bold, italic, code and line breaks."""
    runs = (Run(text="甲\n乙", bold=True), Run(text="丙", italic=True), Run(text="<丁>", code=True))
    found = html.fragment((Paragraph(content=runs),))
    assert "<p><strong>甲<br>乙</strong><em>丙</em><code>&lt;丁&gt;</code></p>" in found


def test_labels_may_be_broken_between_words():
    """Headings, captions and headers of tables say where a line may end; text does not."""
    head = Cell(content=inline("三、本年度办理结果"), header=True, scope="row")
    table = Table(rows=((head, Cell(content=inline("办理结果"))),), caption="表")
    found = html.fragment((heading("（一）不予公开"), table, Figure(media=None, caption="图1 办理结果")))
    assert "<h2>（一）<wbr>不予<wbr>公开</h2>" in found
    assert ">三、<wbr>本年度<wbr>办理<wbr>结果</th>" in found
    assert ">办理结果</td>" in found
    assert ">图1 <wbr>办理<wbr>结果</figcaption>" in found


def test_lines_end_before_brackets_rather_than_in_them():
    """What is in brackets in a title, heading or caption is an element that begins a line; a number and a whole line are not."""
    found = html.fragment(
        (
            Title(content="某局（综合保税区、产业园区）2024年"),
            heading("（一）概述（政府信息公开）。"),
            heading("（政府信息公开）"),
        )
    )
    assert "<span>（<" not in found
    assert "<wbr><span>（综合<wbr>保税区、<wbr>产业园区）</span><wbr>2024年</span></h1>" in found
    assert "<h2>（一）<wbr>概述<wbr><span>（政府<wbr>信息<wbr>公开）。</span></h2>" in found
    assert "<h2>（政府<wbr>信息<wbr>公开）</h2>" in found


def test_short_texts_in_cells_break_between_words():
    """On a page a cell of a few hanzi is divided like a header; long texts, addresses and set columns are not."""
    texts = ("每个工作日更新", "a@b.cn更新方式", "由各社区维护，内容由我局统一提供，更换一次须经两人核对")
    page = html.page(
        Document(
            meta=Meta(title="题"), blocks=(Table(rows=(tuple(Cell(content=inline(t)) for t in texts),), caption="表"),)
        )
    )
    assert 'class="w">每个<wbr>工作日<wbr>更新</td>' in page
    assert page.count('class="w"') == 1


def test_every_kind_of_block_shows():
    """Lists keep their start, quotes and code their form; an empty paragraph is nothing."""
    item = (Paragraph(content=inline("项")),)
    blocks = (
        List(items=(item, item), start=3), List(items=(item,)), Quote(blocks=item), Code(content="a\n<b>"),
        Paragraph(content=inline(" ")), Signature(organ="甲局", date="2021年1月20日"),
    )  # fmt: skip
    page = soup(*blocks).article
    assert ["3", 2, 1] == [page.ol["start"], len(page.select("ol li")), len(page.select("ul li"))]
    assert ["项", "a\n<b>"] == [page.blockquote.p.text, page.pre.text]
    assert ["甲局", "2021年1月20日"] == [p.text for p in page.select(".signature p")]
    assert not [p for p in page("p") if not p.text]


def test_figures():
    """A chart is an image that can run nothing, with its sentence; a missing picture is a framed space with its caption."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    chart = Figure(media="image/svg+xml", data=svg, alt="甲多于乙。", caption="图1 甲乙", width_mm=80)
    page = soup(chart, Figure(media=None, alt="会场。", caption="图2 会场"))
    assert "甲多于乙。" == page.img["alt"]
    assert svg.replace('"', "'") == unquote(page.img["src"].removeprefix("data:image/svg+xml,"))
    assert [] == page("script")
    assert ["图1 甲乙", "图2 会场"] == [tag.text for tag in page("figcaption")]
    assert "图片暂缺：会场。" == page.select_one(".missing")["aria-label"]


def test_drawings_for_screens_and_phones():
    """A page shows the drawing with outlines and, on a phone, the narrow one; only a drawing without the latter scrolls."""
    wide, narrow = (
        Figure(media="image/svg+xml", data="<svg/>", screen="<svg id='s'/>", phone=p) for p in ("", "<svg id='p'/>")
    )
    page = soup(wide, narrow)
    one, two = page("figure")
    assert [True, False] == [figure.select_one("[tabindex]") is not None for figure in (one, two)]
    assert ["<svg id='s'/>"] * 2 == [unquote(image["src"].partition(",")[2]) for image in page("img")]
    assert "<svg id='p'/>" == unquote(two.picture.source["srcset"].partition(",")[2])
    assert "max-width" in two.picture.source["media"]
    assert not re.search(r"[\s\"<>]", page.img["src"])
    assert [] == bs4.BeautifulSoup(html.fragment((narrow,)), "lxml")("source")


def test_notes_and_cells_lead_to_each_other():
    """A marked cell names its mark in words and leads to the note, which leads back."""
    note = Note(level="error", title="不等", anchor="n1", refs=(("c1", "总计"),))
    cell = Cell(content=inline("3"), anchor="c1", mark="error", refs=("n1",))
    blank = Cell(mark="blank")
    page = soup(note, Table(rows=((cell, blank),), caption="表"))
    assert ["×", "错误：", "不等"] == [tag.text for tag in page.select(".note-title > *")]
    assert "#c1" == page.select_one(".refs a")["href"]
    link = page.find(id="c1").a
    assert ["#n1", "1，看说明：不等", "1"] == [link["href"], link["aria-label"], link.text]
    assert "错误" == page.select_one("#c1 .sign .hidden").text
    assert "未填" == page.select_one(".mark-blank").text


def test_names_of_links_contain_what_is_shown(sample):
    """A link can be called by its visible text, and no two links with different targets have one name."""
    targets = {}
    for link in sample("a"):
        shown, name = link.get_text(), link.get("aria-label", link.get_text())
        assert shown in name
        targets.setdefault(name, set()).add(link["href"])
    assert [] == [name for name, hrefs in targets.items() if len(hrefs) > 1]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("table", ["disclosure", "requests", "disputes"])
def test_statutory_tables_keep_their_grid(edition, table):
    """Rows, spans and headers of the three tables form a rectangle; captions are available to screen readers."""
    page = soup(statutory(edition, table)).select_one("table")
    taken, begun = set(), set()
    lines = page("tr")
    for y, line in enumerate(lines):
        x = 0
        for cell in line(["td", "th"]):
            while (x, y) in taken:
                x += 1
            cells = {
                (x + i, y + j)
                for i in range(read_span(str(cell.get("colspan")), 99))
                for j in range(read_span(str(cell.get("rowspan")), 99))
            }
            assert not taken & cells
            taken |= cells
            begun.add(x)
    columns = len(page("col"))
    assert edition_of(edition).tables[table].grid.height == len(lines)
    assert {(x, y) for x in range(columns) for y in range(len(lines))} == taken
    assert set(range(columns)) == begun
    assert all(th.get("scope") for th in page("th") if "勾稽" not in th.text)
    assert "hidden" in page.caption["class"]


def test_columns_that_stand_for_several_keep_their_widths():
    """Cells of one width in the form are as wide on the page, however many columns they span."""
    page = soup(statutory("2019", "disclosure"))
    (kind,) = [name for name in page.table["class"] if re.fullmatch(r"k[0-9a-f]{8}", name)]
    widths = [float(share) for share in re.findall(rf"\.{kind} \.c\d\{{width:([\d.]+)%", page.style.string)]
    widths = widths[: len(page("col"))]
    assert len(widths) == len(page("col")) > 4
    spans = [int(str(th.get("colspan", 1))) for th in page("tr")[1]("th")]
    edges = [sum(widths[: sum(spans[:n])]) for n in range(len(spans) + 1)]
    assert [25.0] * 4 == [round(after - at, 1) for at, after in pairwise(edges)]


def test_scope_is_group_only_where_the_group_is_whole():
    """A merged header has group scope only if a tbody or colgroup is exactly what it spans."""
    page = bs4.BeautifulSoup(html.fragment((statutory("2021", "requests"),)), "lxml")
    scope = {th.text: th.get("scope") for th in page("th")}
    assert "rowgroup" == scope["三、本年度办理结果"]
    assert "row" == next(value for text, value in scope.items() if text.startswith("（三）"))
    assert "colgroup" == scope["申请人情况"]
    assert "col" == scope["法人或其他组织"]
    assert 3 == len(page("tbody"))


def test_sticky_row_headers():
    """Row headers of all levels are sticky, each at its own offset, and no number is."""
    page = soup(statutory("2021", "requests"))
    stays = page.select(".s")
    assert {"th"} == {tag.name for tag in stays}
    assert {"s0", "s1", "s2"} == {kind for tag in stays for kind in tag["class"] if kind[1:].isdigit()}
    assert "左右滑动可看全部：收到和处理政府信息公开申请情况" == page.select_one(".frame [tabindex]")["aria-label"]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_small_tables_do_not_scroll(edition):
    """A table that fits on a phone is no stop for the keyboard."""
    assert None is soup(statutory(edition, "disclosure")).select_one("article [tabindex]")


def test_data_frames_become_wide_tables():
    """A frame with many columns scrolls and keeps its index in view."""
    block = frames.table(pd.DataFrame([[1] * 12] * 3, columns=[f"第{n}列" for n in range(12)]), "数据")
    page = soup(block)
    assert "左右滑动可看全部：数据" == page.select_one(".frame [tabindex]")["aria-label"]
    assert ["", "0", "1", "2"] == [tag.text for tag in page.select(".s0")]


def test_a_header_that_spans_too_far_is_clipped():
    """A row span never extends beyond the table's head or end."""
    rows = ((Cell(header=True, row_span=5), Cell(header=True)), (Cell(row_span=9), Cell()), (Cell(),))
    page = bs4.BeautifulSoup(html.fragment((Table(rows=rows, caption="表", header_rows=1),)), "lxml")
    assert [None, "2"] == [page.th.get("rowspan"), page.td.get("rowspan")]


@pytest.mark.parametrize("rows", [(), ((),), ((Cell(),), ()), ((Cell(), Cell()), (Cell(),))])
def test_odd_tables_do_not_break(rows):
    """Tables without rows, with empty or with short rows show what they hold."""
    page = bs4.BeautifulSoup(html.fragment((Table(rows=rows, caption="表"),)), "lxml")
    assert sum(map(len, rows)) == len(page("td"))
    assert sum(map(len, rows)) == sum(len(row) for row in TableLayout(Table(rows=rows, caption="表")).rows)


def test_fragments_bring_their_style_and_no_ids():
    """A block shown in a notebook has its style in attributes, no style sheet, and no id that another block could have."""
    table = statutory("2021", "disputes").model_copy(update={"anchor": None})
    found = bs4.BeautifulSoup(html.fragment((heading("甲"), table)), "lxml")
    assert [] == found.select("style, [id], [tabindex]")
    assert ["gongkai"] == [kind for tag in found.select("[class]") for kind in tag["class"]]
    cells = [str(tag["style"]) for tag in found(["td", "th"])]
    assert len(cells) > 30
    assert [] == [style for style in cells if "border:1px solid" not in style or "text-align:center" not in style]
    assert ["行政复议、行政诉讼情况" in str(found.table["aria-label"]), None] == [True, found.caption]


def test_styles_of_fragments_are_those_of_their_classes():
    """Numbers of a DataFrame are on one line and on the right, a header is bold, a marked cell is tinted and says its mark."""
    block = frames.table(pd.DataFrame({"数": [1234]}, index=["甲"]), "数据")
    found = bs4.BeautifulSoup(html.fragment((block, Table(rows=((Cell(mark="error"),),), caption="表"))), "lxml")
    first, last = found("td")
    assert {"text-align:right", "white-space:nowrap"} <= set(first["style"].split(";"))
    assert "font-weight:bold" in found.select("thead th")[-1]["style"]
    assert ["background:#fbe3e1" in last["style"], "错误"] == [True, last.span["title"]]


def test_blocks_show_in_jupyter():
    """A block's own display is its fragment."""
    block = Paragraph(content=inline("甲"))
    assert html.fragment((block,)) == block._repr_mimebundle_()["text/html"]
    assert html.fragment((block, block)) == Group(blocks=(block, block))._repr_mimebundle_()["text/html"]


def test_control_characters_are_left_out():
    """Characters that HTML does not allow are removed from text and attributes."""
    page = html.page(
        Document(meta=Meta(title="甲\x00乙"), blocks=(Figure(media=None, alt="a\x0bb", caption="c\x1fd\ufffe"),))
    )
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe]", page)


def structure(page):
    """Elements of a page with the names of their attributes, without links to addresses in a text and breaks of labels."""
    return [
        (tag.name, sorted(set(tag.attrs) - {"href"}))
        for tag in page(True)
        if tag.name != "wbr" and not (tag.name == "a" and tag.get("href") == tag.text)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_markup_in_any_field_stays_text(text):
    """Script, handlers, Jinja and Typst markup in every text field of every block change no element of the page."""
    plain_page = bs4.BeautifulSoup(html.page(hostile_document("一段没有任何标记的平常文字")), "lxml")
    page = bs4.BeautifulSoup(html.page(hostile_document(text)), "lxml")
    assert structure(plain_page) == structure(page)
    assert " ".join(text.split()) in " ".join(page.article.text.split())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_changes_no_element(text):
    """Whatever a field contains, the page has the same elements, and no link beyond those allowed."""
    page = bs4.BeautifulSoup(html.page(hostile_document(text)), "html.parser")
    assert [] == page.select("script, iframe, object, embed, [onclick], [onerror], [onload], article [style]")
    schemes = [a["href"] for a in page("a") if not re.match(r"(https?://|mailto:|#|[^:]*$)", str(a["href"]))]
    assert [] == schemes


def test_rows_that_pages_keep_together() -> None:
    """No page parts a group of few rows, the first or last rows, or a row of headers and the next; long groups are parted."""
    head = (Cell(content=inline("甲"), header=True, scope="col"), Cell(content=inline("乙"), header=True, scope="col"))
    plain_rows = tuple((Cell(content=inline(f"行{n}"), header=True, scope="row"), Cell()) for n in range(20))
    assert {0, 1, 2, 18, 19} == TableLayout(Table(rows=(head, *plain_rows), caption="表", header_rows=1)).kept
    requests = TableLayout(statutory("2021", "requests"))
    groups = [(at.row, at.row + at.height) for at in requests.grid if at.row > 3 and at.column == 1 and at.height > 1]
    assert [8, 3, 5, 3] == [end - start for start, end in groups]
    free = set(range(requests.table.header_rows, len(requests.rows))) - requests.kept
    assert {end - 1 for _, end in groups[:3]} <= free
    assert set() == {row for start, end in groups for row in range(start, end - 1)} & free
    assert requests.whole
    assert not TableLayout(Table(rows=(head, *plain_rows * 2), caption="表", header_rows=1)).whole


def test_columns_in_a_notebook_are_as_wide_as_their_words() -> None:
    """In a notebook, where nothing scrolls, a column of labels has room for three hanzi and the space beside them."""
    found = html.fragment([statutory("2021", "requests")])
    widths = [float(width) for width in re.findall(r'<col style="width:([\d.]+)%', found)]
    assert 100 == pytest.approx(sum(widths), abs=0.5)
    assert widths[0] / 100 * 44 > 3.5


def test_folded_headings_are_beside_their_triangle():
    """In a notebook, whose style sheet is not ours, the heading of what is folded is on the line of the triangle; others are blocks."""
    folded = Heading(level=1, content=inline("概要"), folded=True)
    found = bs4.BeautifulSoup(html.fragment((heading("甲"), folded, Paragraph(content=inline("乙")))), "lxml")
    assert [None, "display:inline"] == [one.get("style") for one in found("h2")]
    assert "概要" == found.select_one("details > summary > h2").get_text()
