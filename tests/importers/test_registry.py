from __future__ import annotations

import pkgutil
import sys
from typing import TYPE_CHECKING

import pytest

from gongkai import importers
from gongkai.importers import formats
from gongkai.importers.registry import built_in, registry
from gongkai.returns import Agency, InputError
from tests.importers import own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AGENCY = Agency(id="lab-ju", name="某市某区试验局", level="department")
WIKI = """
from gongkai.importers.base import Importer
from gongkai.importers.core.parsed_report import ParsedReport, ParsedTable, PositionedCell


def read(path, expected):
    blocks = []
    for line in path.read_text("utf-8").removeprefix("WIKI\\n").splitlines():
        if not line.startswith("|"):
            blocks.append(line)
            continue
        row = tuple(PositionedCell(text, at) for at, text in enumerate(line[1:].split("|")))
        rows = blocks.pop().rows if blocks and isinstance(blocks[-1], ParsedTable) else ()
        blocks.append(ParsedTable((*rows, row)))
    return ParsedReport(path.name, tuple(blocks))


IMPORTER = Importer(name="wiki", title="维基（.wiki）", suffixes=(".wiki",), max_bytes=10_000_000, read=read,
                    sniff=lambda head, path: head.startswith(b"WIKI"), binary=True)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Installs a package that registers an importer, as pip lays it out."""

    def add(code: str, name: str = "wiki") -> None:
        site = tmp_path / "site"
        info = site / f"gongkai_{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"gongkai_{name}.py").write_text(code, "utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: gongkai-{name}\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[gongkai.importers]\n{name} = gongkai_{name}:IMPORTER\n", "utf-8")
        monkeypatch.syspath_prepend(site)
        monkeypatch.delitem(sys.modules, f"gongkai_{name}", raising=False)
        registry.cache_clear()

    yield add
    registry.cache_clear()


def test_one_file_one_importer() -> None:
    """Every file of the package of formats gives an importer, and no two share a name or a suffix."""
    found = built_in()
    assert len([*pkgutil.iter_modules(formats.__path__)]) == len(found) == len({item.name for item in found})
    suffixes = [suffix for item in found for suffix in item.suffixes]
    assert sorted(set(suffixes)) == sorted(suffixes)
    assert ["docx", "html", "json", "pdf", "txt", "xlsx"] == [item.name for item in found]


def test_unknown_file_names_all_formats(tmp_path: Path) -> None:
    """A file of no known format is answered with what can be imported."""
    path = tmp_path / "a.exe"
    path.write_bytes(b"MZ")
    with pytest.raises(InputError, match=r"可以导入Word（.docx）、网页（.html）、report.json、PDF、文本（.txt）或Excel（.xlsx）。"):  # fmt: skip
        importers.read(path)


def test_plug_in(tmp_path: Path, install: Callable[..., None]) -> None:
    """An importer of another package reads a report, which Gongkai finds in its paragraphs and tables."""
    install(WIKI)
    record = consistent(4, 2024)
    path = tmp_path / "report.wiki"
    path.write_text(f"WIKI\n{own.text(record, '|')}", "utf-8")

    assert record.cells == importers.read(path, agency=AGENCY).record.cells


def test_file_that_a_plug_in_does_not_recognise(tmp_path: Path, install: Callable[..., None]) -> None:
    """The name of a binary format does not make up for its bytes, for a plug-in as for the formats of Gongkai."""
    install(WIKI)
    (tmp_path / "a.wiki").write_text("plain", "utf-8")
    with pytest.raises(InputError, match=r"a\.wiki：内容不是\.wiki文件，可能已损坏或改过扩展名"):
        importers.read(tmp_path / "a.wiki")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import gongkai_nothing_of_that_name", "No module named 'gongkai_nothing_of_that_name'"),
        ("IMPORTER = 1", "“gongkai_wiki:IMPORTER”不是Importer"),
        (WIKI.replace('name="wiki"', 'name="pdf"'), "已有名为“pdf”的导入程序"),
        (WIKI.replace('(".wiki",)', '(".wiki", ".htm")'), "扩展名.htm已由“html”负责"),
    ],
)
def test_plug_in_that_fails_to_load(tmp_path: Path, install: Callable[..., None], code: str, said: str) -> None:
    """It is named where a file is not recognised, with its package and what to do; other files are read all the same."""
    install(code)
    (tmp_path / "a.wiki").write_text("WIKI", "utf-8")
    record = consistent(4, 2024)
    (tmp_path / "a.txt").write_text(own.text(record, "\t"), "utf-8")

    with pytest.raises(InputError) as error:
        importers.read(tmp_path / "a.wiki")

    assert (
        f"导入插件“wiki”（软件包gongkai-wiki）没有加载成功：{said}；请更新或卸载这个软件包。"
        == str(error.value).splitlines()[1]
    )
    assert record.cells == importers.read(tmp_path / "a.txt", agency=AGENCY).record.cells
