"""Hostile web pages: text between tags, and tags."""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import HEAD, TAIL, TITLE, repeated, report, texts

if TYPE_CHECKING:
    from tests.hardening.kinds.texts import Make

MARKUP = {
    "nested": "<div>", "nested tables": "<table><tr><td>", "rows": "<tr><td>1</td></tr>", "cells": "<td>1</td>",
    "wide": "<td colspan=999999999>1</td>", "tall": "<tr><td rowspan=999999999>1</td></tr>", "bold": "<b>a", "attributes": "<p a",
    "entities": "&#x4e00;", "comments": "<!--", "lists": "<ul><li>a", "hidden": "<p hidden>a</p>", "styles": "<p style='display:none'>a",
    "spans": "<span>a</span>", "breaks": "<br>", "options": "<option>", "svg": "<svg><g>", "scripts": "<script>", "metas": "<meta name=a content=b>",
    "tables": "<table><tr><td>予以公开<td>1</table>", "captions": "<table><caption>a</caption>",
    "labels": "<tr><td>（一）予以公开<td>1<td>2<td>3<td>4<td>5<td>6<td>7</tr>", "heads": "<th>自然人</th>",
    "known heads": "<tr><td>自然人<td>商业企业<td>科研机构<td>社会公益组织" + "<td>法律a" * 20 + "</tr>",
}  # fmt: skip


def _page(body: str) -> bytes:
    return f"<!DOCTYPE html><html lang=zh><meta charset=utf-8><title>{TITLE}</title><body>{body}</body></html>".encode()


def _paragraphs(words: str) -> bytes:
    return _page("".join(f"<p>{html.escape(part)}</p>" for part in report(words).split("\n")))


def _markup(unit: str, size: int) -> bytes:
    is_row = unit.startswith(("<tr", "<td", "<th"))
    before, after = ("<table>", "</table>") if is_row else ("", "")
    return _page(HEAD.replace("\n", "<br>") + before + repeated(unit, size) + after + TAIL.replace("\n", "<br>"))


def kinds() -> dict[str, Make]:
    """The kinds of page."""
    return texts(_paragraphs) | {f"markup: {name}": partial(_markup, unit) for name, unit in MARKUP.items()}
