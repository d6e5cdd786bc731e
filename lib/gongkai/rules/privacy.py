"""Personal details must not be published."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from gongkai.prose import source_location
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.part_names import name_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.rules.base import Level

_ID = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{5}(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(
    r"(?<![\dA-Za-z.-])(?:\+?86[- ]?)?1[3-9]\d([- ]?)\d{4}\1\d{4}(?![\dA-Za-z]|\s*[余多]?[条件次人个元万份篇])"
)
_ACCOUNT = re.compile(r"(?<![\dA-Za-z])\d{4}(?:([ -]?)\d{4}\1\d{4}\1\d{3,4}(?:\1\d{1,3})?)(?![\dA-Za-z])")
_ACCOUNT_WORD = re.compile(r"账号|帐号|账户|帐户|卡号|银行|开户")
_CODE_WORD = re.compile(r"信用代码|统一社会|组织机构代码|文号|编号|备案号|许可证号|流水号|索引号")
_DOOR = r"[^。；;，,、\n]{0,30}?[\d一二三四五六七八九十]+\s*(?:号|室|栋|幢|单元|组|座)"
_HOME = re.compile(
    rf"(?:家住|家庭住址|家庭地址|住址|现住址?|现居住?[于在]?|户籍(?:所在)?地(?:址)?)[为是在：:]?\s*{_DOOR}"
)
_LIVES = re.compile(rf"(?<=[，,、（(；;\s男女人某汉族])住(?![房建宅户院宿所]){_DOOR}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@rule(
    "R29",
    level="error",
    kind="A",
    title="文字中没有可以识别个人的信息：身份证号码、手机号码、家庭住址、银行账号。",
    source="《政府信息公开条例》第十五条；《个人信息保护法》第二十五条",
    todo="请删去或隐去这些信息再公布。",
    example="“第二部分”写有手机号码138****8000。",
)
def personal(context: Context) -> Iterator[PendingFinding]:
    """Numbers with a valid check digit, and home addresses with a door number; masked in the message.

    Office telephones, postcodes and the credit codes of organs are not such details; a mobile number as the contact in
    the preface is a hint.
    """
    for passage in context.prose.passages:
        text = unicodedata.normalize("NFKC", passage.text)
        for kind, found, level in details(text):
            at = passage.section == "preface" and kind == "手机号码"
            yield fail(
                "{place}写有{kind}{masked}。", (passage.path,),
                level="hint" if at else level,
                where=source_location(context.record, passage.path, passage.line + text[: text.find(found)].count("\n")),
                todo="作为联系电话公布的手机号码，请改为办公电话。" if at else None,
                place=f"“{passage.heading or name_section(context.record.edition, passage.section)}”", kind=kind,
                masked=masked(found),
            )  # fmt: skip


def details(text: str) -> Iterator[tuple[str, str, Level | None]]:
    """Kind, text and level (``None`` is the rule's own) of each personal detail in half-width text."""
    taken: set[int] = set()
    for match in _ID.finditer(text):
        if is_citizen_number(match[0]) and not _CODE_WORD.search(text[max(0, match.start() - 15) : match.start()]):
            taken.update(range(*match.span()))
            yield "身份证号码", match[0], None
    for match in _MOBILE.finditer(text):
        taken.update(range(*match.span()))
        yield "手机号码", match[0], None
    for match in _ACCOUNT.finditer(text):
        if not taken.isdisjoint(range(*match.span())):
            continue
        before = text[max(0, match.start() - 20) : match.start()]
        named = _ACCOUNT_WORD.search(before) or match[0].startswith("62")
        if named and luhn(match[0]) and not _CODE_WORD.search(before):
            yield "银行账号", match[0], None
    for match in _HOME.finditer(text):
        yield "家庭住址", match[0], None
    for match in _LIVES.finditer(text):
        yield "家庭住址", match[0], "hint"


def is_citizen_number(text: str) -> bool:
    """Whether 18 characters are a citizen's ID number: a date and the check digit of GB 11643."""
    try:
        dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False)) % 11
    return text[17].upper() == "10X98765432"[rest]


def luhn(text: str) -> bool:
    """Whether 16 to 19 digits carry the check digit of bank cards (ISO/IEC 7812)."""
    digits = [int(char) for char in text if char.isdigit()]
    if not 16 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def masked(text: str) -> str:
    """A detail with its middle hidden, for messages."""
    bare = text.strip()
    keep = 3 if bare[0].isdigit() or bare[0] == "+" else 6
    return bare[:keep] + "****" + (bare[-2:] if keep == 3 else "")
