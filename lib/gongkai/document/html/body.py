"""Blocks as HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from gongkai.document.blocks import (
    MARKS,
    Code,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    Quote,
    Signature,
    Table,
    Title,
    plain,
)
from gongkai.document.html.addresses import to
from gongkai.document.html.marks import marked
from gongkai.document.html.table import scrolling, table
from gongkai.document.html.text import SIGNS, label, runs, tag, void, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.document.blocks import Block
    from gongkai.document.html.context import PageContext

_PHONE = "(max-width:29.99rem)"
"""Screens that show the variant for phones of a picture."""

_URL_SAFE = "/:=,;()'!*-._~?&+@$"
"""Characters of a picture that its URL may hold as they are."""

_ESCAPED = {number: quote(chr(number), safe=_URL_SAFE) for number in range(128)}
"""What other ASCII becomes; looking up each character of a large picture in ``quote`` takes ten times as long."""


def render(blocks: Iterable[Block], context: PageContext) -> Markup:
    """Render blocks in order, one per line; what follows a folded heading inside a ``details`` element."""
    found: list[list[Markup]] = [[]]
    folds: list[tuple[int, Markup]] = []

    def close(level: int) -> None:
        while folds and folds[-1][0] >= level:
            summary = tag("summary", folds.pop()[1])
            inner = Markup("\n").join((summary, *found.pop()))
            found[-1].append(tag("details", inner, class_="fold"))

    for block in blocks:
        if isinstance(block, Heading):
            close(block.level)
        shown = _block(block, context)
        if isinstance(block, Heading) and block.folded:
            folds.append((block.level, shown))
            found.append([])
        elif shown:
            found[-1].append(shown)
    close(0)
    return Markup("\n").join(found[0])


def _block(block: Block, context: PageContext) -> Markup:
    match block:
        case Title():
            lines = [tag("span", label(line, groups=True)) for line in block.content.split("\n") if line.strip()]
            return tag("h1", Markup(" ").join(lines), class_="title")
        case Heading():
            return tag(
                f"h{block.level + 1}", runs(block.content, header=True, groups=True), id=context.heading(block),
                class_="folded" if block.folded and not context.own else None,
            )  # fmt: skip
        case Paragraph():
            if not plain(block.content).strip():
                return Markup()
            is_marked = any(run.mark or run.anchor or run.refs for run in block.content)
            return tag(
                "p", marked(block.content, context) if is_marked else runs(block.content, targets=context.targets)
            )
        case List():
            items = Markup().join(tag("li", render(item, context)) for item in block.items)
            if block.start is None:
                return tag("ul", items)
            return tag("ol", items, start=block.start if block.start != 1 else None)
        case Quote():
            return tag("blockquote", render(block.blocks, context))
        case Code():
            shown = tag("pre", tag("code", words(block.content, Markup("\n"))))
            return tag("details", tag("summary", words(block.folded)) + shown) if block.folded else shown
        case Note():
            return _note(block, context)
        case Table():
            return table(block, context)
        case Figure():
            return _figure(block, context)
        case Signature():
            lines = [tag("p", label(line, groups=True)) for line in (block.organ, block.date) if line.strip()]
            return tag("div", Markup().join(lines), class_="signature")


def _note(note: Note, context: PageContext) -> Markup:
    level, sign = MARKS[note.level], SIGNS[note.level]
    badge = tag("span", sign, class_="sign", aria_hidden="true")
    if f"（{level}）" not in note.title:
        badge += tag("span", f"{level}：", class_="level")
    body = tag("p", badge + tag("strong", words(note.title)), class_="note-title")
    if note.content:
        body += tag("p", runs(note.content))
    if note.refs:
        links = Markup("").join(tag("li", tag("a", words(text), href=to(anchor))) for anchor, text in note.refs)
        body += tag("ul", links, class_="refs", aria_label="相关单元格")
    if note.folded is not None:
        name, text = note.folded
        body += tag("details", tag("summary", words(name)) + tag("pre", tag("code", words(text, Markup("\n")))))
    return tag("div", body, class_=f"note note-{note.level}", role="note", id=context.id(note.anchor))


def _figure(figure: Figure, context: PageContext) -> Markup:
    width = None
    if figure.width_mm and figure.width_mm > 0 and context.own:
        width = context.style(f"&{{width:{figure.width_mm:g}mm}}")
    if figure.media is None:
        name = figure.alt or figure.caption
        shown = tag("div", tag("span", "图片暂缺"), class_="missing", role="img", aria_label=f"图片暂缺：{name}")
        kind = "figure"
    else:
        kind, shown = "figure", tag("div", _picture(figure, width, context), class_="frame")
        if figure.media == "image/svg+xml":
            kind = "figure chart"
            if context.own and not figure.phone:
                kind, name = "figure chart wide", figure.caption or figure.alt or "图"
                shown = scrolling(_picture(figure, width, context), context.label(name))
    caption = tag("figcaption", label(figure.caption, groups=True)) if figure.caption else Markup()
    return tag("figure", shown + caption, class_=kind, id=context.place(figure))


def _picture(figure: Figure, width: str | None, context: PageContext) -> Markup:
    """The image; on a page with its variant for phones."""
    image = void("img", src=source(figure), alt=figure.alt or figure.caption, class_=width)
    if not figure.phone or not context.own:
        return image
    return tag("picture", void("source", media=_PHONE, srcset=_svg(figure.phone)) + image)


def source(figure: Figure) -> str:
    """The picture as a ``data:`` URL. An SVG in an ``img`` element can neither run scripts nor load resources."""
    if figure.media == "image/svg+xml":
        return _svg(figure.screen or figure.data)
    return f"data:{figure.media};base64,{re.sub(r'[^A-Za-z0-9+/=]', '', figure.data)}"


def _svg(text: str) -> str:
    """An SVG as a URL, without quotation marks and spaces; shorter than in base64."""
    if "'" not in text:
        text = text.replace('"', "'")
    escaped = text.translate(_ESCAPED)
    return "data:image/svg+xml," + (escaped if escaped.isascii() else quote(escaped, safe=f"{_URL_SAFE}%"))
