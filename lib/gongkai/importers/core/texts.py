"""Running text as the Markdown of a return: paragraphs, headings, nothing that Markdown or a placeholder would change."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from gongkai.importers.core.delimiters import CELL, END
from gongkai.parsing import numerals

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEM = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]")
_LINE_HEAD = re.compile(r"^([（(][一二三四五六七八九十]{1,3}[)）])\s*(.*)$", re.DOTALL)
_LONGEST_HEAD = 30
_END = "。！？；：…”）】.!?;:"
_AFTER_HEAD = "。：:，,、；; \t"
_ENDS_HEAD, _GOES_ON = "。：", "，、；！？"
"""Marks that begin no paragraph: what may end a heading, and what only goes on with a sentence."""
_SPECIAL = re.compile(r"([\\`*_\[\]<]|~(?=~))")
_FIRST = re.compile(r"^(\s*)(?:([-+=#>])|(\d+)([.)]))")
_NOUN = "(?:情况|数量|类别|形式|渠道|问题|不足|措施|工作|机制|建设|管理)"
"""With what a heading ends."""
_OPENING = (
    r"20\d\d年|[《“]|[一二]是|我[局市区县镇委院]|本[局机单年]|[全今去]年|全[市区县]|目前|总[体的]|回顾|从|虽然|尽管|下一步|"
    r"针对|按照|根据|围绕|严格|认真|积极|坚持|切实|为[了进]|及时|不断"
)
"""With what a sentence begins: a period, an organ, a measure, an enumeration."""
_FUSED = re.compile(rf"([^。；！？，,：: ]{{2,18}}?(?:方面|(?=\d[.．、](?!\d))|{_NOUN}(?={_OPENING})))")
"""A heading whose border to the text was lost."""
_FIGURE = re.compile(r"^[（(]?(?:图|表|附)\s*[\d一二三四五六七八九十]*")


def width(text: str) -> int:
    """Columns that a text takes: two for each full-width character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def line_width(text: str) -> int:
    """The width at which the lines of a text were broken: nearly the longest line."""
    widths = sorted(width(line.strip()) for line in text.split("\n") if line.strip())
    return widths[int(len(widths) * 0.95)] if widths else 0


