"""SVG from a cell of a notebook without what could run, load or lead somewhere."""

from __future__ import annotations

import re
from typing import Any

_SUSPICIOUS = re.compile(
    r"\\|&#|<!(?:doctype[^>]*\[|entity|attlist)|<\?(?!xml )|<\s*/?(?:[\w.-]+:)?(?:script|foreignobject|iframe|embed|object|audio|video|handler|set|animate\w*|a)\b|\son\w+\s*="
    r"|href\s*=\s*[\"'](?!#|data:image/(?:png|jpeg|gif|webp)[;,])|@import|expression\s*\(|javascript:|url\s*\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""What a picture without any of it cannot contain, with the escapes that could hide it; charts drawn by matplotlib have none."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "title",
        "desc",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "clipPath",
        "mask",
        "marker",
        "image",
        "style",
        "filter",
        "switch",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feComposite",
        "feDropShadow",
        "feFlood",
        "feFuncA",
        "feFuncB",
        "feFuncG",
        "feFuncR",
        "feGaussianBlur",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
        "feTile",
        "feTurbulence",
    ]
)
"""Elements that draw; others are left out with what is in them, but for links, whose content stays."""
_OWN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]")
_FOREIGN_STYLE = re.compile(r"@import|expression\s*\(|javascript:|\\|url\s*\(\s*[\"']?(?!#)", re.IGNORECASE)


class SVGError(ValueError):
    """A picture is not an SVG that can be read; the message is Chinese."""


def cleaned(svg: str) -> str:
    """The picture without scripts, event handlers, links, foreign elements, and references to anything outside it.

    Args:
        svg: The picture; one without any of that is returned as it is.

    Raises:
        SVGError: It has to be cleaned, and is not well-formed.
    """
    if not _SUSPICIOUS.search(svg):
        return svg
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the text declares
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(svg.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        msg = "这幅SVG图不是完好的XML，不能确认其中没有脚本；请改用PNG图。"
        raise SVGError(msg) from error
    if root.tag != f"{{{_NAMESPACE}}}svg":
        msg = "这幅SVG图的根元素不是svg；请改用PNG图。"
        raise SVGError(msg)
    _clean(root, etree)
    return str(etree.tostring(root, encoding="unicode"))


def _clean(element: Any, etree: Any) -> None:
    for name, value in list(element.attrib.items()):
        local = etree.QName(name).localname.lower()
        is_foreign = not _OWN.match(value.strip()) if local == "href" else bool(_FOREIGN_STYLE.search(value))
        if local.startswith("on") or local == "base" or is_foreign:
            del element.attrib[name]
    if etree.QName(element).localname == "style" and _FOREIGN_STYLE.search("".join(element.itertext())):
        element.text = None
        del element[:]
    for child in list(element):
        kind = etree.QName(child) if isinstance(child.tag, str) else None
        if kind is not None and kind.namespace == _NAMESPACE and kind.localname in _ELEMENTS:
            _clean(child, etree)
        elif kind is not None and kind.namespace == _NAMESPACE and kind.localname == "a":
            child.tag = f"{{{_NAMESPACE}}}g"
            for name in list(child.attrib):
                if etree.QName(name).localname == "href":
                    del child.attrib[name]
            _clean(child, etree)
        else:
            if child.tail:  # removing takes the text behind it, too
                before = child.getprevious()
                if before is None:
                    element.text = (element.text or "") + child.tail
                else:
                    before.tail = (before.tail or "") + child.tail
            element.remove(child)
