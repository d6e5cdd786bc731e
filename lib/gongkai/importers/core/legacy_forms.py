"""Reports of before 2019: recognised by their titles, refused, their texts kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.importers.core import texts
from gongkai.returns.errors import InputError
from gongkai.returns.model import Sections

if TYPE_CHECKING:
    from gongkai.importers.core.parsed_report import ParsedReport
    from gongkai.importers.core.sections import Title

_TITLE = re.compile(
    r"(?:(?<=\n)|^|(?<=[。\x1e]))[ \t\u3000]*([一二三四五六七八九十]{1,2}[、.．]\s*[^\n。；]{2,40})(?![^\n。；])",
    re.MULTILINE,
)
_MARKS = re.compile(
    r"概述|附表|依申请公开政府信息(?:办理)?情况|收费(?:及|和)减免|复议(?:、|和)(?:提起)?行政?诉讼|主动公开政府信息(?:的)?情况"
)
_FEWEST = 2


class LegacyFormError(InputError):
    """A report in a form of before 2019, which has no place for its numbers.

    Attributes:
        sections: Its texts, so that they are not lost: the preface, and everything else under its own headings as
            ``overview``.
        year: The report year where it is known.
    """

    def __init__(self, message: str, sections: Sections, year: int | None) -> None:
        """Keep the texts."""
        super().__init__(message)
        self.sections, self.year = sections, year

    def __reduce__(self) -> tuple[type[LegacyFormError], tuple[str, Sections, int | None]]:
        """Pickle its parts: files are read in a child process."""
        return type(self), (str(self), self.sections, self.year)


def refuse(source: ParsedReport, text: str, year: int | None, titles: list[Title]) -> None:
    """Refuse a report in an older form.

    Args:
        source: The file.
        text: Its flat text.
        year: The report year, if known.
        titles: The section titles of the present form that were found.

    Raises:
        LegacyFormError: The year is before the first edition, or the titles are the old ones and no year says otherwise.
    """
    first = min(item.first_year for item in forms.editions().values())
    heads = list(_TITLE.finditer(text))
    new = any(title.exact and title.id in {"overview", "requests"} for title in titles)
    old = not new and len({m for h in heads for m in _MARKS.findall(h[1])}) >= _FEWEST
    if (year is None or year >= first) and not (year is None and old):
        return
    when = f"{year}年的报告" if year is not None else "这份报告"
    message = (
        f"{source.file}：{when}用的是{first}年以前的表式（概述、附表等），与现行表式不同，数字没有对应的单元格，不能导入；"
        "文字部分已保留，可复制使用。"
    )
    raise LegacyFormError(message, _texts(text, heads, source.wrapped), year)


def _texts(text: str, heads: list[re.Match[str]], wrapped: int) -> Sections:
    spots = [*heads, None]
    parts = []
    for head, after in zip(heads, spots[1:], strict=True):
        body = texts.markdown(text[head.end() : after.start() if after else len(text)], wrapped=wrapped)
        parts.append(f"## {texts.escape(head[1].strip())}\n\n{body or ''}".strip())
    opening = text[: heads[0].start()] if heads else text
    return Sections(preface=texts.markdown(opening, wrapped=wrapped), overview="\n\n".join(parts) or None)
