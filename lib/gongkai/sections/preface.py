"""Preface 报头: title, legal basis, structure, period, place of publication, contact. Not part of any official form."""

from __future__ import annotations

from gongkai.document.blocks import Title
from gongkai.sections import base


class Preface(base.Section):
    """The report's title and preface."""

    def title(self) -> Title:
        """〔organ's full name〕〔year〕年政府信息公开工作年度报告, over two lines."""
        record = self.record
        return Title(content=f"{record.agency.name}{record.year}年\n政府信息公开工作年度报告")
