"""Column headers of the form found above the columns of a grid."""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.forms.labels import LIKE_COLUMN, likeness, plain

ONLY = 0.45
"""Minimum likeness of a label if nothing else can be meant: as many are left over as the form has left between two others."""
_KNOWN = 0.5
"""Minimum share of headers that must be the form's own for the others to be known by their places."""
_SHORT = 200
"""Characters up to which a text is worth keeping for being compared again."""
_UNIT = re.compile(r"\s*[(（]?\s*(?:单位)?\s*[:：]?\s*(?:万元|元|件|项|个|次|条|宗|起)\s*[)）]?\s*$")


def bare(text: str) -> str:
    """A header reduced, without a unit behind it."""
    return plain(_UNIT.sub("", text))


def is_header(text: str, header: str) -> bool:
    """Whether a header is the form's, with or without a unit behind it."""
    return plain(header) in _readings_of(text)


def _readings(text: str) -> tuple[str, ...]:
    """A text reduced, as it is and without a unit; nothing if it is too long for a header."""
    if len(plain(text)) > _SHORT:
        return ()
    return plain(text), bare(text)


_cached_readings = lru_cache(4_096)(_readings)
"""The same for texts that may be headers, which are compared for each table of a report and each edition."""


def _readings_of(text: str) -> tuple[str, ...]:
    return _cached_readings(text) if len(text) <= _SHORT else _readings(text)


def columns_of(headers: tuple[str, ...], above: dict[int, str]) -> tuple[int, ...] | None:
    """The column of each of the form's headers; ``None`` if they are not all there.

    A few that differ are known by what is left: by their likeness, or by their places if as many are left as the form has.
    """
    if not above:
        return None
    if all(len(text) <= _SHORT for text in above.values()):
        return _cached_columns_of(headers, tuple(above.items()))
    return _columns_of(headers, above)


def _columns_of(headers: tuple[str, ...], above: dict[int, str]) -> tuple[int, ...] | None:
    by_reading = {plain(header): header for header in headers}
    if len(by_reading) < len(headers):
        return _in_sequence(headers, above)
    columns: dict[str, int] = {}
    for column in sorted(above):
        for reading in _readings_of(above[column]):
            if reading in by_reading:
                columns[by_reading.pop(reading)] = column
                break
    exact = len(columns)
    if exact < len(headers) * _KNOWN and len(headers) > 1:
        return None
    for header in headers:
        if header not in columns:
            between = _between(headers, header, columns, above)
            column = max(between or above, key=lambda c: likeness(above[c], header))
            least = ONLY if between else LIKE_COLUMN
            if column in columns.values() or likeness(above[column], header) < least:
                return None
            columns[header] = column
    found = tuple(columns[header] for header in headers)
    # Places say something only where the others are in the form's order.
    return found if exact == len(headers) or list(found) == sorted(found) else None


@lru_cache(256)
def _cached_columns_of(headers: tuple[str, ...], above: tuple[tuple[int, str], ...]) -> tuple[int, ...] | None:
    """The same for short texts: what is above the rows of a table is the same for many of them."""
    return _columns_of(headers, dict(above))


def _between(headers: tuple[str, ...], header: str, columns: dict[str, int], above: dict[int, str]) -> tuple[int, ...]:
    """The columns between the neighbours of a missing header, if they are as many as the form has there; else none."""
    at = headers.index(header)
    before = next((n for n in range(at - 1, -1, -1) if headers[n] in columns), -1)
    after = next((n for n in range(at + 1, len(headers)) if headers[n] in columns), len(headers))
    missing = after - before - 1
    low = columns[headers[before]] if before >= 0 else -1
    high = columns[headers[after]] if after < len(headers) else max(above) + 1
    between = [c for c in sorted(above) if low < c < high]
    if before < 0 < len(columns):
        between = between[-missing:]  # what is left of them are headers of the labels
    return tuple(between) if len(between) == missing and columns else ()


def _in_sequence(headers: tuple[str, ...], above: dict[int, str]) -> tuple[int, ...] | None:
    """The columns of headers that repeat: only their sequence says which is which."""
    columns = sorted(above)
    for first in range(len(columns) - len(headers) + 1):
        window = columns[first : first + len(headers)]
        same = sum(is_header(above[column], header) for column, header in zip(window, headers, strict=True))
        if same >= len(headers) * _KNOWN and all(
            is_header(above[column], header) or likeness(above[column], header) >= ONLY
            for column, header in zip(window, headers, strict=True)
        ):
            return tuple(window)
    return None
