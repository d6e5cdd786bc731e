"""``agency.yaml`` as text: every key on a line of its own, with what it is for in Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.returns import modeline
from gongkai.returns.model import Agency, Contact
from gongkai.returns.save import comment, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEYS: Mapping[str, str] = {
    "name": "机关全称，用在报告标题里；必填",
    "level": "机关级别，必填；决定公布期限和要写的内容。可以写：{levels}",
    "short_name": "简称，用在落款里；不填就用全称",
    "self_name": "正文里怎样称呼自己：我局、我县、本机关",
    "contact": "联系方式，印在报头里；填在引号中间，没有的留空",
    "site": "公布报告的网站和栏目，例如 某县人民政府网站“政府信息公开年报”栏目",
    "url": "网站的网址，例如 https://www.example.gov.cn/",
    "fonts": "PDF、Word和图用的字体；不填就用gongkai.toml里写的，那里没有写就用随程序带的（bundled）",
    "members": "汇总的政府才填：所属部门和下级政府的代号，例如 [jiaoyuju, minzhengju]；合并的写 {id: 代号, last_year: 2023, successor: 代号}",
    "landscape": "要单独横排一页的表，例如 [requests]；表二disclosure、表三requests、表四disputes",
    "contents": "Word文件开头要目录时写true",
}
"""What the keys of ``agency.yaml`` are for, in the order in which they are written."""

CONTACT: Mapping[str, str] = {
    "office": "承办机构，例如 某县自然资源局办公室",
    "address": "地址",
    "postcode": "邮政编码",
    "phone": "电话，例如 0631-5218910",
    "fax": "传真",
    "email": "电子邮箱",
}
"""What the keys of ``contact`` are for."""


_WIDER = re.compile(
    r"^(?>[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|自治州|盟))+(?=[\u4e00-\u9fff]{2,7}?[市区县旗][\u4e00-\u9fff]{2,})"
)
"""The province and city before a county in an organ's full name, with which it does not sign; atomic, as 省省省… can be divided in 2 ** n ways."""

_SELF = (
    (re.compile(r"([省市区县旗镇乡])人民政府$"), r"我\1"),
    (re.compile(r"街道办事处$"), "我街道"),
    (re.compile(r"(?<!公)([局厅])$"), r"我\1"),
    (re.compile(r"委员会$"), "我委"),
    (re.compile(r"办公室$"), "我办"),
)
"""How organs call themselves, by the end of the full name; what is not listed has no usual word."""


def short_name(name: str) -> str | None:
    """The name with which an organ probably signs; ``None`` if its full name does not begin with places above its own."""
    found = _WIDER.sub("", name)
    return found if found != name else None


def self_name(name: str) -> str | None:
    """How an organ probably calls itself in sentences; ``None`` if the name does not tell."""
    return next((match.expand(word) for ending, word in _SELF if (match := ending.search(name))), None)


def dump(agency: Agency) -> str:
    """The text of ``agency.yaml``, without the id, which is the folder's name; loading it restores the organ."""
    lines = [
        modeline.line(modeline.AGENCY),
        "# 机关的名称、级别、联系方式，各年度共用。井号后面是说明；没有的项目留空，不用删。",
        *_lines(agency),
    ]
    return "\n".join(lines) + "\n"


def _lines(agency: Agency) -> Iterator[str]:
    levels = "、".join(f"{id_}（{name}）" for id_, name in forms.level_names().items())
    for key, purpose in KEYS.items():
        if key == "contact":
            yield comment(purpose)
            yield "contact:"
            yield from _contact(agency.contact)
        else:
            yield comment(purpose.replace("{levels}", levels))
            # A font set that is named here goes before the project's.
            is_open = key == "fonts" and agency.fonts == Agency.model_fields["fonts"].default
            value = getattr(agency, key)
            plain = [item.model_dump() for item in value] if key == "members" and value else value
            line = f"{key}: {'' if is_open else _value(plain)}".rstrip()
            proposed = _proposed(agency, key)
            yield f"{line}  {comment(f'可以写：{proposed}')}" if proposed else line


def _proposed(agency: Agency, key: str) -> str | None:
    """What may be written for a key that still has no value of its own."""
    if key == "short_name" and agency.short_name is None:
        return short_name(agency.name)
    if key == "self_name" and agency.self_name == Agency.model_fields["self_name"].default:
        return self_name(agency.name)
    return None


def _contact(contact: Contact) -> Iterator[str]:
    for key, purpose in CONTACT.items():
        yield f"  {key}: {_value(getattr(contact, key) or '')}  {comment(purpose)}"


def _value(value: Any) -> str:
    return "" if value is None or value == () else scalar(value)
