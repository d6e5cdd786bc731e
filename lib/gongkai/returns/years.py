"""The range of possible report years."""

from __future__ import annotations

import datetime as dt

from gongkai import forms
from gongkai.returns.errors import InputError

FIRST = 2008
"""The first report year: the Regulations are in force since 1 May 2008."""


def check(year: int, today: dt.date | None = None) -> None:
    """Refuse years that cannot have a report: before the Regulations, or later than next year.

    Args:
        year: The report year.
        today: The current date.

    Raises:
        InputError: It cannot be a report year.
    """
    now = (today or dt.datetime.now().astimezone().date()).year
    if year < FIRST:
        msg = f"年度写的是{year}：《政府信息公开条例》{FIRST}年5月1日起施行，此前没有年度报告；请核对。"
        raise InputError(msg)
    if year > now + 1:
        msg = f"年度写的是{year}：还没有到，最晚可以写{now + 1}；请核对。"
        raise InputError(msg)


def edition_in_force(year: int) -> forms.Edition:
    """The edition in force for a report year.

    Raises:
        InputError: It cannot be a report year, or no known edition is in force for it.
    """
    check(year)
    try:
        return forms.edition_for(year)
    except forms.FormError as error:
        raise InputError(str(error)) from None
