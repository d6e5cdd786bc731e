"""How large an input may be: every limit, and the checks that are made before anything is computed.

A limit is far above what the largest real report needs, and low enough that whatever stays below it is read in seconds. What
is above one is refused with a sentence. Parsers of other packages, which no limit here can hold, are watched instead: see
:mod:`gongkai.parsing.watchdog`.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TypeVar

T = TypeVar("T", int, Decimal, int | Decimal)

MB = 1024 * 1024

YAML_BYTES = 2 * MB
"""Bytes of a YAML file; a year's file has 20 kB."""
YAML_MARKS = 100_000
"""Line ends, commas, colons, brackets and dashes in it: what makes a parser of YAML work, whatever they mean there."""
YAML_VALUES = 20_000
"""Values in it, counting repeated ones (``*alias``) each time; a year's file has about 250."""
DEPTH = 50
"""Nesting of values in YAML and JSON."""
JSON_BYTES = 5 * MB
"""Bytes of a ``report.json``; one has about 40 kB."""
JSON_MARKS = 200_000
"""Commas, colons and brackets in it."""
TEXT = 100_000
"""Characters of one text of a report; the longest published report has about thirty thousand in all."""
ENTRIES = 2_000
"""Facts, figures, passages, waivers or issues of a return, each; the largest reports have dozens."""
PASSAGES = 99
"""Passages with a heading of their own in section one: they are numbered （一） to （九十九）."""
DIGITS = 30
"""Digits of a number, before and after the point together, and zeros that an exponent implies."""
PROBLEMS = 100
"""Problems of a file that are listed one by one."""
PIXELS = 100_000_000
"""Pixels of a JPEG, which is decoded at a smaller size; larger ones are not decoded."""
PIXELS_WHOLE = 40_000_000
"""Pixels of a picture in another format, all of which are in memory at once."""
SIDE = 65_500
"""Pixels of a side of any picture: the most that a JPEG can have; each row takes memory of its own."""
MERGED = 500_000
"""Cells inside the merged ranges of a workbook: each takes memory, however small the file."""
GRID = 100_000
"""Cells of the tables of a report from outside, rows times columns, so that a merged cell counts as all that it covers; the
tables of a report have about 500."""
PDF_CONTENT = 3 * MB // 2
"""Bytes of what the pages of a PDF draw, unpacked, each time that it is drawn, for each megabyte of the file, and for smaller ones;
a page of a report has about 30 kB."""
PDF_MARKS = 60_000
"""Characters, lines and boxes on a page of a PDF, and for each megabyte on all pages; a page of a report has one to two thousand."""
READ_SECONDS = 10
"""Processor seconds for each megabyte of a file from outside, and for smaller ones; a report takes less than two."""
READ_SECONDS_MOST = 60
"""The same for large files, which are large because of their pictures."""
READ_MEMORY = 500 * MB
"""Memory that reading a file from outside may take, in bytes."""
TOKENS = 60
"""Characters of a number as it is written, with signs, separators and zeros."""


class TooLongError(ValueError):
    """A number has more than :data:`DIGITS` digits; the message is Chinese."""

    def __init__(self, text: str) -> None:
        """Name the number by its beginning."""
        super().__init__(f"数字“{short(text)}”太长，最多{DIGITS}位；请核对是不是填错了")


def decimal(text: str) -> Decimal:
    """The number in a text.

    Raises:
        ValueError: It is not a finite number.
        TooLongError: It has more than :data:`DIGITS` digits.
    """
    if len(text) > TOKENS:
        raise TooLongError(text) if _NUMERIC.match(text) else ValueError(short(text))
    try:
        return check(Decimal(text))
    except InvalidOperation:
        raise ValueError(text) from None


_WRITTEN_OUT = 10_000
"""The most bits of an int that is quoted in decimal digits."""


def check(value: T) -> T:
    """The number itself.

    Raises:
        ValueError: It is not finite.
        TooLongError: Written out it has more than :data:`DIGITS` digits.
    """
    if type(value) is int and -_TOO_LARGE < value < _TOO_LARGE:  # nearly all are
        return value
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(str(value))
    if not is_short(value):
        # Python refuses to write out an int of thousands of decimal digits.
        raise TooLongError(hex(value) if isinstance(value, int) and value.bit_length() > _WRITTEN_OUT else str(value))
    return value


def integer(text: str, base: int = 10) -> int:
    """The whole number in a text; ``int`` takes more than linear time for long ones.

    Raises:
        ValueError: It is not a whole number.
        TooLongError: It has more than :data:`DIGITS` digits.
    """
    if len(text) > TOKENS:
        raise TooLongError(text) if _NUMERIC.match(text) else ValueError(short(text))
    return check(int(text, base))


def is_short(value: int | Decimal) -> bool:
    """Whether a number is finite and written out has at most :data:`DIGITS` digits."""
    if isinstance(value, int):
        return abs(value) < _TOO_LARGE
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return len(digits) + max(exponent, 0) <= DIGITS and -exponent <= DIGITS


_TOO_LARGE: int = 10**DIGITS
_NUMERIC = re.compile(r"\s*[+-]?(?:0[xXoO])?[\dA-Fa-f_.,]+(?:[eE][+-]?\d+)?\s*\Z")


def short(text: str, longest: int = 40) -> str:
    """A text for a message: the beginning of a long one."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def is_unicode(text: str) -> bool:
    """Whether a text can be written to a file: it has no half of a pair of surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
