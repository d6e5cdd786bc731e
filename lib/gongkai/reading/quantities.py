"""Numbers in Chinese prose: span, value, unit, and how exactly they are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.parsing.numerals import number
from gongkai.reading.sentences import QUOTES, TITLES, hide

if TYPE_CHECKING:
    from gongkai.returns import Number

Exactness = Literal["", "more", "less", "about"]

UNITS = (
    "个百分点|百分点|人次|批次|件次|场次|万次|[大中小子][类项]|万元|亿元|件|份|条|个|项|宗|起|例|次|篇|期|场|元|批|则|部|类|户|封|笔"
    "|页|册|人|名|家|倍|轮|种|张|处|字|通|套|辆|台|块|%"
)
COUNTS = frozenset(("件", "份", "条", "个", "项", "宗", "起", "例", "篇", "则", "部", "件次"))
"""Units that count documents and cases, used interchangeably."""

_NUMBER = re.compile(
    r"(?P<lead>不足|不到|将近|接近|超过|多达|近|约|超|逾|达)?"
    r"(?P<num>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+(?:[万亿][零〇一二两三四五六七八九十百千]*)*)"
    r"(?P<more1>余|多)?(?P<mult>[万亿])?(?P<more2>余|多|几)?"
    rf"(?P<unit>{UNITS})?(?P<more3>余|多|以上|以下|左右)?"
)
_PERCENT = re.compile(r"百分之(?P<num>[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)")
_BARE = re.compile(r"(?:数|量|数量|总数|总量|共|计|为|是|共计|总计|合计|：|数是|数为)$")
_END = re.compile(r"[，。；、）（]|$")
_NO_BEFORE = re.compile(
    r"(?:第|附[件表]|之|每|逐|同|任何|某|这|该|那|哪|(?:[编文账证代序邮卡批档楼牌码]|\d)号|[A-Za-z〔\[\-—–/.])$"
)
_NO_AFTER_BARE = re.compile(r"^[/:：.]\d")
_NO_BEFORE_BARE = re.compile(r"(?:附|图|表|号)$|(?:电话|邮编|邮政编码|编码|传真|热线|手机|账号|号码)[：为]?$")
"""The same for a number without unit: 图3, 10:30, 热线12345, but 人大代表20件, 头条号5条, 接听电话20个, 答复20件：4件予以公开."""
_NO_AFTER = re.compile(
    r"^(?:年|月|日|时|点|号|届|中全会|级|层|楼|室|路|分钟|[A-Za-z]|[-—–~]\d|是|工作日|自然日|小时|星期|季度)"
)
_INDEFINITE = re.compile(r"^[^，。；、）（：＿]")
_SORTS = frozenset("类种")
_NOUN = re.compile(r"[\u4e00-\u9fff]")
"""``四类过程性信息``: a numeral that belongs to the name of a thing."""
_COUNTED = re.compile(r"(?:收到|受理|接到|接收|新收|共|仅|只有|仅有|申请|案件|诉讼|复议|[^没未]有|为|计|[，、（；。])$")

_NAMED = re.compile(r"[\u4e00-\u9fff”]$")
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")
_COUNTED_NOUN = re.compile(r"^(?:申请|公开申请|依申请)")
LONGEST_UNITLESS = 6
"""Digits of a number without unit; longer ones are codes."""
WINDOW = 24
"""Characters on both sides of a number that decide whether it counts something."""

MORE, LESS, ABOUT = Decimal("1.25"), Decimal("0.75"), Decimal("0.1")
"""How far the number may be from what is stated with 余 or 多, with 近 or 不足, and with 约 or 左右.