def paragraphs(text: str, *, wrapped: int) -> list[str]:
    """The paragraphs of a text; lines broken at a width are joined.

    Args:
        text: The text with its line breaks.
        wrapped: The width at which lines were broken (text out of a PDF), 0 where they were not.
    """
    given = [line for line in re.split(rf"[\n{END}{CELL}]", text) if tidy(line)]
    if not wrapped:
        return [part for line in given for part in _inline(tidy(line))]
    out: list[str] = []
    last = ""
    for raw in given:
        line = tidy(raw)
        starts = _LINE_HEAD.match(line) or re.match(r"\d+[.．、]", line)
        room = wrapped - width(last.strip())
        if out and not starts and room <= (1 if last.rstrip()[-1:] in "。！？：" else max(6, wrapped // 8)):
            glue = " " if re.search(r"[A-Za-z]$", out[-1]) and re.match(r"[A-Za-z]", line) else ""
            out[-1] += glue + line
        else:
            out.append(line)
        last = raw
    return [part for line in out for part in _inline(line)]


def tidy(line: str) -> str:
    """A line without control characters and doubled white space; none between hanzi and figures."""
    line = "".join(char for char in line if char >= " " or char == "\t")
    line = re.sub(r"[\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffe\uffff\ue000-\uf8ff]", "", line)
    line = re.sub(r"[ \t\u3000\xa0]+", " ", line).strip()
    cjk = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’]"
    # A blank between sentences is a paragraph's end that was lost; between words it is typography.
    line = re.sub(rf"(?<={cjk}) (?=[A-Za-z0-9])(?!\d{{1,2}}[.．、]\D)|(?<=[A-Za-z0-9%]) (?={cjk})", "", line)
    return re.sub(rf"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])(?!{_ITEM.pattern})", " ", line)


def _inline(line: str) -> Iterator[str]:
    """Cut a line at the numbered headings inside it, where they count up from one."""
    cuts = [0]
    expected = 1
    for match in _ITEM.finditer(line):
        before = line[: match.start()].rstrip()[-1:]
        number = numerals.number(match[1]) or 0
        if number == 1 and match.start() == 0:
            expected = 2
            continue
        if number == expected and (before in _END or line[match.start() - 1 : match.start()] == " " or expected > 1):
            if before in set("，、,第款条项《") or before.isdigit():
                continue
            cuts.append(match.start())
            expected += 1
        elif match.start() == 0:
            expected = number + 1
    for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
        if part := line[start:end].strip():
            yield part


def markdown(text: str, *, wrapped: int = 0) -> str | None:
    """The Markdown of a text, ``None`` if it is empty.

    A paragraph that begins with （一） becomes a heading with what follows it up to the first full stop, where that is
    short; a short line without a full stop before a longer one is a heading too.

    Args:
        text: The text with its line breaks.
        wrapped: The width in columns at which lines were broken, 0 if they were not.
    """
    parts: list[str] = []
    for part in paragraphs(text, wrapped=wrapped):
        if parts and part[0] in _GOES_ON:
            parts[-1] += part
        else:
            parts.append(part)
    out: list[str] = []
    for at, given in enumerate(parts):
        part = given
        if out and given[0] in _ENDS_HEAD:
            # A line break came before the mark: it ends the heading or goes on with the paragraph.
            if not out[-1].startswith("### "):
                out[-1] += escape(given)
                continue
            part = given.lstrip(_AFTER_HEAD)
        if not part:
            continue
        after = parts[at + 1] if at + 1 < len(parts) else ""
        match = _LINE_HEAD.match(part)
        if match:
            head, rest = _split_head(match[2])
            if head is not None:
                out.append(f"### {escape(f'（{match[1][1:-1]}）{head}')}")
                if rest:
                    out.append(escape(rest))
                continue
        elif _bare_head(part, after, alone=len(parts) > 1 and not wrapped):
            out.append(f"### {escape(part)}")
            continue
        out.append(escape(part))
    return "\n\n".join(out) or None


def _split_head(text: str) -> tuple[str | None, str]:
    """Heading and what follows it; no heading where the first sentence is long."""
    text = text.strip()
    fused = _FUSED.match(text)
    if (
        len(text) <= _LONGEST_HEAD
        and not (fused and text.endswith("。"))
        and not re.search(r"[。；！？，,]", text.rstrip("。：:"))
    ):
        return text.rstrip("。：:") or None, ""
    if fused is not None:
        # The mark that ended the heading is not part of the text after it.
        return fused[1], text[fused.end() :].lstrip(_AFTER_HEAD)
    match = re.match(rf"([^。；！？，,：:]{{2,{_LONGEST_HEAD}}}?)([。：:]| (?=\S))\s*(.+)$", text, re.DOTALL)
    return (match[1].strip(), match[3].lstrip(_AFTER_HEAD)) if match else (None, text)


def _bare_head(part: str, after: str, *, alone: bool) -> bool:
    return (
        alone and 4 <= len(part) <= 25 and len(after) > len(part) and part[-1] not in _END + "，、,"
        and not re.search(r"[。；，,：:]", part) and not re.match(r"\d", part) and not _FIGURE.match(part)
    )  # fmt: skip


def escape(text: str) -> str:
    """Text that Markdown and the placeholders print unchanged."""
    text = _SPECIAL.sub(r"\\\1", text)
    match = _FIRST.match(text)
    if match:
        text = (
            f"{match[1]}\\{match[2]}{text[match.end() :]}"
            if match[2]
            else f"{match[1]}{match[3]}\\{match[4]}{text[match.end() :]}"
        )
    return literal(text)


def literal(text: str) -> str:
    r"""Markdown without template marks that prints the same: ``{{ x }}`` becomes ``\{\{ x }}``.

    A backslash goes between the two signs of ``{{``, ``{%`` and ``{#``, so that neither is in the text any more, and
    before the first of them unless it has one. Text in code (between backticks) prints those backslashes.
    """
    parted = re.sub(r"(?<=\{)(?=[{%#])", r"\\", text)
    return re.sub(r"(?<!\\)((?:\\\\)*)\{(?=\\[{%#])", r"\1\\{", parted)
