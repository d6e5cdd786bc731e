"""The preview: reports on a page that follows every change of params and notebooks.

A server on this machine only builds the reports that somebody looks at, by the builder that ``gongkai build`` uses, and tells
their pages when they are new. Tornado, which Jupyter brings, serves; watchfiles notices changes.
"""

from __future__ import annotations

from gongkai.review.preview.server import Preview

__all__ = ["Preview"]
