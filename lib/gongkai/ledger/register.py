"""Read the register of requests 台账: only the columns named here, nothing else.

A register holds names, addresses and what was asked. Those columns are dropped while reading: no value of theirs reaches a
return, an output or a log. A message quotes a value only if it cannot be a personal detail.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.forms import kinds
from gongkai.ledger import repeated, table
from gongkai.parsing.dates import calendar_day
from gongkai.returns.errors import Problem, ReturnError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gongkai import forms

COLUMNS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号", "登记编号", "受理编号", "申请编号", "登记号", "受理号", "流水号"),
    "received": (
        "收到日期", "收到申请日期", "收到时间", "收到申请时间", "收件日期", "申请日期", "申请时间", "受理日期", "登记日期",
    ),
    "applicant": ("申请人类型", "申请人类别", "申请人性质", "申请人情况", "申请主体类型"),
    "reply": ("答复类型", "答复结果", "办理结果", "处理结果", "答复类别", "答复情形"),
    "replied": ("答复日期", "答复时间", "办结日期", "办结时间"),
    "carried": ("上年结转", "是否上年结转", "是否为上年结转"),
    "extension": ("延长工作日", "延长期限", "延期工作日", "延期天数", "延期", "是否延期"),
    "excluded": ("不计入期限工作日", "不计期限工作日", "扣除工作日"),
    "restart": ("期限起算日期", "补正收到日期", "收到补正日期"),
    "code": ("申请人代码", "申请人编码", "申请人代号"),
}  # fmt: skip
"""The columns that are read and the headers by which they are recognised, the template's first."""

