"""Texts that make a careless reader take more than linear time: a unit repeated up to a size."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Make = Callable[[int], bytes]

T = TypeVar("T")
TITLE = "某市某区试验局2021年政府信息公开工作年度报告"
HEAD = f"{TITLE}\n一、总体情况\n"
TAIL = "\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无\n"

UNITS = {
    # Markdown
    "opening brackets": "[", "closing brackets": "]", "bracket pairs": "[]", "images": "![", "image pairs": "![](a)",
    "links": "[a](b)", "open links": "[a](", "link titles": '[a](b "', "references": "[a]: b\n", "uses of references": "[a][b] ",
    "comments": "<!--", "closed comments": "<!-- -->", "tags": "<a ", "open tags": "<", "closing tags": "</a>", "entities": "&amp",
    "cdata": "<![CDATA[", "declarations": "<!A ", "instructions": "<?", "autolinks": "<http://a", "stars": "*", "words in stars": "**a ",
    "one star": "*a ", "mixed emphasis": "*a_b", "underscores": "_", "backticks": "`", "growing code": "`a``", "backslashes": "\\",
    "tildes": "~", "quotes": "> ", "quoted lines": "> a\n", "bullets": "- ", "bullet lines": "- a\n", "numbers": "1. a\n",
    "nested bullets": "- - ", "headings": "# a\n", "setext": "a\n-\n", "bars": "|", "table rows": "|a|b|\n", "table heads": "|a|\n|-|\n",
    "rules": "---\n", "fences": "```\n", "indented": "    a\n", "hard breaks": "a  \n", "strong hanzi": "**注意：**",
    # white space and lines
    "blank lines": "\n", "tabs": "\t", "blanks": " ", "wide blanks": "\u3000", "form feeds": "\f", "returns": "\r", "blank and line": " \n",
    "letters by the line": "a\n", "hanzi by the line": "一\n", "digits by the line": "1\n", "numbers by the line": "12 34 56\n",
    # characters
    "letters": "a", "hanzi": "信", "digits": "7", "zeros": "0", "full-width digits": "１", "numerals": "一", "commas": "，", "stops": "。",
    "emoji": "👩‍👩‍👧", "accents": "a\u0301\u0302", "zero width": "\u200b", "bidi": "\u202e", "ligatures": "\ufdfa", "separators": "\u2028",
    "marks of cells": "\x1e\x1f", "private": "\ue000", "quotation": "“", "brackets": "（", "book titles": "《",
    # templates
    "double braces": "{{", "placeholders": "{{ year }}", "unknown placeholders": "{{ x }}", "statements": "{% x %}", "notes": "{#",
    "single braces": "{", "braces": "{a.b ", "closing braces": "}}", "wide braces": "｛｛",
    # what reports say
    "received": "收到1件", "received far": "收到信", "requests": "收到申请1件，", "answered": "办结1件，其中予以公开1件、不予公开1件，",
    "parts": "其中1件，", "years": "2020年", "percent": "增长1%，", "lists": "一是信；", "sums": "共1件：信1件、", "disputes": "复议1件、诉讼1件，",
    "documents": "规范性文件1件，", "fees": "收费1元，", "addresses": "家住信", "doors": "家住1", "mobiles": "13800138000 ",
    "mobile parts": "138 0013 ", "cards": "6222 0200 ", "accounts": "6222020200112233445，", "citizens": "110101199003077758 ",
    "only lists": "、1件", "amounts": "1万元", "statistics": "累计收到各类申请1件，同比增长1%。",
    # the form
    "section marks": "一、", "section marks by the line": "三、信\n", "titles": "三、收到和处理政府信息公开申请情况\n",
    "titles in a line": "一、总体情况", "subsections": "（一）", "subsections by the line": "（一）信\n", "items": "1.信", "headings of rows": "（一）予以公开\n",
    "rows": "1.属于国家秘密 1 0 0 0 0 0 1\n", "totals": "总计 1 ", "labels": "（七）总计", "report titles": "某局2021年政府信息公开工作年度报告\n",
    "pages": "第1页\n", "page numbers": "- 1 -\n", "tab cells": "1\t", "tab rows": "a\t1\t2\n", "bar rows": "a|1|2|\n", "bar separators": "|---",
    "dates": "2022年1月20日\n", "signatures": "某局\n2022年1月20日\n", "attachments": "附件：a ", "downloads": "附件下载 ",
}  # fmt: skip
"""What is repeated, by name."""


def text(name: str, size: int) -> str:
    """A text of one kind.

    Args:
        name: One of :data:`UNITS`.
        size: Bytes in UTF-8, approximately.
    """
    unit = UNITS[name]
    return unit * max(1, size // len(unit.encode()))


def texts(wrap: Callable[[str], bytes]) -> dict[str, Make]:
    """A file of every kind of text, made by ``wrap`` from the text."""
    return {name: partial(_text, wrap, name) for name in UNITS}


def _text(wrap: Callable[[str], bytes], name: str, size: int) -> bytes:
    return wrap(text(name, size))


def wrapped(wrap: Callable[[T], bytes], made: Mapping[str, Callable[[int], T]], suffix: str = "") -> dict[str, Make]:
    """Files made by ``wrap`` from what each of ``made`` gives for a size; ``suffix`` goes behind their names."""
    return {f"{name}{suffix}": partial(_wrapped, wrap, make) for name, make in made.items()}


def _wrapped(wrap: Callable[[T], bytes], make: Callable[[int], T], size: int) -> bytes:
    return wrap(make(size))


def repeated(unit: str, size: int) -> str:
    """A unit as often as fits into a size in bytes."""
    return unit * max(1, size // len(unit.encode()))


def report(words: str) -> str:
    """A report as text, with words in its first section."""
    return HEAD + words + TAIL
