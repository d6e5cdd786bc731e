"""The whole web page: one file, no script, no request to any host."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from gongkai.document.blocks import Heading, Title, inline
from gongkai.document.html.addresses import beside, link, to
from gongkai.document.html.body import render
from gongkai.document.html.context import MAIN, PageContext
from gongkai.document.html.inline import inlined
from gongkai.document.html.text import embedded_json, label
from gongkai.document.outline import stepwise
from gongkai.document.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.document.blocks import Block
    from gongkai.document.metadata import Document


@cache
def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    return environment.from_string(_resource("page.html.j2"))


def fragment(blocks: Sequence[Block]) -> str:
    """HTML of some blocks, for embedding in another page such as a notebook in JupyterLab.

    It has no style sheet, which Jupyter removes from notebooks that it does not trust; elements bring their style as
    attributes. Blocks without an anchor get no id, so that fragments on the same page do not collide.
    """
    body = render(blocks, PageContext(blocks, own=False))
    return clean(inlined(Markup('<div class="gongkai">{}</div>').format(body)))


def page(document: Document) -> str:
    """The document as one self-contained web page.

    Its Content-Security-Policy allows the style sheet by its hash and embedded pictures, nothing else.
    The metadata are Dublin Core and the content tags of 《政府网站发展指引》 (国办发〔2017〕47号), where they are known.

    Args:
        document: What to show; skipped heading levels are closed up.

    Returns:
        HTML text; the same for the same document.
    """
    meta = document.meta
    title, *rest = _one_title(document.blocks, meta.title)
    rest = stepwise(rest)
    context = PageContext(rest)
    heading, body = render((title,), context), render(rest, context)
    sheets = ["report.css", *(["paper.css"] if meta.style == "paper" else [])]
    css = "".join([*map(_resource, sheets), *(context.rules[name] for name in sorted(context.rules))])
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii")
    links = [(name, target) for name, href in meta.links if (target := beside(href))]
    text = _template().render(
        meta=meta,
        author=label(meta.author, groups=True),
        url=link(meta.url),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        css=Markup(css),  # noqa: S704 — the package's style sheet
        heading=heading,
        body=body,
        contents=_contents(context.headings),
        links=links,
        main=MAIN,
        linked=embedded_json(meta.linked),
        looks=" ".join(look for look, shown in (("paper", meta.style == "paper"), ("draft", meta.draft)) if shown),
    )
    return clean(text)


def _one_title(blocks: Iterable[Block], title: str) -> Iterable[Block]:
    """Start with the first title, or else the document's name; later titles become headings."""
    found = next((block for block in blocks if isinstance(block, Title)), None)
    yield found or Title(content=title)
    for block in blocks:
        if isinstance(block, Title):
            if block is not found:
                yield Heading(level=1, content=inline(block.content))
        else:
            yield block


def _contents(headings: Iterable[tuple[int, str, str]]) -> list[tuple[Markup, str, list[tuple[Markup, str]]]]:
    """Sections and the headings directly below them: text, link, subheadings."""
    found: list[tuple[Markup, str, list[tuple[Markup, str]]]] = []
    for level, text, name in headings:
        if level == 1:
            found.append((label(text), to(name), []))
        elif level == 2 and found:
            found[-1][2].append((label(text), to(name)))
    return found
