"""Markdown to blocks: parsed by mistune, turned into blocks.

Raw HTML is shown as text, links go to ``http(s)``, ``mailto``, ``tel`` and anchors only, and emphasis next to Chinese
punctuation (``**注意：**请``) is parsed as its author intended.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import mistune
from mistune.plugins.table import table as table_plugin

from gongkai.document.blocks import Block, Cell, Code, Heading, Inline, List, Paragraph, Quote, Run, Table, inline
from gongkai.document.text import SCHEMES, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

IMAGE = re.compile(r"^figure:([\w-]+)$")
"""URL by which a text places a figure: ``![](figure:ID)``."""

_LETTER = r"[A-Za-z0-9]|[^\x00-\x7f\s]"
_LINE = rf"(?!\d+[.)])(?:{_LETTER})(?:[^\s\\`*_\[\]<>&|]| (?={_LETTER}))*+"
_PLAIN = re.compile(rf"(?:#{{1,6}} )?{_LINE}(?:\n\n(?:#{{1,6}} )?{_LINE})*+")
"""Headings and paragraphs of one line each, without any mark of Markdown in them: most texts, which need no parser."""

_BREAKS = frozenset({"softbreak", "linebreak"})
_SAFE = re.compile(rf"^(?:{SCHEMES}|#)", re.IGNORECASE)


def _cjk_strong(parser: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    child = state.copy()
    child.src = match["cjk_strong_text"]
    state.append_token({"type": "strong", "children": parser.render(child)})
    return match.end()


@cache
def parser() -> mistune.Markdown:
    """The shared parser; it yields mistune's token tree."""
    markdown = mistune.Markdown(renderer=None, inline=mistune.InlineParser(hard_wrap=False), plugins=[table_plugin])
    # CommonMark's flanking rule fails between hanzi and full-width punctuation: accept **…** there anyway.
    markdown.inline.register(
        "cjk_strong", r"\*\*(?P<cjk_strong_text>[^\s*](?:[^*\n]*[^\s*])?)\*\*", _cjk_strong, before="emphasis"
    )
    return markdown


def to_blocks(text: str, figure: Callable[[str], Iterable[Block]] | None = None) -> list[Block]:
    """Blocks of a Markdown text.

    Args:
        text: Markdown.
        figure: Returns the blocks of a figure by id, where ``![](figure:ID)`` is alone on a line; if omitted, or for
            an unknown id (``KeyError``), the line is shown as text.
    """
    text = clean(text)
    if _PLAIN.fullmatch(text):
        return [_plain(block) for block in text.split("\n\n")]
    tokens, _ = parser().parse(text)
    return _blocks(tokens, figure)  # type: ignore[arg-type]


def _plain(text: str) -> Block:
    """The block of a heading or paragraph without marks."""
    marks, _, rest = text.partition(" ") if text.startswith("#") else ("", "", text)
    content = (Run(text=rest),)
    return Heading(level=min(4, len(marks)), content=content) if marks else Paragraph(content=content)


def to_inline(text: str) -> Inline:
    """The runs of a heading, which is Markdown on one line."""
    return _inline(parser().inline(clean(text), {"ref_links": {}}))


def _blocks(tokens: Sequence[dict[str, Any]], figure: Callable[[str], Iterable[Block]] | None) -> list[Block]:
    found: list[Block] = []
    for token in tokens:
        match token["type"]:
            case "heading":
                level = min(4, token["attrs"]["level"])
                found.append(Heading(level=level, content=_inline(token["children"])))
            case "paragraph" | "block_text":
                found += _paragraph(token["children"], figure)
            case "list":
                items = tuple(tuple(_blocks(item["children"], figure)) for item in token["children"])
                start = token["attrs"].get("start", 1) if token["attrs"]["ordered"] else None
                found.append(List(items=items, start=start))
            case "block_quote":
                found.append(Quote(blocks=tuple(_blocks(token["children"], figure))))
            case "block_code":
                found.append(Code(content=token["raw"].rstrip("\n")))
            case "block_html":
                found.append(Paragraph(content=inline(token["raw"].strip())))
            case "table":
                found.append(_table(token))
            case "blank_line" | "thematic_break":
                pass
            case _ if "raw" in token:
                found.append(Paragraph(content=inline(token["raw"])))
    return found