Nobody defines these words. 100余件 is said of 120, not of 150; a wider reading would let every number pass.
"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes:
        start, end: Span in the sentence, qualifiers and unit included.
        value: The number, 万 and 亿 multiplied out; amounts of money in 元, percentages as stated.
        unit: Unit, 元 for all amounts, empty for a bare number.
        step: The value of one unit in the last stated digit (1 for 75, 0.01 for 1.05, 1000 for 1.2万).
        exactness: ``more`` (余, 多, 以上), ``less`` (近, 不足), ``about`` (约, 左右), or empty when exact.
    """

    start: int
    end: int
    value: Number
    unit: str
    step: Decimal
    exactness: Exactness

    @property
    def count(self) -> bool:
        """Whether it can count requests, cases or documents."""
        return self.unit in COUNTS or self.unit == ""

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "%"

    def admits(self, actual: Number) -> bool:
        """Whether this number, to the precision with which it is stated, is true of the actual number."""
        if not self.exactness and self.step == 1:
            return self.value == actual
        value, actual = Decimal(self.value), Decimal(actual)
        if self.exactness == "more":
            return value <= actual <= value * MORE + 1
        if self.exactness == "less":
            return value * LESS <= actual <= value
        if self.exactness == "about":
            return abs(value - actual) <= abs(value) * ABOUT + self.step
        return abs(value - actual) <= self.step / 2


def find_quantities(sentence: str) -> tuple[Quantity, ...]:
    """The numbers of a sentence that :func:`~gongkai.reading.sentences.split_sentences` gave, from left to right.

    Years, dates, ordinals, telephone and document numbers, and numbers in titles or slogans are left out.
    """
    text = hide(hide(sentence, TITLES), QUOTES)
    found: list[Quantity] = []
    taken: set[int] = set()
    for match in _PERCENT.finditer(text):
        value = _chinese_decimal(match["num"])
        if value is not None:
            found.append(Quantity(match.start(), match.end(), value, "%", _step(value), ""))
            taken.update(range(match.start(), match.end()))
    for match in _NUMBER.finditer(text):
        if match.start("num") in taken:
            continue
        quantity = _read(text, match)
        if quantity is not None:
            found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    raw, unit, mult = match["num"], match["unit"] or "", match["mult"]
    start = match.start("num")
    before, after = text[max(0, start - WINDOW) : start], text[match.end() : match.end() + WINDOW]
    if match["lead"] and match["lead"] != "达":
        before = text[max(0, match.start("lead") - WINDOW) : match.start("lead")]
    if _NO_BEFORE.search(before) or _NO_AFTER.match(after):
        return None
    if not unit and (_NO_BEFORE_BARE.search(before) or _NO_AFTER_BARE.match(after)):
        return None
    chinese = not raw[0].isdigit()
    if chinese:
        if before.endswith("另"):
            return None
        if not unit and not (_BARE.search(before) and _END.match(after)):
            return None
        value: Number | None = number(raw)
        if value is None or _indefinite(raw, before, after) or (unit in _SORTS and _NOUN.match(after)):
            return None
    else:
        value = (
            Decimal(raw.replace(",", "").replace("，", ""))
            if "." in raw
            else int(raw.replace(",", "").replace("，", ""))
        )
        if (
            not unit
            and not mult
            and not (_BARE.search(before) and _END.match(after))
            and not _unitless(raw, before, after)
        ):
            return None
    step = _step(value)
    factor = {"万": 10_000, "亿": 100_000_000}.get(mult or "", 1)
    if factor > 1:
        value, step = value * factor, step * factor
    return Quantity(match.start("lead") if match["lead"] else start, match.end(), value, unit, step, _exactness(match))


def _unitless(raw: str, before: str, after: str) -> bool:
    """``预决算68，``, ``受理4申请公开``: a number whose unit was left out; years and long codes are none."""
    if (
        len(raw) > LONGEST_UNITLESS
        or (len(raw) > 1 and raw[0] == "0")
        or _YEAR_LIKE.match(raw)
        or not _NAMED.search(before)
    ):
        return False
    return bool(_END.match(after) or _COUNTED_NOUN.match(after))


def _indefinite(raw: str, before: str, after: str) -> bool:
    """``办结一件申请、解决一个问题``: a numeral that counts nothing."""
    return raw in {"一", "两", "几"} and bool(_INDEFINITE.match(after)) and not _COUNTED.search(before)


def _exactness(match: re.Match[str]) -> Exactness:
    lead = match["lead"] or ""
    after = (match["more1"] or "") + (match["more2"] or "") + (match["more3"] or "")
    if lead in {"近", "将近", "接近", "不足", "不到"} or after == "以下":
        return "less"
    if lead == "约" or after == "左右":
        return "about"
    if lead in {"超过", "超", "逾", "多达"} or after:
        return "more"
    return ""


def _step(value: Number) -> Decimal:
    if isinstance(value, int):
        return Decimal(1)
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _chinese_decimal(text: str) -> Number | None:
    whole, _, part = text.partition("点")
    value = number(whole)
    if value is None or not part:
        return value
    return Decimal(f"{value}.{number(part):0{len(part)}d}")
