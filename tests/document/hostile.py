"""Text that tries to be markup, in every text field of every block."""

from __future__ import annotations

from gongkai.document.blocks import (
    Cell,
    Code,
    Figure,
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
from gongkai.document.markdown import to_blocks
from gongkai.document.metadata import Document, Meta

TEXTS = (
    "<script>alert(1)</script>",
    "</title></style></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "<svg/onload=alert(1)>",
    "[点](javascript:alert(1))",
    "<a href=javascript:alert(1)>点</a>",
    "{{ 7 * 7 }}{% raw %}{{ config }}{% for x in y %}",
    '#set page(width: 1pt) #eval("1") $x$ *粗* _斜_ `c` @ref <label>',
    "]]><!--",
    "&lt;b&gt;&#106;avascript:",
    "<meta http-equiv=refresh content='0;url=http://example.com'>",
    "<link rel=stylesheet href=http://example.com/x.css>",
    "\\u003cscript\\u003e ${alert(1)} <%= 1 %>",
)
"""Script, event handlers, links, and the markup of HTML, Jinja and Typst."""

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20" onload="alert(1)"><script>alert(1)</script>
<image href="http://example.com/x.png"/><text>x</text></svg>"""
"""A picture that tries to run and to load something."""


def hostile_document(text: str) -> Document:
    """A document with the text in every field that takes one."""
    runs = (Run(text=text, href=text), Run(text=text, bold=True, href=f"javascript:{text}"), Run(text=text, code=True))
    cell = Cell(content=runs, anchor="c", mark="error", refs=("n",))
    blocks = (
        Title(content=text or "题"),
        Heading(level=1, content=inline(text), anchor=text),
        Heading(level=2, content=runs),
        Heading(level=1, content=inline(text)),
        Paragraph(content=runs),
        List(items=((Paragraph(content=runs),),), start=1),
        Quote(blocks=(Paragraph(content=runs),)),
        Code(content=text),
        Note(level="hint", title=text, content=runs, anchor="n", refs=(("c", text), (text, text))),
        Table(rows=((Cell(content=runs, header=True, scope="col"),), (cell,)), caption=text, header_rows=1, note=runs),
        Table(rows=((cell,) * 6,), caption=text, show_caption=True, anchor=text),
        Figure(media="image/svg+xml", data=SVG, alt=text, caption=f"图 {text}", anchor=text),
        Figure(media=None, alt=text, caption=f"图 {text}"),
        Signature(organ=text, date=text),
    )
    meta = Meta(
        title=text, author=text, date="2021-01-20", subject=text, keywords=(text,), draft=True, url=text,
        links=(("PDF", "report.pdf"), (text, f"javascript:{text}")),
    )  # fmt: skip
    return Document(meta=meta, blocks=blocks)


def hostile_markdown() -> Document:
    """The texts as an organ's Markdown."""
    return Document(meta=Meta(title="题"), blocks=tuple(b for text in TEXTS for b in to_blocks(text)))
