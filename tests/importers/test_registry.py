"""Which importers there are, and adding one: as a file, and as a package that registers it."""

from __future__ import annotations

import pkgutil
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import importers, plugins
from gongkai.commands import import_ as command
from gongkai.importers import formats
from gongkai.importers.registry import built_in, registry
from gongkai.parsing import watchdog
from gongkai.returns import Agency, InputError
from tests.importers import hostile, own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AGENCY = Agency(id="lab-ju", name="某市某区试验局", level="department")


@pytest.fixture(scope="module")
def how_to(root: Path) -> list[str]:
    """The code that the how-to prints: an importer, and its test."""
    page = (root / "docs" / "how-to" / "add-an-importer.md").read_text("utf-8")
    return re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def wiki(how_to: list[str]) -> str:
    """The importer of the how-to, which also knows its files by their first bytes."""
    assert "read=read)" in how_to[0]
    return how_to[0].replace("read=read)", 'read=read, binary=True, sniff=lambda head, _: head.startswith(b"WIKI"))')


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Importers are looked up again during the test and after it."""

    def forget() -> None:
        for name in [name for name in sys.modules if name in {"gongkai_wiki", f"{formats.__name__}.wiki"}]:
            monkeypatch.delitem(sys.modules, name)
        plugins._packages.cache_clear()
        registry.cache_clear()

    forget()
    yield
    monkeypatch.undo()
    forget()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None) -> Callable[[str], None]:
    """Installs a package that registers an importer, as pip lays it out."""

    def add(code: str) -> None:
        site = tmp_path / "site"
        info = site / "gongkai_wiki-1.0.dist-info"
        info.mkdir(parents=True)
        (site / "gongkai_wiki.py").write_text(code, "utf-8")
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gongkai-wiki\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text("[gongkai.importers]\nwiki = gongkai_wiki:IMPORTER\n", "utf-8")
        monkeypatch.syspath_prepend(site)

    return add


def page(folder: Path, text: str) -> Path:
    """A wiki page."""
    path = folder / "report.wiki"
    path.write_text(f"WIKI\n{text}", "utf-8")
    return path


def test_one_file_one_importer() -> None:
    """Every file of the package of formats gives an importer, and no two share a name or a suffix."""
    found = built_in()
    names = [item.name for item in found]
    suffixes = [suffix for item in found for suffix in item.suffixes]
    assert len([*pkgutil.iter_modules(formats.__path__)]) == len(found)
    assert sorted(set(names)) == names
    assert sorted(set(suffixes)) == sorted(suffixes)
    assert [] == [item.name for item in found if not item.suffixes or not item.title or item.plugin is not None]


def test_unknown_file_names_all_formats(tmp_path: Path) -> None:
    """A file of no known format is answered with what can be imported."""
    path = tmp_path / "a.exe"
    path.write_bytes(b"MZ")
    with pytest.raises(InputError, match=r"a\.exe：不认识的文件类型“\.exe”；可以导入.+或.+。") as error:
        importers.read(path)
    assert [] == [item.title for item in built_in() if item.title not in str(error.value)]


@pytest.mark.usefixtures("fresh")
def test_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how_to: list[str]) -> None:
    """A file in the folder of formats is an importer, without any other change, and the test of the how-to passes."""
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "wiki.py").write_text(how_to[0], "utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    monkeypatch.setattr(watchdog, "can_fork", lambda: True)  # a new interpreter would not know the folder
    names: dict[str, Any] = {}
    exec(compile(how_to[1], "how-to", "exec"), names)

    names["test_table"](tmp_path)

    assert "wiki" in [item.name for item in registry().importers]


def test_plug_in(tmp_path: Path, install: Callable[[str], None], wiki: str) -> None:
    """An importer of another package reads a report, which Gongkai finds in its paragraphs and tables."""
    install(wiki)
    record = consistent(4, 2024)

    found = importers.read(page(tmp_path, own.text(record, "|")), agency=AGENCY)

    assert record.cells == found.record.cells
    assert "gongkai-wiki 1.0" == found.plugin


def test_marks_that_a_plug_in_reads(tmp_path: Path, install: Callable[[str], None], wiki: str) -> None:
    """What looks like a placeholder is plain text, whatever importer read it."""
    install(wiki)
    canary = tmp_path / "canary"

    record = importers.read(page(tmp_path, hostile.text(canary)), agency=AGENCY).record

    assert [] == [mark for mark in hostile.MARKS if mark in record.sections.model_dump_json()]
    assert {"sections.preface", "sections.other"} < {issue.path for issue in record.issues if issue.kind == "note"}


def test_package_of_a_plug_in_is_recorded(
    tmp_path: Path, install: Callable[[str], None], wiki: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command and the first comment of the year's file name package and version."""
    install(wiki)
    given: dict[str, Any] = {"agency": None, "year": None, "published": False, "force": False, "json": None}
    (tmp_path / "params").mkdir()

    assert 0 == command.run_import(
        [page(tmp_path, own.text(consistent(4, 2024), "|"))], params=tmp_path / "params", **given
    )

    (written,) = (tmp_path / "params").glob("*/2024.yaml")
    assert "# 由报告“report.wiki”读入（导入插件：gongkai-wiki 1.0）。" in written.read_text("utf-8").splitlines()[:3]
    assert "（导入插件：gongkai-wiki 1.0）" in capsys.readouterr().out.replace("\n", "")


def test_file_that_a_plug_in_does_not_recognise(tmp_path: Path, install: Callable[[str], None], wiki: str) -> None:
    """The name of a binary format does not make up for its bytes, for a plug-in as for the formats of Gongkai."""
    install(wiki)
    (tmp_path / "a.wiki").write_text("plain", "utf-8")
    with pytest.raises(InputError, match=r"a\.wiki：内容不是\.wiki文件，可能已损坏或改过扩展名"):
        importers.read(tmp_path / "a.wiki")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "import gongkai_nothing_of_that_name", "No module named 'gongkai_nothing_of_that_name'"),
        ("", "IMPORTER = 1", "“gongkai_wiki:IMPORTER”不是Importer"),
        ('name="wiki"', 'name="pdf"', "已有名为“pdf”的导入程序"),
        ('(".wiki",)', '(".wiki", ".htm")', "扩展名.htm已由“html”负责"),
    ],
)
def test_plug_in_that_fails_to_load(
    tmp_path: Path, install: Callable[[str], None], wiki: str, old: str, new: str, said: str
) -> None:
    """It is named if a file is not recognised, with its package and what to do; other files are read all the same."""
    install(wiki.replace(old, new) if old else new)
    record = consistent(4, 2024)
    (tmp_path / "a.txt").write_text(own.text(record, "\t"), "utf-8")

    with pytest.raises(InputError) as error:
        importers.read(page(tmp_path, ""))

    assert (
        f"导入插件“wiki”（gongkai-wiki 1.0）没有加载成功：{said}；请更新或卸载这个软件包。"
        == str(error.value).splitlines()[1]
    )
    assert record.cells == importers.read(tmp_path / "a.txt", agency=AGENCY).record.cells
