"""Where what was read from a file goes: checked, merged into a year's file that exists, or written as a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.commands import organ as organs
from gongkai.commands import schemas
from gongkai.drafting import history
from gongkai.drafting.merge import merge
from gongkai.parsing import yaml
from gongkai.prose import SLOTS, ProseError, render_texts
from gongkai.returns import load, organ_id, save, years
from gongkai.returns.errors import InputError
from gongkai.returns.model import Return, SourceMap

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.drafting.merging import Merge
    from gongkai.importers import Imported
    from gongkai.returns.params import Params

_MOST_SHOWN = 12
"""Leftovers of a kind that are listed."""


def acceptable(file: Path, item: Imported, *, published: bool, force: bool) -> None:
    """Refuse drafts with ``--published``, impossible years, and reports that name another organ.

    Raises:
        InputError: The report is one of these.
    """
    try:
        years.check(item.record.year)
    except InputError as error:
        msg = f"{file.name}：{error}"
        raise InputError(msg) from None
    if published and item.draft:
        msg = (
            f"{file.name}：是草稿（尚未审核签发），不能用 --published 作为已发布的报告读入；"
            "请用正式公布的文件，或去掉 --published。"
        )
        raise InputError(msg)
    other = next((issue for issue in item.record.issues if issue.path in {"agency.name", "year"}), None)
    if other is not None and not force:
        same = "同一个机关" if other.path == "agency.name" else "这一年"
        msg = f"{file.name}：{other.message}没有写入；确实是{same}的，请单独读入这个文件，加 --force。"
        raise InputError(msg)


def target(item: Imported, params: Params, source: str, *, published: bool) -> Path:
    """The year's file of a return.

    Raises:
        InputError: The organ's id cannot be a folder.
    """
    record = item.record
    _safe(record.agency.id, source)
    return params.root / record.agency.id / f"{record.year}{'.published' if published else ''}.yaml"


def create(item: Imported, params: Params, path: Path, source: str, *, published: bool) -> list[Path]:
    """Write a year's file that does not exist, and ``agency.yaml`` of a new organ; returns what was written."""
    what = "已发布的报告" if published else "报告"
    schemas.refresh(params)
    with organs.written(params, item.record.agency) as new:
        history.replace(path, save.dump(item.record, f"由{what}“{source}”读入{plugin(item)}。{_left(item)}"))
    return [file for file in (new, path) if file is not None]


def merged(item: Imported, params: Params, path: Path, seen: bytes) -> Merge:
    """The merge into a file that exists.

    Raises:
        InputError: The file cannot be read.
    """
    name, agency = params.name(path), params.agency(item.record.agency.id)
    try:
        text = seen.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
        yaml.read(path, name)  # says so
    data, lines = yaml.parse(text.removeprefix("\ufeff"), name)
    own = load.build(data, agency, SourceMap(file=name, lines=lines))
    return merge(text, name, agency, item.record, base=item.base, published=_published(own, params))


def _published(own: Return, params: Params) -> dict[str, str]:
    """The texts of a return as they are published, by key path; empty if a placeholder cannot be filled in."""
    try:
        prose = render_texts(own, params.previous(own.agency.id, own.year))
    except ProseError:
        return {}
    found = {passage.path: passage.text for passage in prose.section("overview")}
    return found | {f"sections.{key}": prose.markdown(key) or "" for key in SLOTS}


def unreadable(item: Imported) -> int:
    """How many numbers of a file could not be read as numbers; not those that were so when a form was sent out."""
    known = () if item.base is None else item.base.issues
    return sum(issue.kind == "invalid" and issue not in known for issue in item.record.issues)


def leftovers(item: Imported) -> list[str]:
    """What a file holds and a return has no place for, by kind."""
    kinds: dict[str, list[str]] = {}
    for leftover in item.leftovers:
        kinds.setdefault(leftover.kind, []).append(leftover.text)
    return [
        f"{kind}：{'；'.join(texts[:_MOST_SHOWN])}{'；等' if len(texts) > _MOST_SHOWN else ''}"
        for kind, texts in kinds.items()
    ]


def _left(item: Imported) -> str:
    """What was not taken, for the comment at the top of a new file."""
    return f"没有读入：{'。'.join(listed)}。" if (listed := leftovers(item)) else ""


def plugin(item: Imported) -> str:
    """The package whose importer read a file, in brackets; empty for the importers of Gongkai."""
    return f"（导入插件：{item.plugin}）" if item.plugin is not None else ""


def _safe(id_: str, source: str) -> None:
    """Refuse an id from a file that cannot be a folder, or would lead outside the folder of inputs."""
    if (why := organ_id.problem(id_)) is not None:
        msg = f"{source}：机关代号“{organ_id.visible(id_)}”不能用作文件夹名：{why}；请用 --agency 指明机关。"
        raise InputError(msg)
