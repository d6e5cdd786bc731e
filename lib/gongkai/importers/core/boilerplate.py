"""What web pages print around a report: fields of the information box, buttons, the path of the page."""

from __future__ import annotations

import re

_BUTTON = r"(?:(?:附件|文件|相关|点击|全文)?下载|附件[:：]?|打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享|收藏|返回(?:顶部|首页)?)"
_FIELD = re.compile(
    r"^(?:来源|时间|标题|发布|文号|栏目|索引号|信息分类|生成|成文|发文|主题|有效性|当前位置|首页|浏览|点击|字号|字体|打印|"
    r"分享|微信|微博|QQ|关闭|作者|责任编辑|日期|名称|http)"
)
_BUTTON_AT_END = re.compile(rf"(?:^|(?<=[\s。])){_BUTTON}$")
_LONGEST_BUTTON = 8
# Atomic: there are many ways to part such a text, and one is enough.
_BEHIND_SIGNATURE = re.compile(
    r"(?>[\s\x1e\x1f]+|附件[:：]\S+|【[^】]*】|[（(]此件[^）)]*[）)]|(?<=\s)[^\s，。；：！？\x1e\x1f]{1,10}(?!\S)"
    rf"|{_BUTTON})*+"
)


def is_field(line: str) -> bool:
    """Whether a line before the report is a field of the information box or a button, not a sentence of the preface."""
    return _FIELD.match(line) is not None


def without_buttons(text: str) -> str:
    """A text without the buttons and the white space at its end; a button is a word of its own or follows a full stop."""
    end = len(text)
    while True:
        while end and text[end - 1].isspace():
            end -= 1
        match = _BUTTON_AT_END.search(text, max(0, end - _LONGEST_BUTTON), end)
        if match is None:
            return text[:end]
        end = match.start()


def is_behind_signature(text: str) -> bool:
    """Whether a text is only what pages print behind the date of the signature: short words, remarks in brackets."""
    return _BEHIND_SIGNATURE.fullmatch(text) is not None
