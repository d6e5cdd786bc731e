"""From Markdown to normalized sentences: uniform digits and punctuation, no line breaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

from gongkai.reading.script import SIMPLIFIED

GAP = "＿"
"""Stands in for removed text, character by character, so that positions are kept."""

LONGEST = 800
"""The longest sentence read as one: time grows with its square, and anything longer has lost its full stops."""

_WIDE = {ord(a): b for a, b in zip("０１２３４５６７８９．％", "0123456789.%", strict=True)} | {
    ord("﹪"): "%", ord("("): "（", ord(")"): "）", ord(";"): "；", ord(":"): "：", ord("?"): "？", ord("!"): "！",
    ord("\u00a0"): " ", ord("\u3000"): " ", ord("\u200b"): "", ord("\ufeff"): "",
}  # fmt: skip
_REPLACED = re.compile(f"[{''.join(re.escape(chr(code)) for code in _WIDE | SIMPLIFIED)}]")
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,400}>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()]{0,400}\)")
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()]{0,400}\)")
_STARTS = re.compile(
    r"(?:#{1,6}\s|[-*+]\s|>|\||\d{1,2}[.．、](?!\d)|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}[、是]"
    r"|其[一二三四五六][，是、])"
)
_ENDS = frozenset("。！？；：")
_COMMA = re.compile(r"(?<=[^\d\s]),|,(?=[^\d\s])|,(?=\s)")
_SPLIT = re.compile(r"(?<=[。！？\n])|(?<![第附])(?=（[一二三四五六七八九十]{1,3}）)(?<!\d)")
_MARKER = re.compile(r"^[#\s]*（[一二三四五六七八九十]{1,3}）([^。：，\n]{2,24})")
_TABLE = re.compile(
    r"信息内容|本年制发件数本年|本年新制作数量本年|上一年项目数量本年|申请人情况自然人|勾稽关系|结果维持结果纠正|第二十条第（[一二三四五六七八九]）项"
)

REGIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("disputes", re.compile(r"复议|诉讼")),
    ("requests", re.compile(r"依申请|申请公开|申请办理|申请情况|申请的?办理|公开申请")),
    ("fee", re.compile(r"处理费")),
    ("improvement", re.compile(r"改进|下一步|打算|措施|整改|计划")),
    ("problems", re.compile(r"问题|不足|困难")),
    ("disclosure", re.compile(r"主动公开|公开内容|重点领域")),
    ("platform", re.compile(r"平台|网站|新媒体")),
    ("supervision", re.compile(r"监督|保障|考核|评议")),
    ("management", re.compile(r"信息管理|管理情况|制度")),
)
"""Topics of passages, recognised by their headings."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A normalized sentence.

    Attributes:
        text: Without white space and Markdown; full-width digits and marks made one.
        path: Key path of its text.
        section: Section id.
        region: Topic of the nearest heading (a name of :data:`REGIONS`, or the section).
        paragraph: Number of its paragraph in the text.
        first: Whether it opens the paragraph.
        line: Line, from 1, of the text at the path in which it begins.
    """

    text: str
    path: str
    section: str
    region: str
    paragraph: int
    first: bool
    line: int = 1


def normalise(markdown: str) -> str:
    """One paragraph per line, no spaces, uniform digits and punctuation."""
    text = _TAG.sub("", _without_comments(markdown))
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if _REPLACED.search(text):
        text = text.translate(_WIDE).translate(SIMPLIFIED)
    text = text.replace("**", "").replace("`", "")
    text = _COMMA.sub("，", text)
    lines: list[list[str]] = []
    fresh = True
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare.startswith("|"):
            fresh = True
            continue
        heading = bare.startswith("#")
        if fresh or heading or not lines or lines[-1][-1][-1] in _ENDS or _STARTS.match(bare):
            lines.append([bare])
        else:
            lines[-1].append(bare)
        fresh = heading
    return "\n".join(re.sub(r"\s+", "", "".join(parts)) for parts in lines)


def _without_comments(text: str) -> str:
    """The text without HTML comments; one that is never closed is text."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def region_of(heading: str, default: str = "") -> str:
    """The topic of a passage by its heading."""
    return next((name for name, pattern in REGIONS if pattern.search(heading)), default)


