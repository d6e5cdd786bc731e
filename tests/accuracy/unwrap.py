"""The reference reports without what only their files have: where they come from, the fields of the archive, the mark of the body."""

from __future__ import annotations

import re

_BODY = re.compile(r"^=+\s*正文\s*=+\s*$\n?", re.MULTILINE)
_FIELD = re.compile(r"^(标题|发布时间)[:：]\s*(.+)$", re.MULTILINE)
_ORIGIN = re.compile(r"\A来源[:：][^\n]*\n")


def unwrapped(text: str) -> str:
    """A report as people copy it from its page: the title, when it was published, and the body."""
    match = _BODY.search(text)
    if match is None:
        return _ORIGIN.sub("", text)
    fields = dict(_FIELD.findall(text[: match.start()]))
    said = [fields.get("标题", ""), f"发布时间：{fields['发布时间']}" if "发布时间" in fields else ""]
    return "\n".join([*(line.strip() for line in said if line), text[match.end() :]])
