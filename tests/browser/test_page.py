"""The web page in a real browser: readable at every width, by keyboard, in print; nothing runs, nothing is fetched."""

from __future__ import annotations

import io
import re
import unicodedata
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from gongkai.document import frames, html, labels
from gongkai.document.blocks import Cell, Figure, Heading, Paragraph, Table, inline
from gongkai.document.html import table_layout
from gongkai.document.metadata import Document, Meta
from gongkai.forms import edition
from gongkai.sections import tables
from tests.browser.conftest import WIDTHS
from tests.document.css import style_rules
from tests.document.hostile import TEXTS, hostile_document, hostile_markdown
from tests.document.sample import numbers, sample_document, statutory

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_of_wcag(opened, sample, width):
    """The page breaks no rule of WCAG 2.2 AA that axe knows, at any width."""
    page, _ = opened(sample, width, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [] == [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened, sample, scheme):
    """Text has the contrast of WCAG's level AAA, 7 to 1, on light and on dark screens."""
    page, _ = opened(sample, 1280, bypass_csp=True, color_scheme=scheme)
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    found = Axe().run(page, options=rules).response
    assert [] == [node["html"][:200] for rule in found["violations"] for node in rule["nodes"]]
    assert sum(len(rule["nodes"]) for rule in found["passes"]) > 100
    ink, ground = page.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))")
    assert (brightness(ink) > brightness(ground)) == (scheme == "dark")


def brightness(colour):
    """The sum of the parts of a colour as a browser writes it."""
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_the_page_itself_never_scrolls_sideways(opened, sample, width):
    """Only frames of wide tables and charts scroll, down to the 320 pixels of WCAG's reflow criterion."""
    page, watched = opened(sample, width)
    assert 0 == page.evaluate(OVERFLOW)
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]


