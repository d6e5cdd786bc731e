"""The registry of output formats: the package's own, and those that other packages add."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import EntryPoint

import bs4
import pytest
from nbconvert.exporters import get_exporter

from gongkai import plugins
from gongkai.document.errors import RenderError
from gongkai.publish import formats
from gongkai.publish.exporter import BlockExporter
from gongkai.publish.formats import Format
from tests.example import AGENCY, YEAR, mark

PLUG_IN = '''"""Reports as plain text."""

from gongkai.publish.exporter import BlockExporter
from gongkai.publish.formats import Format


class TextExporter(BlockExporter):
    """Plain text, a paragraph a line."""

    export_from_notebook = "公开年报 文本"
    output_mimetype = "text/plain"

    def _file_extension_default(self):
        return ".txt"

    def render(self, document):
        return "".join(f"{block.text()}\\n" for block in document.blocks)


FORMAT = Format(id="text", file="report.txt", exporter=TextExporter, label="纯文本")
'''


def plug_in(folder, value="annual_report_text:FORMAT", code=PLUG_IN):
    """An installed package with one format."""
    about = folder / "annual_report_text-1.2.dist-info"
    about.mkdir(parents=True)
    (folder / "annual_report_text.py").write_text(code, "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: annual-report-text\nVersion: 1.2\n")
    (about / "entry_points.txt").write_text(f"[gongkai.formats]\ntext = {value}\n")
    return folder


@pytest.fixture
def project(tmp_path, root, params):
    """A small project: two of the notebooks, one organ."""
    (tmp_path / "notebooks").mkdir()
    for stem in ("06_other", "90_review"):
        shutil.copy(root / "notebooks" / f"{stem}.ipynb", tmp_path / "notebooks")
    mark(tmp_path)
    return tmp_path


def build(project, *packages):
    """What ``gongkai build`` prints, and the report's folder, with some packages installed."""
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "build", AGENCY], cwd=project, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=200,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(map(str, packages))},
    )  # fmt: skip
    return done.stdout + done.stderr, project / "outputs" / str(YEAR) / AGENCY


def test_own_formats():
    """The package's own formats, in the order in which the page lists them."""
    found = [(each.id, each.file, each.label) for each in formats.formats()]
    assert [("html", "report.html", ""), ("pdf", "report.pdf", "PDF"), ("docx", "report.docx", "Word")] == found


@pytest.mark.parametrize("each", formats.formats(), ids=lambda each: each.id)
def test_exporters_of_nbconvert(each):
    """Nbconvert knows the exporter of each format by name; file name and media type are the exporter's."""
    assert get_exporter(f"gongkai-{each.id}") is each.exporter
    assert each.file == f"report{each.exporter().file_extension}"
    assert each.exporter.output_mimetype != ""


def test_format_of_another_package(project, tmp_path):
    """A format that another package registers is built, linked to by the page, listed in the manifest, and an input."""
    package = plug_in(tmp_path / "packages")
    said, folder = build(project, package)
    assert "已生成" in said
    text = (folder / "report.txt").read_text("utf-8")
    assert "其他需要报告的事项" in text
    page = bs4.BeautifulSoup((folder / "report.html").read_text("utf-8"), "lxml")
    links = {link.text: link["href"] for link in page.select("nav a[href^='report.']")}
    assert {"PDF": "report.pdf", "Word": "report.docx", "纯文本": "report.txt", "数据（JSON）": "report.json"} == links
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert "report.txt" in manifest["outputs"]
    assert "annual-report-text 1.2" == manifest["inputs"]["formats/text"]
    assert "没有变化" in build(project, package)[0]
    assert "已生成" in build(project)[0]
    assert not (folder / "report.txt").exists()


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("nowhere:FORMAT", "", "输出格式“text”（nowhere:FORMAT）装载失败：No module named 'nowhere'。"),
        ("annual_report_text:FORMAT", "FORMAT = 'text'", "输出格式“text”（annual_report_text:FORMAT）不是Format；"),
        (
            "annual_report_text:FORMAT",
            PLUG_IN.replace("report.txt", "report.json"),
            "（report.json）不能用：和别的重复",
        ),
        ("annual_report_text:FORMAT", PLUG_IN.replace("report.txt", "../report.txt"), "（../report.txt）不能用："),
        ("annual_report_text:FORMAT", PLUG_IN.replace("block.text()", "block.words()"), "生成report.txt时出错（Attrib"),
    ],
    ids=["missing", "no format", "taken", "path", "fails"],
)
def test_format_that_does_not_work(project, tmp_path, value, code, message):
    """A format that cannot be used fails the report with a sentence, not a traceback, and leaves no partial output."""
    said, folder = build(project, plug_in(tmp_path / "packages", value, code))
    assert message in said
    assert "Traceback" not in said
    assert not folder.exists()


def test_two_formats_of_one_name(monkeypatch):
    """Two formats must differ in id."""
    again = Format(id="pdf", file="other.pdf", exporter=BlockExporter)
    point = EntryPoint("pdf", "x:y", plugins.FORMATS)
    monkeypatch.setattr(plugins, "points", lambda _group: (point,))
    monkeypatch.setattr(formats, "_load", lambda _: again)
    with pytest.raises(RenderError, match="输出格式“pdf”的代号或文件名"):
        formats.formats()
