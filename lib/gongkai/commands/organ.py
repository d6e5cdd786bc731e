"""The organ that a call is about: one of ``params``, or a new one with what the call says of it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gongkai import files, forms
from gongkai.importers.organ import slug
from gongkai.returns import agency_file, organ_id
from gongkai.returns.errors import InputError, nearest
from gongkai.returns.model import Agency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gongkai.importers import Imported
    from gongkai.returns.params import Params

_MISTYPED = 0.8
"""Minimum similarity of an unknown id to a known one to be a typing error rather than a new organ."""


def known(params: Params, organ: str) -> Agency | None:
    """The organ with this id or Chinese name; ``None`` if ``params`` has none.

    Raises:
        InputError: Several have that name, or its file is wrong.
    """
    if organ not in params.agencies and not params.named(organ):
        return None
    return params.agency(params.find(organ))


def create(params: Params, organ: str, name: str | None, level: str | None, call: str) -> Agency:
    """A new organ; nothing is written yet.

    Args:
        params: Where it is to be.
        organ: Its id, or its Chinese name, from which the id is made if ``name`` is the same.
        name: Its full Chinese name.
        level: Id or Chinese name of its level; ``None`` takes it from the name if the name determines it.
        call: The call so far, for the message that says what to add.

    Raises:
        InputError: The id cannot be a folder, the name is missing or taken, or the level is missing or unknown.
    """
    id_ = organ_id.check(organ)
    if name is None or not name.strip():
        given = id_ if _is_chinese(id_) else "机关全称"
        near = nearest(organ, [*params.agencies, *params.titles(params.agencies).values()])
        msg = f"{params.root.name}里没有机关“{id_}”{near}新建这个机关，请写明全称：{call} --name {given}"
        raise InputError(msg)
    name = name.strip()
    if not name.isprintable():
        msg = f"机关名称“{organ_id.visible(name)}”里有看不见的字符；请重新输入名称。"
        raise InputError(msg)
    if taken := params.named(name):
        msg = f"{params.root.name}里已有机关“{name}”，代号是{taken[0]}；请写成：{call.replace(organ, taken[0], 1)}"
        raise InputError(msg)
    same = next((path.name for path in params.root.iterdir() if path.name.casefold() == id_.casefold()), id_)
    if same != id_:
        msg = f"{params.root.name}里已有文件夹“{same}”，只有大小写不同，在Windows里会混在一起；请换一个代号。"
        raise InputError(msg)
    return Agency(id=id_, name=name, level=_level(name, level, f"{call} --name {name}"))


def _level(name: str, level: str | None, call: str) -> str:
    """Id of the level that was given, else of the one that the name determines.

    Raises:
        InputError: It is unknown, or the name leaves it open.
    """
    names = forms.level_names()
    choices = "、".join(f"{id_}（{chinese}）" for id_, chinese in names.items())
    if level is None:
        proposed, certain = forms.level_of(name)
        if certain:
            return proposed
        msg = f"从名称“{name}”看不出机关级别；请写明，例如：{call} --level {proposed}。可以写：{choices}。"
        raise InputError(msg)
    for id_, chinese in names.items():
        if level.strip() in {id_, chinese}:
            return id_
    msg = f"没有级别“{organ_id.visible(level)}”{nearest(level, names)}可以写：{choices}。"
    raise InputError(msg)


def agree(agency: Agency, name: str | None, level: str | None, file: str) -> None:
    """Refuse a name or level that differs from those of an organ that exists.

    Raises:
        InputError: One differs; the message names the file in which it can be changed.
    """
    if name is not None and name.strip() not in {agency.name, agency.short_name}:
        msg = f"机关“{agency.id}”已有，名称是“{agency.name}”，不是“{name}”；要改名，请改{file}里的name。"
        raise InputError(msg)
    names = forms.level_names()
    if level is not None and level.strip() not in {agency.level, names[agency.level]}:
        msg = (
            f"机关“{agency.id}”已有，级别是{agency.level}（{names[agency.level]}），不是“{level}”；"
            f"要改级别，请改{file}里的level。"
        )
        raise InputError(msg)


def given(
    params: Params | None, organ: str | None, name: str | None, level: str | None, call: str
) -> tuple[Agency | None, str | None]:
    """The organ that a call names for a file, if it says enough of it, and the id under which to file.

    Args:
        params: Where organs are looked up; ``None`` if there is no folder of inputs, and then nothing can be named.
        organ: Id or Chinese name; without ``name``, a new organ gets its name from the file.
        name: Full Chinese name of a new organ.
        level: Its level.
        call: The call so far, for messages.

    Raises:
        InputError: As in :func:`create`, or the id is so much like a known one that it may be mistyped.
    """
    if organ is None and name is None:
        return None, None
    if params is None:
        msg = "没有数据文件夹，不能指明机关；请在项目文件夹里运行，或用 --params 指明数据文件夹。"
        raise InputError(msg)
    named = organ if organ is not None else organ_id.check(slug(name or ""))
    found = known(params, named) or (known(params, name) if organ is None and name else None)
    if found is not None:
        agree(found, name, level, params.name(params.folder(found.id) / "agency.yaml"))
        return found, found.id
    id_ = organ_id.check(named)
    if name is None and not get_close_matches(id_, params.agencies, 1, _MISTYPED):
        return None, id_
    return create(params, id_, name, level, f"{call} --agency {id_}"), id_


def filed(file: str, item: Imported, id_: str | None, params: Params | None) -> Imported:
    """What was read from a file, under the id that was given for an organ that is not in ``params`` yet.

    Raises:
        InputError: The report's organ is in ``params`` under another id.
    """
    agency = item.record.agency
    if id_ is None or agency.id == id_:
        return item
    other = params.named(agency.name) if params is not None else []
    if other:
        msg = f"{file}：报告的机关“{agency.name}”在params里，代号是{other[0]}；请写 --agency {other[0]}。"
        raise InputError(msg)
    record = item.record.model_copy(update={"agency": agency.model_copy(update={"id": id_})})
    return replace(item, record=record)


@contextmanager
def written(params: Params, agency: Agency) -> Iterator[Path | None]:
    """Write ``agency.yaml`` of a new organ; if the block fails, it is as if it had not been.

    Yields:
        The file that was written; ``None`` if there was one.

    Raises:
        OSError: It cannot be written.
    """
    folder = params.root / agency.id
    path = folder / "agency.yaml"
    if path.exists():
        yield None
        return
    was_there = folder.exists()
    files.write(path, agency_file.dump(agency))
    try:
        yield path
    except BaseException:
        with suppress(OSError):
            path.unlink()
            if not was_there:
                folder.rmdir()
        raise


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
