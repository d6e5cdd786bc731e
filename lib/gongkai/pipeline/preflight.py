"""Checks before a build: figures that are placed, photos that can be opened, charts that can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document import markdown
from gongkai.pipeline import inputs
from gongkai.prose import locate
from gongkai.returns import InputError, nearest
from gongkai.sections.base import placed, undented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.prose import Prose
    from gongkai.returns import Figure, Params, Return


def problems(params: Params, record: Return, prose: Prose | None) -> list[str]:
    """Problems that would prevent a build, each a Chinese sentence with file and line.

    Args:
        params: Inputs.
        record: The return.
        prose: Its texts; ``None`` if placeholders cannot be filled in, in which case figure placement is not checked.
    """
    found = [*_fonts(params, record), *_photos(params, record), *charts(params, record)]
    return [*found, *(figures(record, prose) if prose is not None else ())]


def _fonts(params: Params, record: Return) -> Iterator[str]:
    try:
        inputs.font_set(params, record.agency.id)
    except InputError as error:
        yield str(error)


def _photos(params: Params, record: Return) -> Iterator[str]:
    """Photos that exist but cannot be read; missing ones are shown as an empty frame and reported by rule F1."""
    from gongkai.document import photos  # Pillow: only if there is a photo

    for figure in record.figures:
        path = params.photo(record, figure) if figure.kind == "photo" and figure.show else None
        if path is None or not path.is_file():
            continue
        try:
            photos.reencode(path)
        except photos.PhotoError as error:
            yield f"{_at(record, f'figures.{figure.id}.file')}：{error}"


def charts(params: Params, record: Return) -> Iterator[str]:
    """Charts that cannot be drawn: an unknown kind, an unknown fact, numbers in different units."""
    from gongkai.sections import charts as registry  # only if there is a chart

    asked = [figure for figure in record.figures if figure.kind != "photo"]
    if not asked:
        return
    agency, year = record.agency.id, record.year
    history = params.history(agency, year)
    for figure in asked:
        try:
            kind = registry.of(record, figure)
            if figure.show:
                kind.numbers(record, history, figure)
        except InputError as error:
            yield str(error)


def figures(record: Return, prose: Prose) -> Iterator[str]:
    """Figures that no part of the report would show, and references in the text to unknown figures."""
    known = {figure.id: figure for figure in record.figures}
    alone: set[str] = set()
    inside: dict[str, str] = {}
    for passage in prose.passages:
        if "![" not in passage.text:
            continue
        for address, own_line in markdown.images(undented(passage.text)):
            at = locate(record, passage.path, f"({address})") or _at(record, passage.path)
            match = markdown.IMAGE.match(address)
            if match is None:
                yield (
                    f"{at}：文字里的图片“{address}”不会显示；"
                    "请把文件放进年度文件夹，写在figures里，再用 ![](figure:代号) 放在文字中。"
                )
            elif match[1] not in known:
                yield (
                    f"{at}：文字里放了图“{match[1]}”，figures中没有{nearest(match[1], known)}"
                    "请改正代号，或在figures里写上这幅图。"
                )
            elif own_line:
                alone.add(match[1])
            else:
                inside.setdefault(match[1], at)
    for id_, at in inside.items():
        if known[id_].show and id_ not in alone:
            yield f"{at}：图“{id_}”不会显示：![](figure:{id_}) 要单独占一行；在句子里提到它，请写“{{{{ figures.{id_} }}}}”。"
    for figure in record.figures:
        if figure.show and figure.after is not None and figure.id not in placed(record):
            yield from _after(record, prose, figure, figure.after)


def _after(record: Return, prose: Prose, figure: Figure, after: str) -> Iterator[str]:
    """An ``after`` that names neither a section nor a passage of the report, so that the figure would not be shown."""
    sections = [section.id for section in record.edition.sections]
    passages = [f"{passage.section}.{passage.id}" for passage in prose.passages]
    if after in sections or after in passages:
        return
    here = after.partition(".")[0]
    choices = [name for name in passages if name.startswith(f"{here}.")] if here in sections and "." in after else []
    yield (
        f"{_at(record, f'figures.{figure.id}.after')}：图“{figure.id}”不会出现在报告里：after写的“{after}”不是报告的部分或段落"
        f"{nearest(after, [*sections, *passages])}可以写：{'、'.join([here, *choices] if choices else sections)}。"
    )


def _at(record: Return, path: str) -> str:
    return record.source.where(path) or path
