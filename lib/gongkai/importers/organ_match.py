"""Organs of a project by names that are not written out: 教育局 for 某县教育局, or the name of a file."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from pathlib import PurePath
from typing import TYPE_CHECKING

from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from gongkai.returns.params import Params

ENDS = re.compile(
    r"(?:局|委|会|府|办|室|厅|院|队|中心|处|街道|镇|乡|部|站|所|署|社|行|司|区|市|县|大学|学校|集团|公司)$"
)
"""How names of organs end."""

_SHORTEST = 3
"""Characters of a name that may stand for a longer one: 教育局."""

_ASIDE = re.compile(
    r"附件|附表|政府信息公开|政务公开|信息公开|工作年度报告|年度工作报告|年度报告|年报|工作报告|报告|年度|填报表|汇总表?|上报稿?|"
    r"定稿|终稿|初稿|修改稿?|修订稿?|修正|最终版?|最新版?|正式版?|盖章版?|扫描件?|公开版|送审稿?|副本|复件|新建|关于|的"
)
"""What else is in the names of files that organs send."""

_NAME = re.compile(rb"^(name|short_name): *([\"']?)([^\s\"'#\\]+)\2[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_KEY = re.compile(rb"^[^\w\s#]*(?:short_)?name\b", re.MULTILINE)


def is_whole(name: str) -> bool:
    """Whether a text is long enough to be an organ's name, and not the end of one that was cut off (政府, 计局)."""
    return len(_folded(name)) >= _SHORTEST


def by_name(name: str, params: Params) -> list[str]:
    """Ids of the organs that a name may mean.

    Those with exactly this full name; else those with this short name; else those whose full or short name ends with it
    (教育局), or whose full name it ends with (某县教育局 where the project says 教育局). 人民政府 is the same as 政府.
    """
    sought = _folded(name)
    if not sought:
        return []
    names = _names(params)
    for place in (0, 1):
        if found := [id_ for id_, known in names.items() if known[place : place + 1] == (sought,)]:
            return found
    if not is_whole(name):
        return []
    return [
        id_
        for id_, known in names.items()
        if any(one.endswith(sought) for one in known)
        or (known and len(known[0]) >= _SHORTEST and sought.endswith(known[0]))
    ]


def by_file(file: str, params: Params) -> list[str]:
    """Ids of the organs that a file's name may mean, as :func:`by_name` finds them from a part of it that is a name.

    Args:
        file: For instance ``附件1：2024年报-民政局 修改.pdf``.
        params: The organs.
    """
    stem = unicodedata.normalize("NFKC", PurePath(file).stem)
    runs = re.findall(r"[\u4e00-\u9fff]+", _ASIDE.sub(" ", re.sub(r"\d{4}\s*年?度?|第?\d+[稿版次份]", " ", stem)))
    found = [ids for run in runs if (ids := by_name(run, params))]
    certain = [ids for ids in found if len(ids) == 1]
    chosen = {id_ for ids in certain or found for id_ in ids}
    return sorted(chosen)


def _names(params: Params) -> dict[str, tuple[str, ...]]:
    """Full and short name of each organ, folded; only files that write them in unusual ways are parsed, which takes long."""
    found = {}
    for id_ in params.agencies:
        text = (params.root / id_ / "agency.yaml").read_bytes().removeprefix(BOM_UTF8)
        names = {key: name.decode("utf-8", "replace") for key, _, name in _NAME.findall(text)}
        if b"name" in names and len(names) == len(_KEY.findall(text)):
            known: tuple[str | None, ...] = (names[b"name"], names.get(b"short_name"))
        else:
            known = _parsed(id_, params)
        found[id_] = tuple(_folded(name) for name in known if name)
    return found


def _parsed(id_: str, params: Params) -> tuple[str | None, ...]:
    """Full and short name of an organ; none if its file is wrong, which says so when it is used."""
    try:
        organ = params.agency(id_)
    except InputError:
        return ()
    return (organ.name, organ.short_name)


def _folded(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).replace("人民政府", "政府")
