"""Days that a return may name."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from pydantic import TypeAdapter, ValidationError

from gongkai.returns import base


@pytest.mark.parametrize(("minute", "accepted"), [(9 * 60 + 59, False), (10 * 60, True)])
def test_day_that_has_begun_somewhere(monkeypatch: pytest.MonkeyPatch, minute: int, accepted: bool) -> None:
    """Tomorrow can be named once it has begun in the first time zone on earth, 14 hours before UTC."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Clock:
            return cls(2025, 1, 5, minute // 60, minute % 60, tzinfo=tz)

    monkeypatch.setattr(base, "dt", SimpleNamespace(datetime=Clock, timedelta=dt.timedelta, UTC=dt.UTC))
    days: TypeAdapter[dt.date] = TypeAdapter(base.Past)
    assert dt.date(2025, 1, 5) == days.validate_python("2025-01-05")
    if accepted:
        assert dt.date(2025, 1, 6) == days.validate_python("2025-01-06")
    else:
        with pytest.raises(ValidationError, match="2025-01-06还没有到；请写实际认可的日期。"):
            days.validate_python("2025-01-06")
    with pytest.raises(ValidationError, match="还没有到"):
        days.validate_python("2025-01-07")