@pytest.mark.parametrize("width", WIDTHS)
def test_zoomed_to_200_percent(opened, sample, width):
    """At twice the size, which is half the room, nothing is cut off."""
    page, _ = opened(sample, width // 2, device_scale_factor=2)
    outside = """[...document.querySelectorAll('article h2, article p, nav a, figcaption, table')].filter(e => {
      const box = e.getBoundingClientRect();
      return !e.closest('.frame') && getComputedStyle(e).display != 'none' && box.right > innerWidth + 1;
    }).map(e => e.outerHTML.slice(0, 99))"""
    assert [] == page.evaluate(outside)
    if width // 2 >= 320:
        assert 0 == page.evaluate(OVERFLOW)


REQUESTS = "收到和处理政府信息公开申请情况"


def test_row_labels_stay_in_view(opened, saved):
    """On a phone the table of requests scrolls in its frame, and the label of each row stays beside its numbers."""
    page, _ = opened(saved("phone", sample_document()), 360)
    frame = page.locator(".frame", has=page.get_by_role("group", name=REQUESTS))
    frame.scroll_into_view_if_needed()
    inner, outer = frame.evaluate("f => [f.scrollWidth, f.clientWidth]")
    assert inner > outer
    seen = """f => {
      f.scrollLeft = f.scrollWidth;
      const box = f.getBoundingClientRect(), lost = [];
      let heads = 0;
      for (const row of f.querySelectorAll('tbody tr')) {
        for (const head of row.querySelectorAll('th')) {
          heads += 1;
          head.scrollIntoView({block: 'center', inline: 'nearest'});
          f.scrollLeft = f.scrollWidth;
          const at = head.getBoundingClientRect();
          const top = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
          if (at.left < box.left - 1 || at.right > box.right || !(head == top || head.contains(top)))
            lost.push(head.textContent);
        }
        const value = row.querySelector('td:last-child').getBoundingClientRect();
        if (value.right > box.right + 1) lost.push('value');
      }
      return [f.scrollLeft > 0, heads > 20, lost, box.width - f.querySelector('thead th').offsetWidth];
    }"""
    scrolled, many, lost, room = frame.evaluate(seen)
    assert [True, True, []] == [scrolled, many, lost]
    assert room > 140  # at least two columns of numbers beside the labels


def test_every_number_can_be_read(opened, sample):
    """No text is wider than its cell, at any width."""
    for width in WIDTHS:
        page, _ = opened(sample, width)
        cut = "[...document.querySelectorAll('th, td')].filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.textContent)"
        assert [] == page.evaluate(cut)


BROKEN_NUMBERS = """() => {
  const found = [];
  for (const cell of document.querySelectorAll('th, td')) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      for (const match of walker.currentNode.data.matchAll(/[0-9][0-9.,%％]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, match.index);
        range.setEnd(walker.currentNode, match.index + match[0].length);
        if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(match[0]);
      }
  }
  return found;
}"""


@pytest.mark.parametrize("media", ["screen", "print"])
def test_numbers_are_never_broken(opened, saved, media):
    """Every number in a cell is on one line and within it, at any width and in print, also where all are long."""
    small = pd.DataFrame(
        {"金额（元）": [123456789012], "比上年": ["+1,234,567.89"], "占比": ["12.345678%"]}, index=["甲"]
    )
    long = dict.fromkeys(numbers("2021"), 12345678)
    record: Any = SimpleNamespace(edition=edition("2021"), cells=long, units={"disclosure.procurement": "元"})
    blocks = [tables.statutory(record, name) for name in ("disclosure", "requests", "disputes")]
    path = saved("numbers", Document(meta=Meta(title="题"), blocks=(*blocks, frames.table(small, "金额"))))
    cut = "[...document.querySelectorAll('th, td')].filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.textContent)"
    for width in (627,) if media == "print" else WIDTHS:
        page, _ = opened(path, width)
        page.emulate_media(media=media)
        assert [[], []] == [page.evaluate(BROKEN_NUMBERS), page.evaluate(cut)]
        assert 0 == page.evaluate(OVERFLOW)


BREAKS = """() => [...document.querySelectorAll('th, h2, h3, figcaption')].map(element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), lines = [];
  let top = null;
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest('a, .sign')) continue;
    for (let at = 0; at < walker.currentNode.data.length; at++) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const box = range.getBoundingClientRect();
      if (top === null || box.top > top + box.height / 2) { lines.push(''); top = box.top; }
      lines[lines.length - 1] += walker.currentNode.data[at];
    }
  }
  return lines;
})"""


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_labels_break_between_words(opened, sample, width):
    """Lines of headers of tables, headings and captions end between words, at any width."""
    page, _ = opened(sample, width)
    found = [lines for lines in page.evaluate(BREAKS) if len(lines) > 1]
    broken = []
    for lines in found:
        parts, ends = labels.segments("".join(lines)), {0}
        for part in parts:
            ends.add(max(ends) + len(part))
        at = 0
        for line in lines[:-1]:
            at += len(line)
            if at not in ends:
                broken.append("/".join(lines))
    assert found
    assert [] == broken


def test_every_style_rule_is_understood(opened, sample):
    """The browser knows every media query, and keeps every rule and declaration of the style sheet."""
    page, _ = opened(sample)
    kept = """() => {
      const found = [];
      const walk = rules => { for (const rule of rules) {
        if (rule.media) found.push(rule.media.mediaText);
        else found.push(rule.selectorText ?? rule.constructor.name);
        if (rule.cssRules && rule.media) walk(rule.cssRules);
      } };
      for (const sheet of document.styleSheets) walk(sheet.cssRules);
      return found;
    }"""
    found = page.evaluate(kept)
    assert [] == [name for name in found if "not all" in name]
    assert len(list(style_rules(page.evaluate("document.querySelector('style').textContent")))) == len(found)


def test_tables_of_data_frames(opened, saved):
    """A frame of twenty columns scrolls in its frame with its index in view; a narrow table breaks long addresses."""
    frame = pd.DataFrame([[1234567] * 20] * 3, index=["甲街道办事处", "乙", "丙"])
    address = pd.DataFrame({"地址": ["https://www.example.gov.cn/" + "a" * 90]}, index=["甲"])
    blocks = (frames.table(frame, "街道"), frames.table(address, "地址"))
    page, _ = opened(saved("frames", Document(meta=Meta(title="题"), blocks=blocks)), 360)
    assert 0 == page.evaluate(OVERFLOW)
    wide, narrow = page.locator(".frame").all()
    assert 0 < wide.evaluate("f => { f.scrollLeft = 9999; return f.scrollLeft; }")
    assert wide.evaluate(
        "f => f.querySelector('tbody th').getBoundingClientRect().left >= f.getBoundingClientRect().left"
    )
    assert 0 == narrow.evaluate("f => f.scrollWidth - f.clientWidth")


def test_wider_text_spacing(opened, saved):
    """With the spacing of WCAG 1.4.12 nothing is cut off."""
    page, _ = opened(saved("spacing", sample_document()), 768, bypass_csp=True)
    page.add_style_tag(
        content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
        "p{margin-bottom:2em!important}"
    )
    assert 0 == page.evaluate(OVERFLOW)
    clipped = "[...document.querySelectorAll('h1, h2, p, a')].filter(e => e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflow != 'visible').map(e => e.textContent)"
    assert [] == page.evaluate(clipped)


def test_charts_and_photos_are_drawn(opened, saved):
    """The policy lets the page's own pictures and style through."""
    page, watched = opened(saved("pictures", sample_document()))
    sizes = page.evaluate("[...document.images].map(i => i.complete && i.naturalWidth > 0)")
    assert [True, True] == sizes
    assert "rgb(184, 19, 26)" == page.evaluate("getComputedStyle(document.querySelector('h1')).borderBottomColor")
    assert [] == watched.console


@pytest.mark.parametrize("width", [768, 1024, 1280, 1920])
def test_lines_of_38_to_40_characters(opened, sample, width):
    """Where there is room, a line of running text holds 38 to 40 hanzi."""
    page, _ = opened(sample, width)
    held = "[...document.querySelectorAll('article > p:not(.source)')].map(p => Math.floor(p.clientWidth / parseFloat(getComputedStyle(p).fontSize)))"
    assert [] == [count for count in page.evaluate(held) if not 38 <= count <= 40]


def test_lines_before_an_address_are_not_stretched(opened, saved):
    """Where an address goes to the next line, the hanzi before it stand as close as elsewhere; other lines are even."""
    words = "政府信息公开目录和指南都在门户网站公布，规划类信息的目录见"
    address = "https://www.example.gov.cn/zwgk/fdzdgknr/ghjh/gtkjgh/2024/0131/a7f3c9e2-5b1d-4c8a-9e60"
    texts = (f"{words}{words}{address}，实时更新。", "政府信息公开，" * 20)
    document = Document(
        meta=Meta(title="题", author="某" * 60, date="2025-01-24"),
        blocks=tuple(Paragraph(content=inline(text)) for text in texts),
    )
    page, _ = opened(saved("stretched", document), 1280)
    widest = """p => { const range = document.createRange(), text = p.firstChild, boxes = [];
      for (let n = 0; n < 58; n++) { range.setStart(text, n); range.setEnd(text, n + 1); boxes.push(range.getBoundingClientRect()); }
      const gaps = boxes.slice(1).map((box, n) => box.top == boxes[n].top ? box.left - boxes[n].left : 0);
      return Math.max(...gaps) / parseFloat(getComputedStyle(p).fontSize); }"""
    found = [page.evaluate(f"({widest})(document.querySelectorAll('article > p:not(.source)')[{n}])") for n in range(2)]
    assert [True, True] == [gap < 1.1 for gap in found]
    aligned = "[...document.querySelectorAll('article > p')].map(p => getComputedStyle(p).textAlign)"
    assert ["center", "start", "justify"] == page.evaluate(aligned)


def test_charts_have_a_white_ground(opened, saved):
    """With the system's own colours, white on black, the dark lines of a chart are still drawn on white."""
    page, _ = opened(saved("forced", sample_document()), forced_colors="active", color_scheme="dark")
    ground = "getComputedStyle(document.querySelector('%s')).backgroundColor"
    assert "rgb(255, 255, 255)" != page.evaluate(ground % "body")
    assert "rgb(255, 255, 255)" == page.evaluate(ground % ".chart img")
    drawn = Image.open(io.BytesIO(page.locator(".chart img").screenshot())).convert("RGB")
    assert (255, 255, 255) == drawn.getpixel((4, 4))


def luminance(colour):
    """The relative luminance of a colour, as WCAG defines it."""
    parts = [part / 255 for part in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The ratio of contrast of two colours, from 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["none", "white"])
def test_charts_in_either_scheme(opened, saved, scheme, ground):
    """A chart lies on the page's own paper, its ink has the contrast of text, its bars that of signs, in their own hue."""
    inks = {"text": "#1a1a1a", "soft": "#5a5a5a", "line": "#22313f", "bar": "#1f4e79"}
    squares = "".join(
        f'<rect x="{40 * n}" y="40" width="40" height="40" fill="{c}"/>' for n, c in enumerate(inks.values())
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="160" height="80"><rect width="160" height="80" fill="{ground}"/>{squares}</svg>'
    chart = Figure(media="image/svg+xml", data=svg, screen=svg, phone=svg, alt="图", caption="图1 甲")
    document = Document(meta=Meta(title="题"), blocks=(chart,))
    page, _ = opened(saved(f"scheme-{ground}", document), color_scheme=scheme)
    shown = Image.open(io.BytesIO(page.locator(".chart").screenshot())).convert("RGB")
    box: Any = page.locator(".chart img").bounding_box()
    whole: Any = page.locator(".chart").bounding_box()
    left, top, size = box["x"] - whole["x"], box["y"] - whole["y"], box["width"] / 4
    paper = shown.getpixel((2, 2))
    assert paper == shown.getpixel((int(left + size / 2), int(top + size / 2)))
    found = {name: shown.getpixel((int(left + (n + 0.5) * size), int(top + 1.5 * size))) for n, name in enumerate(inks)}
    assert {"text": True, "soft": True, "line": True, "bar": True} == {
        name: contrast(colour, paper) >= (6.8 if name in ("text", "soft") else 3) for name, colour in found.items()
    }
    bar: Any = found["bar"]
    assert bar[0] < bar[1] < bar[2]


def test_by_keyboard(opened, saved):
    """Tab reaches skip link, files, contents and wide tables in order, each with a visible ring; arrows scroll a table."""
    page, _ = opened(saved("keyboard", sample_document()), 360)
    focused = """() => { const e = document.activeElement, s = getComputedStyle(e);
      return [e.textContent.trim().slice(0, 8), e.getAttribute('role'), e.getAttribute('aria-label'),
              s.outlineStyle != 'none' && parseFloat(s.outlineWidth) >= 2]; }"""
    found = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement == document.body"):
            break
        found.append(page.evaluate(focused))
    names = [text for text, role, _, _ in found if role is None]
    stops = [label for _, role, label, _ in found if role == "group"]
    assert ["跳到正文", "PDF", "Word", "数据", "一、总体情况"] == names[:5]
    expected = ["图1 各渠道公开信息条数", REQUESTS, "政府信息公开行政复议、行政诉讼情况"]
    assert expected == [label.removeprefix("左右滑动可看全部：") for label in stops]
    assert [] == [item for item in found if not item[3]]
    page.get_by_role("group", name=REQUESTS).focus()
    page.keyboard.press("ArrowRight")
    frame = page.locator(".frame", has=page.get_by_role("group", name=REQUESTS))
    frame.evaluate("f => new Promise(done => f.scrollLeft > 0 ? done() : f.addEventListener('scroll', () => done()))")


@pytest.mark.parametrize("width", [768, 1280])
def test_stops_of_the_keyboard(opened, saved, width):
    """What does not scroll is no stop for the keyboard; a table too wide for the page is one at any width."""
    wide = frames.table(pd.DataFrame([[1234567] * 20] * 3), "街道")
    document = sample_document()
    page, _ = opened(saved("stops", document.model_copy(update={"blocks": (*document.blocks, wide)})), width)
    stops = page.get_by_role("group").all()
    assert ["左右滑动可看全部：街道"] == [stop.get_attribute("aria-label") for stop in stops]
    scrolls = "[...document.querySelectorAll('.frame')].filter(f => f.scrollWidth > f.clientWidth).length"
    assert 1 == page.evaluate(scrolls)


def test_skip_link(opened, saved):
    """The skip link shows when it has the focus and leads past the contents."""
    page, _ = opened(saved("skip", sample_document()), 360)
    link = page.get_by_role("link", name="跳到正文")
    assert link.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_printed(opened, saved):
    """Printed on A4: all text, no toolbar, and the headers of a long table on each of its pages."""
    head = tuple(Cell(content=inline(text), header=True, scope="col") for text in ("表头甲", "表头乙"))
    rows = tuple(
        (Cell(content=inline(f"行{n}"), header=True, scope="row"), Cell(content=inline("0"))) for n in range(160)
    )
    table = Table(rows=(head, *rows), caption="长表", header_rows=1)
    page, _ = opened(saved("print", Document(meta=Meta(title="题", links=(("PDF", "a.pdf"),)), blocks=(table,))))
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        texts = [one.extract_text() for one in pdf.pages]
        size = (round(pdf.pages[0].width), round(pdf.pages[0].height))
    assert (595, 842) == size
    assert len(texts) > 2
    assert [True] * len(texts) == ["表头甲" in text for text in texts]
    assert "行159" in unicodedata.normalize("NFKC", texts[-1])
    assert "下载" not in texts[0]
    assert [f"— {number} —" for number in range(1, len(texts) + 1)] == [text.split("\n")[-1] for text in texts]


def test_tables_are_whole_in_print(opened, saved):
    """A table that fits on a page is on one, with its heading."""
    filler = tuple(Paragraph(content=inline(f"第{n}段。")) for n in range(24))
    title = Heading(level=1, content=inline("三、收到和处理情况"))
    document = Document(meta=Meta(title="题"), blocks=(*filler, title, statutory("2021", "requests")))
    page, _ = opened(saved("whole", document))
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        texts = ["".join(one.extract_text().split()) for one in pdf.pages]
    (first,) = [text for text in texts if "新收政府信息公开申请数量" in text]
    assert [True] * 2 == [words in first for words in ("三、收到和处理情况", "结转下年度继续办理")]


@pytest.mark.parametrize("before", [4, 14, 19, 24])
def test_long_tables_in_print(opened, saved, before, monkeypatch):
    """A table too long for a page begins under the text, leaves no heading or header alone, and is parted between groups only."""
    monkeypatch.setattr(table_layout, "PAGE_ROWS", 20)
    filler = tuple(Paragraph(content=inline(f"第{n}段。")) for n in range(before))
    title = Heading(level=1, content=inline("三、收到和处理情况"))
    table = statutory("2021", "requests")
    document = Document(meta=Meta(title="题"), blocks=(*filler, title, table))
    page, _ = opened(saved(f"printed-{before}", document))
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        texts = [unicodedata.normalize("NFKC", "".join(one.extract_text().split())) for one in pdf.pages]
        lowest = [max(word["bottom"] for word in one.extract_words()[:-3]) for one in pdf.pages]
        height = pdf.pages[0].height

    def where(text: str) -> list[int]:
        return [number for number, said in enumerate(texts) if text in said]

    (first,), pages = where("三、收到和处理情况"), where("申请人情况")
    assert list(range(first, pages[-1] + 1)) == pages
    assert [[first]] * 3 == [where(text) for text in ("上年结转政府信息", "属于国家秘密", "属于行政查询事项")]
    for start, end in (("本机关不掌握", "补正后申请内容"), ("信访举报投诉", "重新出具"), ("申请人无正当", "3.其他")):
        assert where(start) == where(end)
    assert [] == [low for low in lowest[:first] if low < height / 2]


def test_wide_tables_fit_the_printed_page(opened, saved):
    """Nothing of the statutory tables is cut off in print."""
    page, _ = opened(saved("print-wide", sample_document()))
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        words = [word for one in pdf.pages for word in one.extract_words()]
        width = pdf.pages[0].width
    assert [] == [word["text"] for word in words if word["x1"] > width - 50]
    assert any("1234567" in word["text"] for word in words)


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_runs(opened, saved, text):
    """Markup in every text field opens no dialog, breaks no policy, fetches nothing, also when everything is clicked."""
    page, watched = opened(saved(f"hostile-{TEXTS.index(text)}", hostile_document(text)), 360)
    page.evaluate("document.querySelectorAll('article *').forEach(e => e.dispatchEvent(new Event('mouseover')))")
    for link in page.locator("article a[href^='#']").all():
        link.evaluate("e => e.click()")
    page.wait_for_timeout(50)
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]
    assert "草稿" in page.inner_text("body")


def test_nothing_runs_from_markdown(opened, saved):
    """The same as an organ's Markdown."""
    page, watched = opened(saved("markdown", hostile_markdown()))
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]
    assert [] == page.evaluate("[...document.links].map(a => a.protocol).filter(p => p == 'javascript:')")


def test_the_policy_stops_what_gets_in(opened, tmp_path):
    """If a script, handler, style or external picture got into the page, the browser would not run or load it."""
    bad = (
        "<script>alert(1)</script><img src=x onerror=alert(2)><img src=http://127.0.0.1:9/x.png>"
        "<link rel=stylesheet href=http://127.0.0.1:9/x.css><p id=p style='color:red'>x</p>"
        "<iframe src='javascript:alert(3)'></iframe>"
    )
    path = tmp_path / "bad.html"
    document = Document(meta=Meta(title="题"), blocks=(Heading(level=1, content=inline("甲")),))
    path.write_bytes(html.page(document).replace("</article>", bad + "</article>").encode())
    page, watched = opened(path)
    page.wait_for_timeout(100)
    assert [] == watched.dialogs
    assert "rgb(255, 0, 0)" != page.evaluate("getComputedStyle(document.getElementById('p')).color")
    assert all("Content Security Policy" in line for line in watched.console)


def test_size(sample):
    """A page with its chart stays far below 400 kB."""
    assert sample.stat().st_size < 400_000