def _paragraph(children: Sequence[dict[str, Any]], figure: Callable[[str], Iterable[Block]] | None) -> list[Block]:
    """A paragraph, split where a figure is alone on a line."""
    found: list[Block] = []
    words: list[dict[str, Any]] = []

    def end() -> None:
        while words and words[-1]["type"] in _BREAKS:
            words.pop()
        if words:
            found.append(Paragraph(content=_inline(words)))
            words.clear()

    for line in _lines(children):
        place = IMAGE.match(address) if (address := _alone(line)) else None
        if place and figure:
            end()
            found += figure(place[1])
        else:
            words += line
    end()
    return found


def _lines(children: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Inline tokens line by line, each with the break that ends it."""
    lines: list[list[dict[str, Any]]] = [[]]
    for child in children:
        lines[-1].append(child)
        if child["type"] in _BREAKS:
            lines.append([])
    return lines


def _alone(line: Sequence[dict[str, Any]]) -> str | None:
    """URL of the picture if the line contains nothing else."""
    words = [token for token in line if token["type"] not in _BREAKS]
    return _address(words[0]) if len(words) == 1 and words[0]["type"] == "image" else None


def _address(image: dict[str, Any]) -> str:
    """The URL as written: the parser percent-encodes it."""
    return unquote(str(image["attrs"]["url"]))


def images(text: str) -> list[tuple[str, bool]]:
    """The pictures of a Markdown text: URL, and whether alone on its line, which is what places a figure."""
    return _images(parser().parse(clean(text))[0])  # type: ignore[arg-type]


def _images(tokens: Sequence[dict[str, Any]]) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for token in tokens:
        children = token.get("children", [])
        whole = token["type"] in {"paragraph", "block_text"}
        for line in _lines(children):
            alone = whole and _alone(line) is not None
            found += [(_address(child), alone) for child in line if child["type"] == "image"]
        found += _images([child for child in children if child["type"] != "image"])
    return found


def _table(token: dict[str, Any]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for part in token["children"]:
        lines = [part] if part["type"] == "table_head" else part["children"]
        for line in lines:
            is_header = part["type"] == "table_head"
            rows.append(
                tuple(
                    Cell(
                        content=_inline(cell["children"]),
                        header=is_header,
                        scope="col" if is_header else None,
                        align=cell["attrs"].get("align") or "left",
                    )
                    for cell in line["children"]
                )
            )
    return Table(rows=tuple(rows), caption="表格", header_rows=1)


def _inline(tokens: Sequence[dict[str, Any]], **style: Any) -> Inline:
    found: list[Run] = []
    for token in tokens:
        match token["type"]:
            case "text" | "inline_html":
                found.append(Run(text=token["raw"], **style))
            case "codespan":
                found.append(Run(text=token["raw"], **{**style, "code": True}))
            case "strong":
                found += _inline(token["children"], **{**style, "bold": True})
            case "emphasis":
                found += _inline(token["children"], **{**style, "italic": True})
            case "softbreak":
                # A line break inside a Chinese paragraph is not a space.
                found.append(Run(text="", **style))
            case "linebreak":
                found.append(Run(text="\n", **style))
            case "link":
                url = token["attrs"]["url"]
                safe = {**style, "href": url} if _SAFE.match(url) else style
                found += _inline(token["children"], **safe)
            case "image":
                found += _inline(token["children"], **style) or (Run(text=_address(token), **style),)
            case _:
                found += _inline(token.get("children", []), **style)
    return _joined(found)


def _joined(runs: Iterable[Run]) -> Inline:
    """Merge neighbouring runs of the same style; a soft break between Latin words becomes a space."""
    found: list[Run] = []
    soft = False
    for run in runs:
        if not run.text:
            soft = True
            continue
        if soft and found and found[-1].text[-1].isascii() and run.text[0].isascii():
            found.append(Run(text=" "))
        soft = False
        last = found[-1] if found else None
        if last and last.model_copy(update={"text": ""}) == run.model_copy(update={"text": ""}):
            found[-1] = last.model_copy(update={"text": last.text + run.text})
        else:
            found.append(run)
    return tuple(found)
