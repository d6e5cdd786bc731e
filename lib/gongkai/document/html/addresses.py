"""URLs and ids: what a page may link to, and how ids are written."""

from __future__ import annotations

import re
from urllib.parse import quote

from gongkai.document.text import SCHEMES

_LINK = re.compile(rf"(?:{SCHEMES}|#)[^\x00-\x20\x7f]+", re.IGNORECASE)
_BESIDE = re.compile(r"(?![/\\]{2})[^:\x00-\x1f\x7f\\]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
_NOT_IN_FRAGMENTS = re.compile(r"[\"#%<>\[\\\]^`{|}]")
_URL_SAFE = "/?#[]@!$&'()*+,;=:%~"


def link(href: str | None) -> str | None:
    """The URL if a text may link to it (web, mail, telephone, anchor), else ``None``."""
    if href is None or not _LINK.fullmatch(href):
        return None
    return to(href[1:]) if href.startswith("#") else quote(href, safe=_URL_SAFE)


def beside(href: str) -> str | None:
    """The URL if it is a file beside the page or on the web, else ``None``."""
    return quote(href, safe=_URL_SAFE) if _BESIDE.fullmatch(href) else link(href)


def ident(anchor: str) -> str:
    """An anchor without white space, which ids must not contain."""
    return _BLANK.sub("-", anchor.strip()) or "-"


def to(anchor: str) -> str:
    """The URL of an anchor on the page."""
    return "#" + _NOT_IN_FRAGMENTS.sub(lambda match: quote(match[0]), ident(anchor))
