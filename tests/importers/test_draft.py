"""Gongkai drafts: what is printed over and after the report is not read, and a draft is never what was published."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from gongkai import importers
from gongkai.commands import import_ as command
from gongkai.document.blocks import Heading, Note, Paragraph, inline
from gongkai.document.metadata import Document
from gongkai.importers.formats import report_json
from gongkai.returns.canonical import dumps, to_json
from tests.importers import own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from pathlib import Path

NOTE = Note(
    level="error", title="R1（错误）表三每一列：一＋二＝三＋四。", content=inline("相差1。\n请核对。"), anchor="f1"
)
FINDINGS = (Heading(level=1, content=inline("核对结果")), NOTE)
NONE = (Heading(level=1, content=inline("核对结果")), Paragraph(content=inline("没有发现问题。")))


def drafted(folder: Path, suffix: str, *findings: Heading | Note | Paragraph, draft: bool = True) -> Path:
    """A report with findings behind its signature, as ``gongkai build --draft`` writes it."""
    report = own.document(consistent(3, 2024))
    made = Document(
        meta=report.meta.model_copy(update={"draft": draft}), blocks=(*report.blocks, *(findings or FINDINGS))
    )
    return own.write(made, folder, suffix)


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
def test_draft(tmp_path: Path, suffix: str) -> None:
    """Watermark and findings are left out: cells, texts, date and signature are those of the report."""
    record = consistent(3, 2024)

    found = importers.read(drafted(tmp_path, suffix))

    assert found.draft
    assert record.cells == found.record.cells
    assert record.sections == found.record.sections.model_copy(update={"preface": None, "other": "无。"})
    assert ("无。", record.signed) == (found.record.sections.other, found.record.signed)
    assert [] == list(found.record.issues)


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
def test_published_report_is_no_draft(tmp_path: Path, suffix: str) -> None:
    """A report without the mark is none, whatever its last section says."""
    heading = Paragraph(content=inline("核对结果"))
    plain = drafted(tmp_path, suffix, heading, Paragraph(content=inline("各单位核对无误。")), draft=False)

    found = importers.read(plain)

    assert not found.draft
    assert "各单位核对无误" in (found.record.sections.other or "")


@pytest.mark.parametrize("findings", [FINDINGS, NONE])
def test_lost_watermark(tmp_path: Path, findings: tuple[Heading, Note | Paragraph]) -> None:
    """A draft that lost its watermark on its way is known by its findings."""
    found = importers.read(drafted(tmp_path, "html", *findings, draft=False))

    assert (True, "无。") == (found.draft, found.record.sections.other)


def run(folder: Path, path: Path, *, published: bool) -> int:
    """The import command."""
    (folder / "params").mkdir(exist_ok=True)
    options = {"agency": None, "year": None, "force": False, "json": None}
    return command.run_import([path], params=folder / "params", published=published, **options)  # type: ignore[arg-type]


def test_draft_is_not_what_was_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft is refused as the record of what was published, and read as a return with a word about it."""
    path = drafted(tmp_path, "html")

    assert run(tmp_path, path, published=True) == 2
    assert [] == list((tmp_path / "params").iterdir())
    assert (
        "report.html：是草稿（尚未审核签发），不能用 --published 作为已发布的报告读入；请用正式公布的文件，或去掉 --published。"
        == capsys.readouterr().err.strip()
    )
    assert run(tmp_path, path, published=False) == 0
    assert "草稿：不是正式公布的报告；水印和末尾的“核对结果”没有读入。" in capsys.readouterr().out


def test_report_json_beside_another_manifest(tmp_path: Path) -> None:
    """A manifest that is of another state of the file, or of no build, says nothing of it."""
    path = tmp_path / "report.json"
    path.write_text(dumps(to_json(consistent(3, 2024), {})), "utf-8")
    manifest = tmp_path / "manifest.json"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = []
    for text in (
        None,
        "x",
        "[]",
        "{}",
        json.dumps({"inputs": {"draft": "1"}, "outputs": {"report.json": "0" * 64}}),
        json.dumps({"inputs": {"draft": "1"}, "outputs": {}}),
        json.dumps({"outputs": {"report.json": digest}}),
        json.dumps({"inputs": {}, "outputs": {"report.json": digest}}),
        json.dumps({"inputs": {"draft": "1"}, "outputs": {"report.json": digest}}),
    ):
        if text is not None:
            manifest.write_text(text, "utf-8")
        found.append(report_json.is_draft(path))
    assert [False] * 8 + [True] == found


@pytest.mark.parametrize(("draft", "code"), [(True, 2), (False, 0)])
def test_report_json_of_a_draft(tmp_path: Path, draft: bool, code: int) -> None:
    """``report.json`` itself says nothing of it: the manifest beside it does."""
    path = tmp_path / "report.json"
    path.write_text(dumps(to_json(consistent(3, 2024), {})), "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = {"inputs": {"draft": "1"} if draft else {}, "outputs": {"report.json": digest}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")

    assert code == run(tmp_path, path, published=True)
