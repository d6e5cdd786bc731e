"""The section notebooks: location, which parts count as source, and normalisation after execution."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.document import hidden_data
from gongkai.files import reason
from gongkai.returns import InputError, project
from gongkai.sections.parameters import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbformat import NotebookNode

PORTFOLIO = "91_portfolio"
"""Name of the notebook about a jurisdiction, which is not part of a report."""

REVIEW = "90_review"
"""The reviewer's working paper: executed with the others, published apart."""

LANGUAGE: dict[str, Any] = {
    "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py", "mimetype": "text/x-python",
    "name": "python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3", "version": "3",
}  # fmt: skip
"""What ipykernel says of Python, but for the version: bytes of notebooks do not depend on it.

JupyterLab marks a notebook as changed as soon as its kernel says anything else; under ``gongkai lab`` it says this.
"""

METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": LANGUAGE,
}
"""Metadata of every notebook: the plain ``python3`` kernel as ipykernel installs it."""

_KEPT_METADATA = ("tags", "alt", "caption")
_CELL = re.compile(r"(?:[^\s\"'<>|/\\]{0,80}[/\\]){1,12}ipykernel_\d+[/\\]\d+\.py")
"""File name that a kernel gives to a cell; it contains a random temporary folder and a process id."""
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{6,}")


_FOLDER: ContextVar[Path | None] = ContextVar("notebooks", default=None)


@contextmanager
def use(folder: Path) -> Iterator[None]:
    """Temporarily use the notebooks of another folder, in this thread."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def folder() -> Path:
    """The folder of notebooks to run: that of :func:`use`, else the project's, else the package's.

    Raises:
        InputError: The project, its ``notebooks`` or one of them belongs to another user, or the package is damaged.
    """
    if (chosen := _FOLDER.get()) is not None:
        return chosen
    found = project.find()
    if found is not None and (found.root / "notebooks" / "00_preface.ipynb").is_file():
        return _trusted(found)
    return packaged()


def packaged() -> Path:
    """The notebooks that came with the package.

    Raises:
        InputError: The package is damaged.
    """
    in_wheel = Path(str(files("gongkai"))) / "_notebooks"
    in_checkout = Path(__file__).resolve().parents[3] / "notebooks"  # of an editable installation
    for where in (in_wheel, in_checkout):
        if where.is_dir():
            return where
    msg = "程序没有装全，缺少笔记本；请重新安装gongkai。"
    raise InputError(msg)


def of_project() -> Path:
    """The notebooks of the project, for opening in an editor.

    Raises:
        InputError: There is no project, it has no ``notebooks``, or they belong to another user.
    """
    found = project.find()
    if found is None:
        msg = (
            f"这里和上级文件夹里没有项目（{project.MARKER}），没有可以打开的笔记本；"
            "请先运行 gongkai init 目录 建立项目；已有项目的，请在项目文件夹里运行，或用 gongkai --project 目录 指明。"
        )
        raise InputError(msg)
    if not (found.root / "notebooks").is_dir():
        msg = f"项目文件夹“{found.root}”里没有notebooks文件夹，没有可以打开的笔记本。"
        raise InputError(msg)
    return _trusted(found)


def _trusted(found: project.Project) -> Path:
    where = found.root / "notebooks"
    found.trust(where)
    found.trust(*(where / f"{stem}.ipynb" for stem in stems(where)))
    return where


def stems(where: Path) -> tuple[str, ...]:
    """Names of the notebooks of a report in order: the sections, the review last."""
    found = (path.stem for path in where.glob("[0-9][0-9]_*.ipynb"))
    return tuple(sorted(stem for stem in found if stem != PORTFOLIO))


def source(path: Path) -> NotebookNode:
    """A notebook's sources, without outputs, execution counts and injected values; cell ids from section and position.

    Raises:
        InputError: The file is not a notebook.
    """
    import nbformat

    stat = path.stat()
    return nbformat.from_dict(json.loads(_source(path, stat.st_mtime_ns, stat.st_size)))  # type: ignore[no-untyped-call, no-any-return]


@cache
def _source(path: Path, _mtime: int, _size: int) -> str:
    try:
        # A cell that papermill injected when saving this notebook is not a source.
        sources = [cell for cell in _cells(path) if "injected-parameters" not in cell["metadata"].get("tags", [])]
        cells = [_plain(cell, cell_id(path.stem, index)) for index, cell in enumerate(sources)]
    except Exception as error:  # nbformat raises many kinds of exceptions for a damaged file
        msg = f"{_name(path)}{_damage(path)}；请从版本库恢复，或用JupyterLab打开后重新保存。"
        raise InputError(msg) from error
    return json.dumps({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False)


def _name(path: Path) -> str:
    """A notebook in messages, by its path from the folder ``notebooks``; the folder itself may be called otherwise."""
    parts = path.parts[-3:-1]
    return f"notebooks/overrides/{parts[1]}/{path.name}" if parts[:1] == ("overrides",) else f"notebooks/{path.name}"


def _cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, each with its source as one string.

    Files of nbformat 4, the current format, are read as plain JSON: importing nbformat takes longer than everything
    else that a command does to find a report unchanged.

    Raises:
        Exception: Whatever nbformat raises for a file that is not a notebook.
    """
    with suppress(ValueError, LookupError, TypeError, AttributeError):  # nbformat reports what is wrong
        data = json.loads(path.read_text("utf-8"))
        if data["nbformat"] == 4 and not any(cell.get("attachments") for cell in data["cells"]):
            return [{**cell, "source": "".join(cell["source"])} for cell in data["cells"]]
    import nbformat

    return list(nbformat.read(path, as_version=4).cells)  # type: ignore[no-untyped-call]