def split_sentences(
    markdown: str, path: str = "", section: str = "", region: str = "", line_one: int = 1
) -> tuple[Sentence, ...]:
    """The sentences of a text; remains of tables are left out.

    Args:
        markdown: The text.
        path: Its key path.
        section: Its section id.
        region: Its topic, if known.
        line_one: Line of the text at the key path in which ``markdown`` begins.
    """
    found: list[Sentence] = []
    normalised = normalise(markdown)
    lines = _Lines(markdown, line_one, normalised)
    current = region or section
    for number, line in enumerate(normalised.split("\n")):
        heading = line.startswith("#")
        first = True
        for part in (short for long in _SPLIT.split(line) for short in _cut(long)):
            piece = part.strip().lstrip("#")
            if not piece:
                continue
            if match := _MARKER.match(piece):
                current = region_of(match[1], section)
            elif heading:
                current = region_of(piece, section)
            if not heading and not _TABLE.search(piece):
                found.append(Sentence(piece, path, section, current, number, first, lines.of(piece)))
                first = False
    return tuple(found)


FAR = 20_000
"""Characters between sentences in which the next one is looked for; tables between them are shorter."""


class _Lines:
    """Finds the lines of sentences, which are asked for in the order of the text."""

    def __init__(self, markdown: str, line_one: int, normalised: str) -> None:
        self.line, self.at = line_one, 0
        self.starts: list[tuple[int, int]] = []
        if "\n" not in markdown:
            self.text, self.starts = normalised.replace("\n", ""), [(0, line_one)]
            return
        parts: list[str] = []
        length = 0
        for number, line in enumerate(markdown.split("\n"), line_one):
            part = normalise(line).replace("\n", "")
            if part:
                self.starts.append((length, number))
                parts.append(part)
                length += len(part)
        self.text = "".join(parts)

    def of(self, sentence: str) -> int:
        """The line in which a sentence begins; that of the sentence before if markup goes over the end of a line."""
        at = self.text.find(sentence, self.at, self.at + len(sentence) + FAR)
        if at >= 0:
            self.line = self.starts[bisect_right(self.starts, at, key=itemgetter(0)) - 1][1]
            self.at = at + len(sentence)
        return self.line


def _cut(text: str) -> list[str]:
    """A sentence in pieces of at most :data:`LONGEST` characters, cut at semicolons, commas, or anywhere."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > LONGEST:
        end = start + LONGEST
        at = next((at for mark in "；，、" if (at := text.rfind(mark, start, end)) > start), end - 1) + 1
        pieces.append(text[start:at])
        start = at
    return [*pieces, text[start:]]


def hide(text: str, pattern: re.Pattern[str]) -> str:
    """The text with all matches replaced by :data:`GAP`, position by position."""
    return pattern.sub(lambda match: GAP * len(match[0]), text)


TITLES = re.compile(
    r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)?》|〔\d{4}〕第?\d+号|〔\d{4}〕|\[\d{4}\]\d+号|（\d{4}年?(?:版|修订|修正)）"
)
"""Titles and numbers of documents: nothing in them is about this year's work."""

QUOTES = re.compile(r"“[^“”]{0,40}”|「[^「」]{0,40}」|\"[^\"]{0,40}\"")
"""Words in quotation marks."""

_DATE = r"\d{4}年度?(?:\d{1,2}月)?(?:\d{1,2}日)?[底末初]?"
_MADE = r"(?:[^，。；、\d]{0,8}?(?:制定|印发|发布|出台|制发|颁布|公布|下发|施行|实施))"
ISSUED = re.compile(
    rf"(?:{_DATE}(?:至|到|—+|-+|－|~|～|–){_DATE}{_MADE}|{_DATE}(?:及?以前|之前|前){_MADE}?)的?(?=[^，。；\d]{{0,12}}(?:文件|规章|政策|制度))"
)
"""When documents were issued (``废止2018年以前印发的规范性文件5件``): that year is not the number's."""
