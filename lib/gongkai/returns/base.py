"""What the models of a return are made of: their base class, and numbers, texts and days that are checked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from gongkai import limits
from gongkai.parsing.invalid import refuse


def _number(given: Any) -> Any:
    """For a validator: ``given``, unless it is a number that would take long to compute with.

    Raises:
        PydanticCustomError: It has too many digits.
    """
    try:
        if isinstance(given, str):
            limits.decimal(given)
        elif isinstance(given, (int, Decimal)):
            limits.check(given)
    except limits.TooLongError as error:
        message = f"{error}。"
        raise refuse(message) from None
    except ValueError:
        pass  # pydantic says so
    return given


def _said(text: str) -> str:
    """For a validator: the text, unless it says nothing.

    Raises:
        PydanticCustomError: It is empty.
    """
    if not text.strip():
        raise refuse("不能空着；请写明。")
    return text


def _past(day: dt.date) -> dt.date:
    """For a validator: the day, unless it is still to come everywhere on earth.

    Raises:
        PydanticCustomError: It is.
    """
    if day > (dt.datetime.now(dt.UTC) + dt.timedelta(hours=14)).date():
        msg = f"{day}还没有到；请写实际认可的日期。"
        raise refuse(msg)
    return day


Number = Annotated[int | Decimal, BeforeValidator(_number)]
"""A number of a return: exact, with at most :data:`gongkai.limits.DIGITS` digits."""

Said = Annotated[str, AfterValidator(_said)]
"""A text that is not empty."""

Past = Annotated[dt.date, AfterValidator(_past)]
"""A day that is not in the future."""


class Model(BaseModel):
    """Base of all parts of a return: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