def _plain(cell: dict[str, Any], id_: str) -> dict[str, Any]:
    """The parts of a cell that count as source."""
    kept = {key: cell["metadata"][key] for key in _KEPT_METADATA if cell["metadata"].get(key)}
    plain: dict[str, Any] = {
        "cell_type": cell["cell_type"], "id": id_, "metadata": kept,
        "source": neutral(cell["source"]) if "parameters" in kept.get("tags", []) else cell["source"],
    }  # fmt: skip
    if cell["cell_type"] == "code":
        plain |= {"execution_count": None, "outputs": []}
    if cell.get("attachments"):
        plain["attachments"] = cell["attachments"]
    return plain


def _damage(path: Path) -> str:
    """What is wrong with a file that is not a notebook: the line of the JSON syntax error, if it looks like JSON."""
    try:
        text = path.read_text("utf-8")
        json.loads(text)
    except UnicodeDecodeError:
        return "不是UTF-8编码的文字，不能当作笔记本读取"
    except json.JSONDecodeError as error:
        marks = [line for line in text.splitlines() if line.startswith(("<<<<<<<", ">>>>>>>"))]
        why = "（有没有处理完的合并冲突）" if marks else "（JSON不完整或有多余的符号）"
        return f":{error.lineno}：这一行附近已损坏，不是完好的笔记本{why}"
    except OSError as error:
        return f"打不开（{reason(error)}）"
    return "的内容不是笔记本"


def code(notebook: NotebookNode) -> list[tuple[int, str]]:
    """Position and source of the non-empty code cells."""
    return [(n, c.source) for n, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip()]


def injected(notebook: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    """The notebook with its parameters, if any, in a cell after the one tagged ``parameters``, else at the top."""
    if not parameters:
        return notebook
    import nbformat

    source = "\n".join(["# Parameters", *(f"{key} = {value!r}" for key, value in parameters.items())])
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})  # type: ignore[no-untyped-call]
    tagged = [n for n, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", [])]
    notebook.cells.insert(tagged[0] + 1 if tagged else 0, cell)
    return notebook


def heading(source: str) -> str:
    """A cell's heading: its first comment line, else its first line."""
    for line in source.splitlines():
        if line.strip():
            return line.strip().lstrip("#% ").strip()[:60]
    return ""


def cell_id(stem: str, index: int) -> str:
    """Cell id from section and position: ``03-requests-04``."""
    return f"{stem.replace('_', '-')}-{index:02}"


def digest(path: Path) -> str:
    """SHA-256 of a notebook's sources, cell types and tags; values in its parameters cell do not count."""
    stat = path.stat()
    return hashlib.sha256(_source(path, stat.st_mtime_ns, stat.st_size).encode()).hexdigest()


def normalise(notebook: NotebookNode, stem: str, parameters: Mapping[str, Any]) -> NotebookNode:
    """An executed notebook without clocks, host, absolute paths, memory addresses and what is hidden in pictures.

    Args:
        notebook: As papermill left it.
        stem: Name of the notebook.
        parameters: Visible parameters (agency and year).
    """
    import nbformat

    notebook.metadata = nbformat.from_dict(METADATA)  # type: ignore[no-untyped-call]
    count = 0
    for index, cell in enumerate(notebook.cells):
        cell.id = cell_id(stem, index)
        cell.metadata = nbformat.from_dict({k: cell.metadata[k] for k in _KEPT_METADATA if cell.metadata.get(k)})  # type: ignore[no-untyped-call]
        hidden_data.remove_everywhere(cell)
        if cell.cell_type != "code":
            continue
        if "injected-parameters" in cell.metadata.get("tags", []):
            lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in parameters.items()]
            cell.source = "\n".join(["# Parameters", *lines])
        if cell.execution_count is not None:
            count += 1
            cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = cell.execution_count
            output.pop("transient", None)
            if "text" in output:
                output.text = _masked(output.text)
            plain = output.get("data", {}).get("text/plain")
            if plain:
                output.data["text/plain"] = _masked(plain)
        cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs: list[Any]) -> list[Any]:
    """Merge consecutive stream outputs into one per stream, stdout first: kernels interleave them at random."""
    found: list[Any] = []
    streams: dict[str, Any] = {}

    def flush() -> None:
        found.extend(streams[name] for name in sorted(streams, reverse=True))
        streams.clear()

    for output in outputs:
        if output.output_type == "stream":
            if output.name in streams:
                streams[output.name].text += output.text
            else:
                streams[output.name] = output
        else:
            flush()
            found.append(output)
    flush()
    return found


def _masked(text: str) -> str:
    """Text without memory addresses and the file names that kernels assign to cells."""
    if "ipykernel_" in text:
        text = _CELL.sub("<cell>", text)
    return _ADDRESS.sub("0x0", text) if " at 0x" in text else text
