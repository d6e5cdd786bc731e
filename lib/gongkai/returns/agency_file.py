"""``agency.yaml`` as text: every key on a line of its own, with what it is for in Chinese."""

from __future__ import annotations

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
            yield f"{key}: {'' if is_open else _value(plain)}".rstrip()


def _contact(contact: Contact) -> Iterator[str]:
    for key, purpose in CONTACT.items():
        yield f"  {key}: {_value(getattr(contact, key) or '')}  {comment(purpose)}"


def _value(value: Any) -> str:
    return "" if value is None or value == () else scalar(value)
