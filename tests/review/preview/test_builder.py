"""What a preview says of files that are made on demand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from gongkai.document.errors import GlyphError
from gongkai.pipeline import publishing
from gongkai.review.preview.builder import Builder

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.review.preview.views import View

REPORT = ("a", 2024)


def builder(folder: Path, seen: list[View]) -> Builder:
    """One that collects what it says."""
    return Builder(folder / "params", folder / "outputs", lambda _, view: seen.append(view), str)


def test_warnings_of_other_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader of the PDF would miss is among the warnings, once."""
    monkeypatch.setattr(publishing, "export", lambda *_: (b"PDF", ["图1没有替代文字。"]))
    seen: list[View] = []

    async def twice() -> list[bytes | None]:
        made = builder(tmp_path, seen)
        return [await made.export(REPORT, "report.pdf") for _ in range(2)]

    assert [b"PDF", b"PDF"] == asyncio.run(twice())
    assert [("图1没有替代文字。",)] == [view.warnings for view in seen]


def test_a_character_that_no_font_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why a file cannot be made is a warning too, and the answer to who asked for it."""

    def export(*_: object) -> None:
        raise GlyphError("字体里没有“𪚥”字。")

    monkeypatch.setattr(publishing, "export", export)
    seen: list[View] = []

    async def once() -> None:
        await builder(tmp_path, seen).export(REPORT, "report.pdf")

    with pytest.raises(GlyphError):
        asyncio.run(once())
    assert [("没有生成report.pdf。字体里没有“𪚥”字。",)] == [view.warnings for view in seen]
