"""A jurisdiction over the years: what its organs reported, as tables, charts and files; the notebook ``91_portfolio`` shows it."""

from __future__ import annotations

from gongkai.review.portfolio.load import load
from gongkai.review.portfolio.model import Portfolio, View
from gongkai.review.portfolio.save import save

__all__ = ["Portfolio", "View", "load", "save"]
