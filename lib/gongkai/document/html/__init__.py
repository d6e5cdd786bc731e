"""Blocks as HTML: inside JupyterLab (:func:`fragment`) and as one self-contained web page (:func:`page`)."""

from __future__ import annotations

from gongkai.document.html.body import source
from gongkai.document.html.page import fragment, page

__all__ = ["fragment", "page", "source"]
