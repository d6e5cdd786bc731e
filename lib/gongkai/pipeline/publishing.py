"""An executed report into files: the combined notebook, the report in every format, the reviewer's working paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.document.errors import FontError, GlyphError, RenderError
from gongkai.document.metadata import Meta
from gongkai.pipeline import inputs as declared
from gongkai.pipeline import manifest as proof
from gongkai.pipeline import paper
from gongkai.publish import formats, linked_data
from gongkai.publish.combine import combine
from gongkai.publish.release import package_metadata
from gongkai.returns.identifier import Identity
from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from nbformat import NotebookNode

    from gongkai.pipeline.job import Options
    from gongkai.prose import Prose
    from gongkai.publish.formats import Format
    from gongkai.returns import Params, Return

PAGE = "html"
"""Id of the format of the reviewer's working paper."""


def meta(
    record: Return, prose: Prose, links: Iterable[tuple[str, str]], licence: Mapping[str, str] | None = None, *,
    draft: bool = False, identifier: str = "",
) -> Meta:  # fmt: skip
    """The report's metadata.

    Args:
        record: The return.
        prose: Its texts as they will be published.
        links: Label and name of the files beside the page.
        licence: The licence that the project gives, if any.
        draft: Whether it is a draft.
        identifier: See :class:`~gongkai.document.metadata.Meta`.
    """
    date = record.signed or record.published
    links = tuple(links)
    return Meta(
        title=prose.title, author=record.agency.name, date=date.isoformat() if date else None,
        subject=f"政府信息公开工作年度报告（{record.year}年1月1日至12月31日）",
        keywords=("政府信息公开", "年度报告", str(record.year), record.agency.name), fonts=record.agency.fonts,
        draft=draft, contents=record.agency.contents, url=record.agency.url, links=links, identifier=identifier,
        coverage=linked_data.period(record), rights=linked_data.licence_name(licence),
        linked=linked_data.linked_data(record, prose.title, [name for _, name in links], licence),
    )  # fmt: skip


def publish(
    staged: Path, made_in: Sequence[Format], executed: Mapping[str, NotebookNode], record: Return, prose: Prose,
    parameters: Mapping[str, Any], params: Params, options: Options, missed: list[str], kept: Path | None,
) -> NotebookNode:  # fmt: skip
    """Write report.ipynb and the report in every format into a folder; returns the notebook.

    A preview has the web page only, the same as the report's, with links to the others, which :func:`export` makes on demand, with its warnings.
    A format in which the fonts lack a character is left out, with a warning, and nothing links to it. Files are taken from ``kept``
    where it has them, a folder with the same report.
    """
    identity = Identity(record.agency.id, record.year, declared.sha256((staged / "report.json").read_bytes()))
    identifier = "" if options.draft else str(identity)
    licence = package_metadata(params).get("licence")
    about = meta(record, prose, formats.downloads(made_in), licence, draft=options.draft, identifier=identifier)
    published = [notebook for stem, notebook in executed.items() if stem != notebooks.REVIEW]
    if options.draft:
        published.append(paper.findings(record, params))
    report = combine(published, about, parameters)
    proof.write(staged / "report.ipynb", nbformat.writes(report) + "\n")  # type: ignore[no-untyped-call]
    for each in made_in:
        if options.preview and each.id != PAGE:
            continue
        try:
            if kept is not None and (kept / each.file).is_file():
                proof.write(staged / each.file, (kept / each.file).read_bytes())
            else:
                _export(each, report, params, staged / each.file, missed)
        except GlyphError as error:
            missed.append(f"没有生成{each.file}，其他文件照常生成。{error}")
            rest = [other for other in made_in if other is not each]
            return publish(staged, rest, executed, record, prose, parameters, params, options, missed, kept)
    return report


def write_paper(
    staged: Path, made_in: Sequence[Format], reviewed: NotebookNode, record: Return, prose: Prose,
    parameters: Mapping[str, Any], params: Params, options: Options, missed: list[str],
) -> None:  # fmt: skip
    """Write the reviewer's working paper, review.html, into a folder, with links to the files that are there."""
    made_in = [each for each in made_in if options.preview or (staged / each.file).is_file()]
    page = next(each for each in made_in if each.id == PAGE)
    links = (("网页", page.file), *formats.downloads(made_in), ("生成记录（JSON）", proof.NAME))
    about = meta(record, prose, links, draft=options.draft)
    about = about.model_copy(update={"title": f"{prose.title}：审核底稿", "style": "paper", "linked": {}})
    _export(page, combine([reviewed], about, parameters), params, staged / "review.html", missed)


def export(folder: Path, name: str, params: Path) -> tuple[bytes, list[str]] | None:
    """A file of a report that is built without it, and what its reader would miss.

    ``None`` if no format has this name, or the report is not built.

    Args:
        folder: Folder of its outputs.
        name: Name of the file.
        params: Folder of inputs, for fonts.

    Raises:
        RenderError: It cannot be made, for instance because the fonts lack a character; the message says why.
    """
    each = next((each for each in formats.formats() if each.file == name), None)
    if each is None or not (folder / "report.ipynb").is_file():
        return None
    return _rendered(each, nbformat.read(folder / "report.ipynb", as_version=4), params)  # type: ignore[no-untyped-call]


def _export(each: Format, notebook: NotebookNode, params: Params, path: Path, missed: list[str]) -> None:
    """Export a notebook in a format; adds what a reader would miss to ``missed``, without duplicates."""
    content, warnings = _rendered(each, notebook, params.root)
    proof.write(path, content)
    missed += [sentence for sentence in warnings if sentence not in missed]


def _rendered(each: Format, notebook: NotebookNode, params: Path) -> tuple[bytes, list[str]]:
    """A notebook in a format, and what a reader would miss."""
    exporter = each.exporter(font_folders=[str(params / "fonts")])
    try:
        content, resources = exporter.from_notebook_node(notebook)
    except (FontError, RenderError):
        raise
    except Exception as error:  # a format of another package may raise anything
        msg = f"生成{each.file}时出错（{type(error).__name__}：{error}）；请检查提供输出格式“{each.id}”的软件包。"
        raise RenderError(msg) from error
    return content.encode() if isinstance(content, str) else content, resources["warnings"]
