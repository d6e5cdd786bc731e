"""Names of a jurisdiction that does not exist: everything is in 演示省."""

from __future__ import annotations

import re

PROVINCE = "演示省"
"""The province of every demonstration; every organ's full name begins with it."""

SITE = "演示数据，没有网站"
"""Where a synthetic report is said to be published."""

DEPARTMENTS: tuple[tuple[str, str], ...] = (
    ("教育局", "jyj"), ("民政局", "mzj"), ("财政局", "czj"), ("公安局", "gaj"), ("司法局", "sfj"), ("水利局", "slj"),
    ("统计局", "tjj"), ("审计局", "sjj"), ("国土资源局", "gtj"), ("规划局", "ghj"), ("自然资源和规划局", "zrj"),
    ("农业农村局", "nyj"), ("商务局", "swj"), ("林业局", "lyj"), ("医疗保障局", "ybj"), ("应急管理局", "yjj"),
    ("卫生健康局", "wjj"), ("市场监督管理局", "scj"), ("生态环境局", "hbj"), ("交通运输局", "jtj"), ("住房和城乡建设局", "zjj"),
    ("人力资源和社会保障局", "rsj"), ("文化和旅游局", "wlj"), ("行政审批服务局", "spj"), ("城市管理局", "cgj"), ("信访局", "xfj"),
    ("发展和改革委员会", "fgw"), ("科学技术局", "kjj"), ("工业和信息化局", "gxj"), ("退役军人事务局", "tyj"), ("大数据管理局", "sjg"),
    ("体育局", "tyu"), ("气象局", "qxj"), ("档案局", "daj"), ("机关事务管理局", "jgj"), ("民族宗教事务局", "mzz"),
)  # fmt: skip
"""Departments of a government, each with the end of its folder's name, the usual ones first."""

MERGED = (("gtj", "ghj"), "zrj")
"""Departments that are merged in every jurisdiction, and the one that succeeds them."""

_FIRST = "清云青松平石临永东西南北长金玉丰和福兴安泰宁"
_SECOND = "川河山水原岭桥溪湖塘坪港湾泉阳"
_VILLAGE = "柳桃梅竹杨枫桂荷槐榆杏桑茶"
_START = {"市": 0, "县": 30, "镇": 0}


def place(number: int, kind: str) -> str:
    """The name of the place ``number`` of a kind: 市, 县 or 镇; two of one kind never share a name.

    Beyond the names of two characters a place has three.
    """
    first = _VILLAGE if kind == "镇" else _FIRST
    more, at = divmod(number + _START[kind], len(first) * len(_SECOND))
    block, left = divmod(at, len(first))
    # The lengths have no common factor, so that all pairs come up before one comes again.
    name = first[left] + _SECOND[(block * (len(first) + 1) + left) % len(_SECOND)]
    return name + ("" if not more else _FIRST[(more - 1) % len(_FIRST)]) + kind


def short(name: str) -> str | None:
    """An organ's name without the places above its own: 西山县教育局; ``None`` if nothing is above."""
    found = re.sub(r"^.*[省市](?=[^省市县]{2,3}[市县])", "", name)
    return found if found != name else None
