"""Section notebooks as sources."""

from __future__ import annotations

import ast
import base64
import copy
import io
import json
from pathlib import Path

import nbformat
import pytest
from PIL import Image

from gongkai.returns import InputError, project
from gongkai.run import notebooks
from gongkai.sections import parameters
from tests.example import give, mark


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a project with a notebook, and the working directory in it; nothing is vouched for."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "params").mkdir()
    (tmp_path / "notebooks" / "00_preface.ipynb").touch()
    mark(tmp_path)
    monkeypatch.delenv(project.SAFE)
    monkeypatch.chdir(tmp_path / "params")
    return tmp_path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{\n "cells": [\n', ":3：这一行附近已损坏，不是完好的笔记本（JSON不完整或有多余的符号）"),
        (b'{\n<<<<<<< HEAD\n "cells": []\n', ":2：这一行附近已损坏，不是完好的笔记本（有没有处理完的合并冲突）"),
        (b"[]", "的内容不是笔记本"),
        (b'{"cells": [{}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "的内容不是笔记本"),
        (b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "的内容不是笔记本"),
        ("年".encode("gb18030"), "不是UTF-8编码的文字，不能当作笔记本读取"),
    ],
)
def test_damaged(tmp_path: Path, data: bytes, said: str) -> None:
    """A file that is no notebook is named with its line, in Chinese, and with what to do."""
    path = tmp_path / "03_requests.ipynb"
    path.write_bytes(data)

    with pytest.raises(InputError) as caught:
        notebooks.source(path)
    assert f"notebooks/03_requests.ipynb{said}；请从版本库恢复，或用JupyterLab打开后重新保存。" == str(caught.value)


def test_every_way_of_writing_is_the_same_source(tmp_path: Path, root: Path) -> None:
    """Lists of lines, whole strings, another minor version, an older format and outputs: the same sources, one digest."""
    given = nbformat.read(root / "notebooks" / "03_requests.ipynb", as_version=4)
    ways = [json.dumps(given), nbformat.writes(given), nbformat.writes(copy.deepcopy(given), version=3)]
    for cell in given.cells:
        if cell.cell_type == "code":
            cell.execution_count, cell.outputs = 3, [nbformat.v4.new_output("stream", text="x")]
    given.cells.insert(1, nbformat.v4.new_code_cell("a = 1", metadata={"tags": ["injected-parameters"]}))
    given.nbformat_minor = 4
    ways.append(nbformat.writes(given))
    digests = set()
    for number, text in enumerate(ways):
        (tmp_path / str(number)).mkdir()
        path = tmp_path / str(number) / "03_requests.ipynb"
        path.write_text(text, "utf-8")
        digests.add(notebooks.digest(path))
    assert {notebooks.digest(root / "notebooks" / "03_requests.ipynb")} == digests


def test_notebooks_of_the_project(here: Path, root: Path) -> None:
    """The notebooks of the project are run, else those that came with the package; never those of another folder above."""
    assert here / "notebooks" == notebooks.folder() == notebooks.of_project()
    (here / "gongkai.toml").rename(here / "params" / "gongkai.toml")
    assert root / "notebooks" == notebooks.folder()
    (here / "params" / "gongkai.toml").unlink()
    assert root / "notebooks" == notebooks.folder()


@pytest.mark.parametrize("name", ["notebooks", "notebooks/00_preface.ipynb"])
def test_somebody_elses_notebooks(here: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Another user's notebooks in the user's project are refused, unless the user has named the project."""
    give(here / name)
    for call in (notebooks.folder, notebooks.of_project):
        with pytest.raises(InputError, match=f"“{here}”里的{name}属于用户"):
            call()
    monkeypatch.setenv(project.NAMED, str(here))
    assert here / "notebooks" == notebooks.folder() == notebooks.of_project()


def test_linked_notebooks(here: Path) -> None:
    """Another user's link in the user's notebooks is refused, even one to the user's own."""
    (here / "notebooks" / "01_overview.ipynb").symlink_to(here / "notebooks" / "00_preface.ipynb")
    assert here / "notebooks" == notebooks.folder()
    give(here / "notebooks" / "01_overview.ipynb")
    with pytest.raises(InputError, match=r"notebooks/01_overview\.ipynb属于用户"):
        notebooks.folder()


def test_notebooks_that_are_not_run(here: Path) -> None:
    """A colleague's file that no build runs keeps nobody from building."""
    (here / "notebooks" / "test.ipynb").touch()
    give(here / "notebooks" / "test.ipynb")
    assert here / "notebooks" == notebooks.folder()


def test_nothing_to_open(here: Path) -> None:
    """Without a project, or with one without notebooks, an error is raised instead of opening the package's."""
    (here / "notebooks").rename(here / "elsewhere")
    with pytest.raises(InputError) as caught:
        notebooks.of_project()
    assert f"项目文件夹“{here}”里没有notebooks文件夹，没有可以打开的笔记本。" == str(caught.value)
    (here / "gongkai.toml").unlink()
    with pytest.raises(InputError) as caught:
        notebooks.of_project()
    assert str(caught.value) == (
        "这里和上级文件夹里没有项目（gongkai.toml），没有可以打开的笔记本；"
        "请先运行 gongkai init 目录 建立项目；已有项目的，请在项目文件夹里运行，或用 gongkai --project 目录 指明。"
    )


def saved(path: Path, parameters: str, code: str = "1") -> str:
    """The digest of a notebook of two cells."""
    cells = [
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return notebooks.digest(path)


def test_values_of_parameters_do_not_count(tmp_path: Path) -> None:
    """Another organ or year saved in the parameters cell leaves the digest and the sources as they are; all else counts."""
    path = tmp_path / "03_x.ipynb"
    first = saved(path, 'agency = "a"\nyear = 2020\nparams = None')
    source = nbformat.writes(notebooks.source(path))
    assert first == saved(path, 'agency = "b"  # 我的机关\nyear = 2024\nparams = "elsewhere"\n')
    assert source == nbformat.writes(notebooks.source(path))
    assert first != saved(path, 'agency = "a"\nyear = 2020\nparams = None\ntop = 5')
    assert first != saved(path, 'agency = "a"\nyear = 2020\nparams = None', "2")
    assert saved(path, "top = 5") != saved(path, "top = 6")


def stems(root: Path) -> tuple[str, ...]:
    """The notebooks of the suite."""
    return notebooks.stems(root / "notebooks")


def test_notebooks_of_the_suite(root: Path) -> None:
    """Each notebook has one parameters cell, which holds what a build fills in and nothing else, and no output is saved."""
    for stem in stems(root):
        notebook = nbformat.read(root / "notebooks" / f"{stem}.ipynb", as_version=4)
        tagged = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        assert [""] == [parameters.rest(source) for source in tagged]
        names = [statement.targets[0].id for statement in ast.parse(tagged[0]).body]
        assert list(parameters.NAMES) == names
        assert [] == [cell.id for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
        assert [notebooks.cell_id(stem, n) for n in range(len(notebook.cells))] == [cell.id for cell in notebook.cells]


def test_no_module_is_shadowed(root: Path) -> None:
    """No name that a notebook imports is given to something else later."""
    for stem in stems(root):
        code = [c.source for c in notebooks.source(root / "notebooks" / f"{stem}.ipynb").cells if c.cell_type == "code"]
        nodes = [node for source in code for node in ast.walk(ast.parse(source))]
        imported = {
            (alias.asname or alias.name).split(".")[0]
            for node in nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        named = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        named |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert (stem, set()) == (stem, imported & named)


def test_hidden_data_of_pictures(tmp_path: Path) -> None:
    """An executed notebook keeps no place or device of the photos attached to it, shown by it or written in its code."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "secret device"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    photo = base64.b64encode(out.getvalue()).decode()
    text = nbformat.v4.new_markdown_cell("![](attachment:a.jpg)", attachments={"a.jpg": {"image/jpeg": photo}})
    shown = nbformat.v4.new_output("display_data", data={"image/jpeg": photo})
    code = nbformat.v4.new_code_cell(f'Figure(media="image/jpeg", data="{photo}")', outputs=[shown])
    made = notebooks.normalise(nbformat.v4.new_notebook(cells=[text, code]), "01_overview", {})
    left = [
        made.cells[0].attachments["a.jpg"]["image/jpeg"],
        made.cells[1].outputs[0].data["image/jpeg"],
        made.cells[1].source.split('"')[3],
    ]
    assert [{}] * 3 == [dict(Image.open(io.BytesIO(base64.b64decode(each))).getexif()) for each in left]
    assert [False] * 3 == [b"secret" in base64.b64decode(each) for each in left]