REQUIRED = ("received", "applicant", "reply", "replied")
EARLIEST = dt.date(2008, 5, 1)
"""The day the Regulations came into force: no request is older."""
EXTENSION = 20
"""Maximum number of working days by which the period may be extended (条例 33)."""
MOST_EXCLUDED = 999
"""Maximum number of working days that do not count."""
_CENTURY = 2000
"""First year that a date may be of; an earlier one is a number (合计 40) in a cell formatted as a date."""
EXAMPLE = "示例"
"""How the number of a row of the template begins that shows how to fill it in and does not count."""
TOTAL = "合计"
_TOTALS = re.compile(
    r"(?:本页|本月|本季度?|本年度?|全年|上半年|下半年|\d{1,2}月份?|第?[一二三四]季度)?(?:合计|小计|总计|共计|累计|总数)(?::?\d+[件条]?)?:?"
)
_TITLES = re.compile(r"台账|登记|统计表|汇总|^注:|^备注|^说明|^填[表报]|^单位|^审核|^第\d+页")
_PENDING = frozenset({"", "办理中", "未办结", "待答复", "未答复", "结转", "结转下年度", "结转下年度继续办理"})
_YES, _NO = frozenset({"是", "√", "Y", "y", "1"}), frozenset({"", "否", "×", "N", "n", "0", "无"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A request.

    Attributes:
        line: Its row in the file, counted from 1 as Excel does.
        serial: Its number in the register; ``None`` if absent or if it could be a personal detail.
        received: When it was received.
        column: The column of table 3 its applicant counts in.
        row: The row its result counts in; ``None`` while it is pending.
        replied: When it was answered; ``None`` while it is pending.
        extension: Working days by which the period was extended.
        excluded: Working days that do not count (asking a third party, 条例 33).
        restart: When the period began again (correction received, 条例 30); ``None`` when it did not.
        code: Anonymous code of the applicant.
    """

    line: int
    serial: str | None
    received: dt.date
    column: str
    row: str | None
    replied: dt.date | None
    extension: int = 0
    excluded: int = 0
    restart: dt.date | None = None
    code: str | None = None

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"第{self.line}行" + (f"（{self.serial}）" if self.serial else "")


@dataclass(frozen=True)
class Register:
    """The requests of a file.

    Attributes:
        entries: The requests.
        ignored: How many columns were not read.
        skipped: Rows that are not requests: their numbers, and what they are (标题或说明, 合计, 示例, 重复的表头).
    """

    entries: tuple[Entry, ...]
    ignored: int
    skipped: tuple[tuple[int, str], ...] = ()


def read(path: Path, year: int, requests: forms.Table) -> Register:
    """Read a register: CSV (UTF-8, UTF-16, GB18030) or ``.xlsx``.

    Args:
        path: The file.
        year: The report year, to compare the column 上年结转 with the dates.
        requests: Table 3 of the year's edition.

    Raises:
        ReturnError: Every unknown kind, impossible date or contradiction, with the rows that have it.
        InputError: The file can't be read, or a column is missing.
    """
    read_table = table.read(path, COLUMNS, REQUIRED, _no_record)
    problems: list[Problem] = []
    found = [_Row(path.name, line, values, problems) for line, values in read_table.rows]
    entries = [entry for row in found if (entry := row.entry(year, requests)) is not None]
    problems = repeated.merge(problems)
    if any(row.unknown_reply for row in found):
        problems.append(Problem(path.name, None, "reply", kinds.reply_names(requests)))
    if problems:
        raise ReturnError(problems)
    return Register(tuple(entries), read_table.ignored, read_table.skipped)


def _no_record(values: Sequence[Any], row: Mapping[str, Any]) -> str | None:
    """What a row is if it is not a request: a total, an example of the template, a title or remark."""
    texts = [
        unicodedata.normalize("NFKC", value).strip() for value in values if isinstance(value, str) and value.strip()
    ]
    if str(row.get("serial", "")).strip().startswith(EXAMPLE):
        return EXAMPLE
    received = row.get("received")
    is_date = isinstance(received, dt.date) and received.year >= _CENTURY
    if is_date or (isinstance(received, str) and _date(received.strip()) is not None):
        return None
    if any(_TOTALS.fullmatch(re.sub(r"\s", "", text)) for text in texts):
        return TOTAL
    filled = [value for value in values if value is not None and str(value).strip()]
    return table.TITLE if len(filled) == len(texts) == 1 and _TITLES.search(texts[0]) else None


class _Row:
    """One row while it is read."""

    def __init__(self, file: str, line: int, values: dict[str, Any], problems: list[Problem]) -> None:
        self.file, self.line, self.values, self.problems = file, line, values, problems
        self.unknown_reply = False

    def problem(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, self.line, column, message))

    def text(self, column: str) -> str:
        value = self.values.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()

    def entry(self, year: int, requests: forms.Table) -> Entry | None:
        before = len(self.problems)
        received = self.date("received")
        replied = self.date("replied")
        restart = self.date("restart")
        if received is None and not self.text("received"):
            self.problem("received", f"没有填写{_head('received')}；请补上。")
        column = self.applicant(requests)
        row = self.reply(requests, replied)
        extension = self.days("extension", EXTENSION)
        excluded = self.days("excluded", None)
        code = self.code()
        if received and replied and replied < received:
            self.problem("replied", f"{_head('replied')}{replied}早于{_head('received')}{received}；请核对。")
        if received and restart and restart < received:
            self.problem("restart", f"{_head('restart')}{restart}早于{_head('received')}{received}；请核对。")
        if received:
            self.carried(received, replied, year)
        if len(self.problems) > before or received is None or column is None:
            return None
        return Entry(self.line, self.serial(), received, column, row, replied, extension, excluded, restart, code)

    def date(self, column: str) -> dt.date | None:
        raw = self.values.get(column)
        if isinstance(raw, dt.datetime):
            found: dt.date | None = raw.date()
        elif isinstance(raw, dt.date):
            found = raw
        else:
            text = self.text(column)
            if not text or (column != "received" and text in {"/", "-", "无"}):
                return None
            found = _date(text)
            if found is None:
                self.problem(column, f"{_head(column)}{_shown(text)}不是有效的日期；请写成2024-03-05的样子。")
                return None
        if found is not None and found < EARLIEST:
            self.problem(column, f"{_head(column)}{found}早于条例施行（{EARLIEST}）；请核对。")
            return None
        return found

    def applicant(self, requests: forms.Table) -> str | None:
        text = self.text("applicant")
        if not text:
            self.problem("applicant", f"没有填写{_head('applicant')}；请补上。")
            return None
        column = kinds.applicant_column(text, requests)
        if column is None:
            self.problem("applicant", kinds.applicant_problem(text, requests))
        return column

    def reply(self, requests: forms.Table, replied: dt.date | None) -> str | None:
        text = self.text("reply")
        if text in _PENDING:
            if replied is not None:
                self.problem("reply", f"有{_head('replied')}{replied}，没有{_head('reply')}；请补上。")
            return None
        row = kinds.reply_row(text, requests)
        if row is None:
            self.problem("reply", kinds.reply_problem(text, requests))
            self.unknown_reply = not kinds.is_open(text, requests)
        elif replied is None and not self.text("replied"):
            self.problem(
                "replied",
                f"有{_head('reply')}，没有{_head('replied')}；已办结的请补上日期，未办结的请清空{_head('reply')}。",
            )
        return row

    def days(self, column: str, most: int | None) -> int:
        text = self.text(column).removesuffix("个工作日").removesuffix("工作日").removesuffix("日")
        if text in _NO:
            return 0
        if most is not None and text in _YES - {"1"}:
            return most
        if not re.fullmatch(r"\d{1,3}", text):
            self.problem(column, f"{_head(column)}应当是工作日数{'，或“是”“否”' if most else ''}；请改正。")
            return 0
        if most is not None and int(text) > most:
            self.problem(column, f"延长了{text}个工作日，条例第三十三条规定延长不得超过{most}个工作日；请核对。")
        return int(text)

    def carried(self, received: dt.date, replied: dt.date | None, year: int) -> None:
        """Compare the column 上年结转 with the dates."""
        text = self.text("carried")
        head = _head("carried")
        if text not in _YES | _NO:
            self.problem("carried", f"{head}只能填“是”或“否”；请改正。")
        elif text in _YES and received.year >= year:
            self.problem("carried", f"{head}为“是”，但{_head('received')}是{received}，不在{year}年以前；请核对。")
        elif text in _NO and text and received.year < year and (replied is None or replied.year >= year):
            self.problem(
                "carried",
                f"{head}为“否”，但{_head('received')}是{received}，{year}年以前收到、当年办理的就是上年结转；请核对。",
            )

    def serial(self) -> str | None:
        text = self.text("serial")
        return (
            text
            if re.fullmatch(r"[0-9A-Za-z()\[\]〔〕【】年第号字依申请公开/_-]{1,24}", text) and not _personal(text)
            else None
        )

    def code(self) -> str | None:
        text = self.text("code")
        if not text:
            return None
        if not re.fullmatch(r"[0-9A-Za-z_-]{1,20}", text) or _personal(text):
            self.problem(
                "code",
                f"{_head('code')}只能是字母和数字的匿名代码（内容不予显示，以免泄露个人信息）；请改正，或删去这一列。",
            )
            return None
        return text


def _head(column: str) -> str:
    return COLUMNS[column][0]


def _personal(text: str) -> bool:
    """Whether it could be a telephone, identity or bank number."""
    return re.search(r"\d{7,8}[\dXx]{3}", text.replace("-", "").replace(" ", "")) is not None


def _date(text: str) -> dt.date | None:
    match = re.match(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T].*)?$", text)
    if match is None:
        return None
    return calendar_day(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))


def _shown(text: str) -> str:
    """The text where it can only be a mistyped date."""
    return f"“{text}”" if re.fullmatch(r"\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?|\d{8}", text) else ""
